import { counted } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { moneyText } from "../../format/money-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { Bills } from "./query.ts";
import "../../ui/table.css";

type SpendRow = Bills["spend"]["rows"][number];

const partNames = {
  billed: "Billed, no call can explain it",
  called: "Calls",
  not_seen: "Not seen by any source of calls",
} as const satisfies Record<SpendRow["part"], string>;

/** All that was spent, each dollar once, with what makes it count. */
export const BasisPanel = ({ bills: { question, spend } }: Readonly<{ bills: Bills }>) => {
  const unpriced = spend.rows.reduce((count, row) => count + row.unpriced_attempts, 0);
  const notes = [
    ...(unpriced === 0 ? [] : [`${counted(unpriced, "unpriced attempt")} in no amount here.`]),
    ...spend.lines_across_the_range.map(
      ({ currency, lines, cost }) =>
        `${counted(lines, "line")} (${moneyText(cost, currency)}) reach beyond the range and are in no row.`,
    ),
    ...spend.bills_ending_within_a_day.map(
      ({ provider, account, until }) =>
        `The bill of ${provider}${account === null ? "" : ` (${account})`} ends at ${until.slice(0, 16).replace("T", " ")} UTC: later calls of that day are in no amount until more of it is loaded.`,
    ),
    ...spend.simulated_lines.map(
      ({ currency, lines, cost }) =>
        `${counted(lines, "line")} of simulated bills (${moneyText(cost, currency)}) are in no row.`,
    ),
    ...(spend.covered_in_other_currencies.attempts === 0
      ? []
      : [
          `${counted(spend.covered_in_other_currencies.attempts, "attempt")} are billed in another currency: the bill counts.`,
        ]),
    ...(/[1-9]/.test(spend.simulated_cost)
      ? [`${moneyText(spend.simulated_cost, "USD")} of simulated calls is in no row.`]
      : []),
  ];
  return (
    <Panel
      title="All spend, each dollar once"
      note={`${question.cost} cost, by what makes it count`}
      flush
      {...(notes.length === 0 ? {} : { foot: notes.join(" ") })}
    >
      <ScrollRegion label="Spend by its basis">
        <table className="table bills-basis">
          <TableHead
            columns={[
              "What it is",
              "Provider",
              { number: "Cost" },
              "Counts by",
              { number: "Bill lines" },
              { number: "Attempts" },
            ]}
          />
          <tbody>
            {spend.rows.map((row) => (
              <tr key={`${row.basis} ${row.part} ${row.group} ${row.currency}`}>
                <td>{partNames[row.part]}</td>
                <td>{row.group ?? <span className="muted">none named</span>}</td>
                <td className="number">
                  {row.unpriced_attempts > 0 && row.basis === "calls" ? "≥ " : ""}
                  {moneyText(row.cost, row.currency)}
                </td>
                <td>{row.basis === "bill" ? "the bill" : "the calls"}</td>
                <td className="number">{countText(row.lines)}</td>
                <td className="number">{countText(row.attempts)}</td>
              </tr>
            ))}
            {spend.totals.map(({ currency, cost }) => (
              <tr className="bills-total" key={currency}>
                <td colSpan={2}>All in {currency}</td>
                <td className="number">
                  {currency === "USD" && unpriced > 0 ? "≥ " : ""}
                  {moneyText(cost, currency)}
                </td>
                <td colSpan={3} />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};
