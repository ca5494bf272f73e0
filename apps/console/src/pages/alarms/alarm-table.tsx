import { Button } from "@mantine/core";
import { Badge } from "../../ui/badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import "../../ui/table.css";
import type { AlarmLine } from "./view-model.ts";

type Actions = Readonly<{
  busy: boolean;
  onTest: (name: string) => void;
  onSnooze: (name: string, hours: number) => void;
}>;

/** Until the same time tomorrow, when somebody is there again. */
const SNOOZE_HOURS = 24;

export const AlarmTable = ({
  lines,
  ...actions
}: Actions & Readonly<{ lines: readonly AlarmLine[] }>) => (
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
          <th scope="col">
            <span className="visually-hidden">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.name}>
            <td>
              {line.path === undefined ? (
                line.name
              ) : (
                <a href={line.path} className="text-link">
                  {line.name}
                </a>
              )}
            </td>
            <td>
              <Badge tone={line.state.tone}>{line.state.text}</Badge>
              {line.snoozed === undefined ? null : <div className="alarm-note">{line.snoozed}</div>}
            </td>
            <td className="tabular" title={line.since?.inFull}>
              {line.since?.text ?? "–"}
            </td>
            <td>{line.about}</td>
            <td className="number">
              {line.value} {line.simulated ? <SimulatedBadge /> : null}
              {line.note === undefined ? null : <div className="alarm-note">{line.note}</div>}
            </td>
            <td>{line.limit}</td>
            <td>{line.delivery}</td>
            <td>
              <AlarmActions line={line} {...actions} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);

const AlarmActions = ({
  line,
  busy,
  onTest,
  onSnooze,
}: Actions & Readonly<{ line: AlarmLine }>) => (
  <div className="alarm-actions">
    {line.tellsSomebody ? (
      <Button
        size="compact-xs"
        variant="default"
        disabled={busy}
        onClick={() => onTest(line.name)}
        aria-label={`Send a test of ${line.name}`}
      >
        Send a test
      </Button>
    ) : null}
    <Button
      size="compact-xs"
      variant="default"
      disabled={busy}
      onClick={() => onSnooze(line.name, line.snoozed === undefined ? SNOOZE_HOURS : 0)}
      aria-label={line.snoozed === undefined ? `Snooze a day: ${line.name}` : `Wake ${line.name}`}
    >
      {line.snoozed === undefined ? "Snooze a day" : "Wake"}
    </Button>
  </div>
);
