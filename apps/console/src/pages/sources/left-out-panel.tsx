import { countText } from "../../format/count-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { LeftOut } from "./view-model.ts";

/** What was skipped, why, and where the first of it stands. */
export const LeftOutPanel = ({
  rows,
  isPart,
}: Readonly<{ rows: readonly LeftOut[]; isPart: boolean }>) => (
  <Panel
    title="What was skipped, and why"
    note={isPart ? "in the imports listed below" : "over all imports"}
    flush
  >
    {rows.length === 0 ? (
      <p className="panel-body muted">
        {isPart
          ? "Nothing in the imports listed below, which are not all."
          : "Nothing: every row that was read is in the ledger."}
      </p>
    ) : (
      <ScrollRegion label="What was skipped">
        <table className="table sources-table">
          <TableHead columns={["Source", { number: "Skipped" }, "Why", "First places"]} />
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.source}</th>
                <td className="number">{countText(row.count)}</td>
                <td className="wraps">
                  {row.meaning} <code className="code">{row.reason}</code>
                </td>
                <td className="wraps">
                  <ul className="places">
                    {row.places.map((place) => (
                      <li key={place}>
                        <code>{place}</code>
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    )}
  </Panel>
);
