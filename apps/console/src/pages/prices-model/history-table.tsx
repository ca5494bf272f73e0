import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import { ConfidenceBadge } from "../../ui/confidence-badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { HistoryLine, RecordState } from "./view-model.ts";

const tones: Readonly<Record<RecordState, BadgeTone>> = {
  "in force": "good",
  scheduled: "plain",
  past: "quiet",
  superseded: "attention",
};

/** Every record of a tier: what it says, since when we know, when it holds, and where that is written. */
export const HistoryTable = ({ lines }: Readonly<{ lines: readonly HistoryLine[] }>) => (
  <ScrollRegion label="Price records">
    <table className="table">
      <TableHead
        columns={[
          "Component",
          { number: "Price" },
          "Scope",
          "State",
          "Holds",
          "Recorded",
          "Confidence",
          "Source",
        ]}
      />
      <tbody>
        {lines.map((line) => (
          <tr key={line.id} title={line.id} className="history-row">
            <td>
              {line.component}
              {line.condition === undefined ? null : (
                <span className="history-more">{line.condition}</span>
              )}
            </td>
            <td className="number">
              {line.price} <span className="muted">/ {line.unit}</span>
            </td>
            <td>{line.scope}</td>
            <td>
              <Badge tone={tones[line.state]}>{line.state}</Badge>
            </td>
            <td className="tabular">
              {line.holds === "" ? (
                <span className="muted">never: said from {line.validFrom}</span>
              ) : (
                line.holds
              )}
            </td>
            <td className="tabular">{line.recordedAt}</td>
            <td>
              <ConfidenceBadge confidence={line.confidence} />
            </td>
            <td>
              <a className="text-link" href={line.sourceUrl} target="_blank" rel="noreferrer">
                {line.sourceHost}
                <span className="visually-hidden"> (opens a new tab)</span>
              </a>
              <span className="history-more">read {line.readAt}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
