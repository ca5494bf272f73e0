import type { RecommendationsReport } from "@headgate/contract";
import { Badge } from "../../ui/badge.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { betweenText, phaseNames, savesText, stateText, stateTones } from "./view-model.ts";

/** All of them, worth most first; one opens beneath. */
export const RecommendationTable = ({
  report,
  open,
  onOpen,
}: Readonly<{
  report: RecommendationsReport;
  open: string | undefined;
  onOpen: (id: string) => void;
}>) => (
  <Panel
    title="Recommendations"
    note="worth most first: dollars by how sure they are, less risk and effort"
    flush
  >
    <ScrollRegion label="All recommendations">
      <table className="table">
        <TableHead
          columns={["What", { number: "Saves a month" }, "Sure", "Risk", "Phase", "State"]}
        />
        <tbody>
          {report.recommendations.map((one) => (
            <tr key={one.id} aria-current={one.id === open ? "true" : undefined}>
              <td>
                <button
                  type="button"
                  className="text-link recommendation-open"
                  aria-expanded={one.id === open}
                  onClick={() => onOpen(one.id)}
                >
                  {one.title}
                </button>
                {one.id === report.next ? (
                  <div className="muted">Next: the worthiest of the first phase that is open</div>
                ) : null}
              </td>
              <td className="number">
                {savesText(one)}
                <div className="muted">{betweenText(one)}</div>
              </td>
              <td>{one.confidence.level}</td>
              <td>{one.quality.risk}</td>
              <td>{phaseNames[one.phase]}</td>
              <td>
                <Badge tone={stateTones[one.state]}>{stateText(one)}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);
