import type { SelfHostPlan } from "@headgate/contract";
import { Button, Group, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { NoPlanPanel } from "./no-plan-panel.tsx";
import { PlanSources, TurningPoints } from "./plan-details.tsx";
import { lastDays, useMachinePrices, useSelfHostPlan } from "./query.ts";
import { SelfHostFields } from "./self-host-fields.tsx";
import { firstForm, formFaults, machineChoices, selfHostAsk } from "./self-host-form.ts";
import { answerTexts, hostLines, selfHostFacts, selfHostTexts } from "./self-host-model.ts";

/** Whether hosting an open model oneself is cheaper than an API with the same weights. */
export const SelfHostTab = ({ days }: Readonly<{ days: number }>) => {
  const [form, setForm] = useState(firstForm);
  const [tried, setTried] = useState(false);
  const prices = useMachinePrices();
  const plan = useSelfHostPlan();
  const faults = formFaults(form);
  const listed = prices.data?.prices ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const ask =
      Object.keys(faults).length > 0 ? undefined : selfHostAsk(form, lastDays(days), listed);
    if (ask !== undefined) plan.mutate(ask);
  };
  return (
    <>
      <Panel title="Self-host or API" note="nothing is rented">
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <SelfHostFields
              form={form}
              faults={tried ? faults : {}}
              machines={machineChoices(listed)}
              onChange={setForm}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={plan.isPending}>
                Compare
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
      {prices.error === null ? null : (
        <FailurePanel failure={prices.error} onRetry={() => void prices.refetch()} />
      )}
      {plan.error === null ? null : <FailurePanel failure={plan.error} />}
      <div className="capacity" aria-live="polite">
        {plan.data === undefined ? null : plan.data.kind === "no_plan" ? (
          <NoPlanPanel reasons={plan.data.reasons} />
        ) : (
          <Compared plan={plan.data} />
        )}
      </div>
    </>
  );
};

const Compared = ({ plan }: Readonly<{ plan: SelfHostPlan }>) => (
  <>
    <Panel title={answerTexts[plan.answer]} note={`as of ${plan.as_of}`}>
      <FactList facts={selfHostFacts(plan)} />
      {selfHostTexts(plan).map((text) => (
        <p className="muted" key={text}>
          {text}
        </p>
      ))}
    </Panel>
    <Panel title="APIs" note="a month of this traffic at list prices" flush>
      <ScrollRegion label="APIs with the same weights">
        <table className="table">
          <TableHead columns={["API", { number: "A month" }, "Notes"]} />
          <tbody>
            {hostLines(plan).map(({ key, host, cost, notes }) => (
              <tr key={key}>
                <td>{host}</td>
                <td className="number">{cost}</td>
                <td>{notes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
    <TurningPoints points={plan.turning_points} />
    <PlanSources sources={plan.sources} />
    <Panel title="Assumptions">
      <ul className="capacity-reasons">
        {plan.assumptions.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Panel>
  </>
);
