import { boundText, leftOutText, type Spend } from "../format/spend.ts";

/** Spend in a chart's words: `unpriced`, never $0; a lower bound says what it leaves out. */
export const SpendAmount = ({ spend }: Readonly<{ spend: Spend }>) => {
  const leftOut = leftOutText(spend);
  return (
    <span className={spend.kind === "unpriced" ? "unpriced" : undefined} title={leftOut}>
      {boundText(spend)}
      {leftOut === undefined ? null : <span className="visually-hidden">, {leftOut}</span>}
    </span>
  );
};
