import type { RoutingReport } from "@headgate/contract";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { troubleLines } from "./view-model.ts";

/** What went wrong with the quality of routed calls; nothing where nothing did. */
export const TroublesPanel = ({ report }: Readonly<{ report: RoutingReport }>) => {
  const lines = troubleLines(report);
  return lines.length === 0 ? null : (
    <Panel
      title="What went wrong with quality"
      note="newest first"
      flush
      foot="An alarm on routing_quality tells of these by message."
    >
      <ScrollRegion label="What went wrong with quality">
        <table className="table">
          <TableHead columns={["When", "What", "Where", "Note"]} />
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <td>
                  <time dateTime={line.at} className="tabular">
                    {line.when}
                  </time>
                </td>
                <td>{line.what}</td>
                <td>{line.about}</td>
                <td>{line.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};
