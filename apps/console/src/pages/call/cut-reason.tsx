import { answerCutNames, answerCuts, type LedgerRow } from "@headgate/contract";

/** Why the answer is not whole, where a rule of its policy cut it. */
export const CutReason = ({ changes = [] }: Pick<LedgerRow, "changes">) => {
  const cut = answerCutNames.find((name) => changes.some(({ did }) => did === name));
  return cut === undefined ? null : <p className="reason">{answerCuts[cut]}</p>;
};
