import { outcomeName } from "../format/words.ts";
import "./badge.css";

const toneOf = (outcome: string): string => {
  if (outcome === "completed") return "outcome";
  const isCut = outcome === "client_closed" || outcome === "ended_early";
  return isCut ? "outcome outcome-attention" : "outcome outcome-bad";
};

/** How a call or attempt ended, with the provider's HTTP status where there was one. */
export const Outcome = ({
  outcome,
  status,
}: Readonly<{ outcome: string; status: number | null | undefined }>) => (
  <span className={toneOf(outcome)}>
    <span className="outcome-dot" aria-hidden="true" />
    {outcomeName(outcome)}
    {status === null || status === undefined ? null : (
      <span className="outcome-status">{status}</span>
    )}
  </span>
);
