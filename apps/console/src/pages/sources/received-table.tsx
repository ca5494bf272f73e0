import type { Received } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { agoText } from "../../format/duration-text.ts";
import { sourceTitle } from "../../format/source-names.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import "../../ui/table.css";

const counts = [
  ["Payloads", "payloads"],
  ["Rows read", "rows"],
  ["Added", "added"],
  ["Already there", "already_there"],
  ["Something else", "left_out"],
  ["Not taken", "rejected"],
] as const;

/** Calls that were received by OTLP, one row a source. */
export const ReceivedTable = ({
  received,
  nowMs,
}: Readonly<{ received: readonly Received[]; nowMs: number }>) => (
  <Panel title="Received" note="calls sent by OTLP" flush>
    <ScrollRegion label="Received, by source">
      <table className="table sources-table">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Newest row</th>
            <th scope="col">Last payload</th>
            {counts.map(([name]) => (
              <th scope="col" className="number" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {received.map((one) => (
            <tr key={one.source}>
              <th scope="row">{sourceTitle(one.source)}</th>
              <td>{one.last_at === null ? "–" : agoText(Date.parse(one.last_at), nowMs)}</td>
              <td>{agoText(Date.parse(one.last_received_at), nowMs)}</td>
              {counts.map(([name, member]) => (
                <td className="number" key={name}>
                  {countText(one[member])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);
