import type { GpuPlan, NoPlan } from "@headgate/contract";
import { Panel } from "../../ui/panel.tsx";

/** What is missing, each with its place and what to do about it. */
const Missing = ({ parts }: Readonly<{ parts: GpuPlan["not_planned"] }>) => (
  <ul className="capacity-reasons">
    {parts.map(({ place, text, mend }) => (
      <li key={`${place} ${text}`}>
        <strong>{place}</strong>: {text} <span className="muted">{mend}</span>
      </li>
    ))}
  </ul>
);

/** Why there is no plan at all. */
export const NoPlanPanel = ({ reasons }: Pick<NoPlan, "reasons">) => (
  <Panel title="No plan" note="what is missing, and what to do about it">
    <Missing parts={reasons} />
  </Panel>
);

/** What could not be planned beside what was. */
export const NotPlanned = ({ parts }: Readonly<{ parts: GpuPlan["not_planned"] }>) =>
  parts.length === 0 ? null : (
    <Panel title="Not planned">
      <Missing parts={parts} />
    </Panel>
  );
