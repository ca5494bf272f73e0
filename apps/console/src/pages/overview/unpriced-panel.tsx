import { counted, type unpricedReport } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { agoText } from "../../format/duration-text.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { unpricedTokens } from "./unpriced-model.ts";
import "./unpriced-panel.css";

type UnpricedRow = ReturnType<typeof unpricedReport.parse>["rows"][number];

/** What is missing from the spend, and why. */
export const UnpricedPanel = ({
  rows,
  attempts,
}: Readonly<{ rows: readonly UnpricedRow[]; attempts: number }>) => {
  const search = useViewSearch();
  return (
    <div className="unpriced-panel" id="unpriced">
      <Panel
        title="Not in the spend"
        note={`${counted(attempts, "attempt")} could not be priced`}
        flush
        foot={
          <>
            These are kept as unpriced, never as $0. Import a catalogue that has the model (headgate
            prices import), or write a price file of your own; then{" "}
            <Link className="text-link" to="/prices/rerate">
              re-rate
            </Link>
            .
          </>
        }
      >
        <ScrollRegion label="What is not in the spend">
          <table className="table">
            <TableHead
              columns={[
                "Model",
                "Provider",
                "Reason",
                { number: "Attempts" },
                { number: "Tokens in" },
                { number: "Tokens out" },
                { number: "Last seen" },
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <tr className="row-link" key={`${row.provider}/${row.model}/${row.reason}`}>
                  <td>
                    <Link
                      className="whole-row text-link"
                      to="/calls"
                      search={callsBehind(search, {
                        confidence: "unknown",
                        provider: row.provider,
                        model: row.model === null ? "" : row.model,
                      })}
                    >
                      {row.model === null ? "no model" : row.model}
                    </Link>
                  </td>
                  <td>{row.provider}</td>
                  <td className="muted unpriced-reason">
                    {row.reason === null ? "not stated" : row.reason}
                  </td>
                  <td className="number">{countText(row.attempts)}</td>
                  <td className="number">{unpricedTokens(row).input}</td>
                  <td className="number">{unpricedTokens(row).output}</td>
                  <td className="number">{agoText(Date.parse(row.last_seen), Date.now())}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </Panel>
    </div>
  );
};
