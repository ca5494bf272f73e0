import { type BudgetStatus, counted } from "@headgate/contract";
import { Badge } from "../../ui/badge.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { type AccountLine, accountLine, endText, limitText, scopeText } from "./view-model.ts";
import "../../ui/table.css";

/** One budget: what it allows, and how each of its accounts stands. */
export const BudgetPanel = ({ budget }: Readonly<{ budget: BudgetStatus }>) => {
  const lines = budget.accounts.map((account) => accountLine(budget, account));
  return (
    <Panel
      title={budget.name}
      note={`${limitText(budget)}, ${scopeText(budget)}`}
      flush
      foot={
        <>
          {endText(budget)}
          {budget.left_out === 0 ? null : ` ${counted(budget.left_out, "account")} more have less.`}
          {budget.known_since === null ? " No gateway has taken it on yet." : null}
        </>
      }
    >
      {lines.length === 0 ? (
        <p className="panel-body muted">No call has counted to it in this window.</p>
      ) : (
        <ScrollRegion label={`Accounts of ${budget.name}`}>
          <table className="table budget-table">
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">Used</th>
                <th scope="col" className="number">
                  Spent
                </th>
                <th scope="col" className="number">
                  Set aside
                </th>
                <th scope="col" className="number">
                  Free
                </th>
                <th scope="col" className="number">
                  At the window’s end
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <AccountRow key={line.key} line={line} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};

const AccountRow = ({ line }: Readonly<{ line: AccountLine }>) => (
  <tr>
    <th scope="row">
      {line.subject}
      {line.simulated ? <SimulatedBadge /> : null}
    </th>
    <td>
      <Bar line={line} />
    </td>
    <td className="number">
      {line.spent}
      {line.atWorstCase === undefined ? null : (
        <Note
          text={`${line.atWorstCase} at its worst case`}
          title="What it came to is not known, so what was set aside stays spent."
        />
      )}
      {line.opening === undefined ? null : (
        <Note
          text={`${line.opening} from before`}
          title="Spent in this window before the budget was known, as the ledger has it."
        />
      )}
    </td>
    <td className="number">{line.leased}</td>
    <td className="number">{line.free}</td>
    <td className="number">
      {line.expected ?? "–"}
      {line.isBeyond ? <Badge tone="attention">beyond the limit</Badge> : null}
    </td>
  </tr>
);

const Note = ({ text, title }: Readonly<{ text: string; title: string }>) => (
  <span className="budget-note" title={title}>
    {text}
  </span>
);

/** Spent, then set aside, of the limit; the words beside it say the same. */
const Bar = ({ line: { bar, used } }: Readonly<{ line: AccountLine }>) => (
  <span className="budget-use">
    <svg className="budget-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="budget-bar-whole" x="0" y="0" width="100" height="8" />
      <rect className="budget-bar-spent" x="0" y="0" width={bar.spent} height="8" />
      <rect className="budget-bar-leased" x={bar.spent} y="0" width={bar.leased} height="8" />
    </svg>
    <span className="tabular">{used}</span>
  </span>
);
