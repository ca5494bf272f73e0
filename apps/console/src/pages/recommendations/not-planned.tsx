import type { NotPlanned } from "@headgate/contract";
import { Panel } from "../../ui/panel.tsx";

/** What of capacity is not recommended, and what it would take: a price to ask for, a measurement, or a plain no. */
export const NotPlannedPanel = ({ reasons }: Readonly<{ reasons: readonly NotPlanned[] }>) =>
  reasons.length === 0 ? null : (
    <Panel title="Looked at, and not recommended">
      <ul>
        {reasons.map(({ kind, subject, text, mend }) => (
          <li key={`${kind} ${subject} ${text}`}>
            <strong>{subject}</strong>: {text} <span className="muted">{mend ?? ""}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
