import { counted } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import { moneyText } from "../../format/money-text.ts";
import { componentNames } from "../../format/words.ts";
import { DAY_MS } from "../../time/time-span.ts";
import { dayUtcText } from "../../time/time-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { Reconciliation } from "./query.ts";
import { partsText } from "./view-model.ts";
import "../../ui/table.css";

const LISTED = 20;

const daysText = (start: string, end: string): string => {
  const lastMs = Date.parse(end) - DAY_MS;
  const first = dayUtcText(Date.parse(start));
  return lastMs <= Date.parse(start) ? first : `${first} – ${dayUtcText(lastMs)}`;
};

/**
 * The largest differences, each a day, a model and a token class. A day opens all of its calls: a bill's
 * provider and model may have other names there. */
export const CellPanel = ({
  reconciliation: { report },
}: Readonly<{ reconciliation: Reconciliation }>) => {
  const usage = report.cells.filter(({ parts }) =>
    parts.some(({ cause }) => cause !== "non_usage"),
  );
  return (
    <Panel
      title="Largest differences in the use of models"
      note="by day, model and token class; a day opens all of its calls"
      flush
      foot={
        usage.length > LISTED
          ? `${counted(usage.length - LISTED, "smaller one is", "smaller ones are")} not listed; the sums above have everything.`
          : undefined
      }
    >
      {usage.length === 0 ? (
        <p className="panel-foot">
          {report.totals.every(({ reconciled_share: share }) => share === null)
            ? "No line of these bills is about the use of a model."
            : "Bill and calls agree on every use of a model."}
        </p>
      ) : (
        <ScrollRegion label="Largest differences by day, model and token class">
          <table className="table reconcile-table">
            <TableHead
              columns={[
                "Day (UTC)",
                "Provider",
                "Model",
                "Token class",
                { number: "Bill" },
                { number: "Calls" },
                "Why",
              ]}
            />
            <tbody>
              {usage.slice(0, LISTED).map((cell) => (
                <tr
                  key={`${cell.provider} ${cell.accounts.join(",")} ${cell.start} ${cell.end} ${cell.model} ${cell.component} ${cell.bill_tiers.join(",")}`}
                >
                  <td>
                    <Link
                      className="text-link"
                      to="/calls"
                      search={{ from: cell.start, to: cell.end, sort: "cost" }}
                    >
                      {daysText(cell.start, cell.end)}
                    </Link>
                  </td>
                  <td>{cell.provider ?? "–"}</td>
                  <td>{cell.model ?? "–"}</td>
                  <td>{cell.component === null ? "–" : componentNames[cell.component]}</td>
                  <td className="number">{moneyText(cell.bill_cost, cell.currency)}</td>
                  <td className="number">{moneyText(cell.calls_cost, cell.currency)}</td>
                  <td>{partsText(cell)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};
