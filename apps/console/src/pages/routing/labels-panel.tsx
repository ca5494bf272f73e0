import type { RoutingReport } from "@headgate/contract";
import { Panel } from "../../ui/panel.tsx";
import { labelFacts } from "./view-model.ts";

/** How labels come, and what was left out. */
export const LabelsPanel = ({ report }: Readonly<{ report: RoutingReport }>) => (
  <Panel title="How labels come" note="since the gateway started">
    <dl className="routing-facts">
      {labelFacts(report).map(({ title, value, note }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd className="routing-value">{value}</dd>
          <dd className="muted">{note}</dd>
        </div>
      ))}
    </dl>
  </Panel>
);
