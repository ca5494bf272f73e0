import type { LedgerRow } from "@headgate/contract";
import { leverChanges } from "./lever-changes-model.ts";

/** What levers did to an attempt's request, and why its answer is not whole where they cut it. */
export const LeverChanges = ({ changes }: Pick<LedgerRow, "changes">) => {
  const told = leverChanges(changes);
  if (told.length === 0) return null;
  return (
    <div className="translation">
      <h3>What levers did</h3>
      <ul>
        {told.map(({ key, lever, text }) => (
          <li key={key}>
            <code className="code">{lever}</code> {text}
          </li>
        ))}
      </ul>
    </div>
  );
};
