import type { RoutingReport } from "@headgate/contract";
import { FactList } from "../../ui/fact-list.tsx";
import { Panel } from "../../ui/panel.tsx";
import { feedbackText, labelFacts } from "./view-model.ts";

/** How labels come, and what was left out. */
export const LabelsPanel = ({ report }: Readonly<{ report: RoutingReport }>) => (
  <Panel title="How labels come" note="since the gateway started">
    <FactList facts={labelFacts(report)} />
    <p className="muted">{feedbackText(report)}</p>
  </Panel>
);
