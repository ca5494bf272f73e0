import type { RoutingReport } from "@headgate/contract";
import { Badge } from "../../ui/badge.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { standingLines } from "./view-model.ts";

/** Models of the pools that others beat, and those that are new. */
export const StandingPanel = ({ report }: Readonly<{ report: RoutingReport }>) => {
  const lines = standingLines(report);
  return (
    <Panel title="Dominated and new in your pools" note="since the gateway started" flush>
      {lines.length === 0 ? (
        <p className="panel-body muted">
          Labels show no model that another one beats for no more money, and no model is new.
        </p>
      ) : (
        <ScrollRegion label="Dominated and new models">
          <table className="table">
            <TableHead columns={["Model", "Standing", "Policy and task", "Evidence"]} />
            <tbody>
              {lines.map((line) => (
                <tr key={line.key}>
                  <td>{line.model}</td>
                  <td>
                    <Badge tone={line.kind === "dominated" ? "attention" : "plain"}>
                      {line.badge}
                    </Badge>
                  </td>
                  <td>{line.task}</td>
                  <td className="model-evidence">{line.words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};
