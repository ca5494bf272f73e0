import type { RoutingReport } from "@headgate/contract";
import { Button, Group, Modal, SegmentedControl, Stack } from "@mantine/core";
import { useId, useState } from "react";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { type DialStep, type DialView, dialChange } from "./dial-model.ts";
import type { useRouting } from "./query.ts";

type Turn = ReturnType<typeof useRouting>["turn"];

/** Chooses another promise; nothing is turned before what it changes was shown and confirmed. */
export const Dial = ({
  dial: { policy, now, steps },
  report,
  turn,
}: Readonly<{ dial: DialView; report: RoutingReport; turn: Turn }>) => {
  const labelId = useId();
  const [picked, setPicked] = useState<string>();
  const [asked, setAsked] = useState<DialStep>();
  const value = picked ?? now;
  const step = steps.find((one) => one.value === value);
  const configured = steps.find(({ turn: { quality } }) => quality === null);
  const close = () => {
    turn.reset();
    setAsked(undefined);
    setPicked(undefined);
  };
  return (
    <div className="routing-dial">
      <span className="muted" id={labelId}>
        Dial: share of the reference's quality that is kept
      </span>
      <div className="table-scroll">
        <SegmentedControl
          size="xs"
          aria-labelledby={labelId}
          data={steps.map((one) => ({ value: one.value, label: one.label }))}
          value={value}
          onChange={setPicked}
        />
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={step === undefined || value === now}
          onClick={() => setAsked(step)}
        >
          Turn the dial…
        </Button>
        {configured === undefined || configured.value === now ? null : (
          <Button size="xs" variant="default" onClick={() => setAsked(configured)}>
            Give it back to the configuration…
          </Button>
        )}
      </Group>
      <TurnDial
        policy={policy}
        step={asked}
        report={report}
        busy={turn.isPending}
        failure={turn.error}
        onTurn={(chosen) => turn.mutate(chosen.turn, { onSuccess: close })}
        onCancel={close}
      />
    </div>
  );
};

const TurnDial = ({
  policy,
  step,
  report,
  busy,
  failure,
  onTurn,
  onCancel,
}: Readonly<{
  policy: string;
  step: DialStep | undefined;
  report: RoutingReport;
  busy: boolean;
  failure: Error | null;
  onTurn: (step: DialStep) => void;
  onCancel: () => void;
}>) => (
  <Modal
    opened={step !== undefined}
    onClose={onCancel}
    title={`Turn the dial of ${policy}?`}
    size={480}
    centered
    closeButtonProps={{ "aria-label": "Close" }}
  >
    {step === undefined ? null : (
      <Stack gap="md">
        <Change step={step} report={report} />
        {failure === null ? null : <FailurePanel failure={failure} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel} data-autofocus>
            Leave it
          </Button>
          <Button loading={busy} onClick={() => onTurn(step)}>
            Turn to {step.label}
          </Button>
        </Group>
      </Stack>
    )}
  </Modal>
);

const Change = ({ step, report }: Readonly<{ step: DialStep; report: RoutingReport }>) => {
  const { sentence, tasks, same } = dialChange(report, step);
  return (
    <>
      <p>{sentence}</p>
      <ul className="routing-changes">
        {tasks.map(({ key, name, before, after }) => (
          <li key={key}>
            {name}: {before} → {after}
          </li>
        ))}
        <li className="muted">{same}</li>
      </ul>
    </>
  );
};
