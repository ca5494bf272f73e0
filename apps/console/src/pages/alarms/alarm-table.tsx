import { Link } from "@tanstack/react-router";
import { Badge } from "../../ui/badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import "../../ui/table.css";
import type { AlarmLine } from "./view-model.ts";

export const AlarmTable = ({ lines }: Readonly<{ lines: readonly AlarmLine[] }>) => (
  <ScrollRegion label="Alarms">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Alarm</th>
          <th scope="col">State</th>
          <th scope="col">Since</th>
          <th scope="col">Watches</th>
          <th scope="col" className="number">
            Measured
          </th>
          <th scope="col">Fires</th>
          <th scope="col">Last message</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.name}>
            <td>
              {line.view === undefined ? (
                line.name
              ) : (
                <Link to="/calls" search={line.view} className="text-link">
                  {line.name}
                </Link>
              )}
            </td>
            <td>
              <Badge tone={line.state.tone}>{line.state.text}</Badge>
            </td>
            <td className="tabular" title={line.since?.inFull}>
              {line.since?.text ?? "–"}
            </td>
            <td>
              {line.about}; {line.scope}
            </td>
            <td className="number">
              {line.value} {line.simulated ? <SimulatedBadge /> : null}
              {line.note === undefined ? null : <div>{line.note}</div>}
            </td>
            <td>{line.limit}</td>
            <td>{line.delivery}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
