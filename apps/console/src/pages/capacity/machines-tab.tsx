import type { GpuPlan } from "@headgate/contract";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { ActivityPanels } from "./activity-panel.tsx";
import { BilledMachinesPanel } from "./billed-machines-panel.tsx";
import { JsonForm } from "./json-form.tsx";
import {
  changeLines,
  firstFleet,
  machineFacts,
  machineLines,
  machineTexts,
} from "./machines-model.ts";
import { NoPlanPanel, NotPlanned } from "./no-plan-panel.tsx";
import { PlanExports, PlanSources, TurningPoints } from "./plan-details.tsx";
import { useMachinesPlan } from "./query.ts";

/** What machines and small models could do with less. */
export const MachinesTab = ({ days }: Readonly<{ days: number }>) => {
  const plan = useMachinesPlan();
  return (
    <>
      <BilledMachinesPanel days={days} />
      <JsonForm
        title="Machines"
        note="as headgate plan gpus reads them; the example is constructed"
        label="Machines, as JSON"
        example={firstFleet}
        isPending={plan.isPending}
        onPlan={(text) => plan.mutate(text)}
      />
      {plan.error === null ? null : <FailurePanel failure={plan.error} />}
      <div className="capacity" aria-live="polite">
        {plan.data === undefined ? null : plan.data.kind === "no_plan" ? (
          <NoPlanPanel reasons={plan.data.reasons} />
        ) : (
          <Planned plan={plan.data} />
        )}
      </div>
    </>
  );
};

const Planned = ({ plan }: Readonly<{ plan: GpuPlan }>) => (
  <>
    <Panel title="The fleet" note={`prices of ${plan.day}`}>
      <FactList facts={machineFacts(plan)} />
      {machineTexts(plan).map((text) => (
        <p className="muted" key={text}>
          {text}
        </p>
      ))}
      <ScrollRegion label="What measurements say of each machine">
        <table className="table">
          <TableHead columns={["Name", "Machine", { number: "A month" }, "Is", "Because"]} />
          <tbody>
            {machineLines(plan).map(({ name, machine, cost, judgement, because }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{machine}</td>
                <td className="number">{cost}</td>
                <td>{judgement}</td>
                <td>{because}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
    <ActivityPanels plan={plan} />
    <Changes plan={plan} />
    <NotPlanned parts={plan.not_planned} />
    <TurningPoints points={plan.turning_points} />
    <PlanExports exports={plan.exports} />
    <PlanSources sources={plan.sources} />
  </>
);

const Changes = ({ plan }: Readonly<{ plan: GpuPlan }>) =>
  plan.changes.length === 0 ? null : (
    <Panel title="Changes" note="each by itself, the most dollars first" flush>
      <ScrollRegion label="Changes of machines">
        <table className="table">
          <TableHead columns={["Machine", "Change", "Saves a month", "How sure", "Risks"]} />
          <tbody>
            {changeLines(plan).map(({ id, machine, text, saves, sure, risks }) => (
              <tr key={id}>
                <td>{machine}</td>
                <td>{text}</td>
                <td>{saves}</td>
                <td>{sure}</td>
                <td>{risks}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
