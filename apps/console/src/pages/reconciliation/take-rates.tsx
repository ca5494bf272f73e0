import {
  type FoundRate,
  overlayOfFoundRate,
  renderFoundRates,
  type TakeRatesResponse,
} from "@headgate/contract";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CodeBlock } from "../../ui/code-block.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { type Reconciliation, useTakeRates } from "./query.ts";

const stateWords = {
  new: "taken over",
  changed: "changed to what the bill shows now",
  taken: "taken over before",
  configured: "left as headgate.yaml has it",
} as const satisfies Record<TakeRatesResponse["rates"][number]["state"], string>;

/** Asks before rates of bills become overlays, and says what became of each. */
export const TakeRates = ({
  rates,
  reconciliation: { question, span },
  onClose,
}: Readonly<{
  rates: readonly FoundRate[] | undefined;
  reconciliation: Reconciliation;
  onClose: () => void;
}>) => {
  const take = useTakeRates();
  const close = () => {
    take.reset();
    onClose();
  };
  const { cost, provider } = question;
  return (
    <Modal
      opened={rates !== undefined}
      onClose={close}
      title="Take over as dated overlay"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {rates === undefined ? null : take.data === undefined ? (
        <Stack gap="md">
          <p>
            Read each rate against your contract. New calls are then priced by it, from its day on;
            it is kept in the data directory with what it rests on.
          </p>
          <CodeBlock text={renderFoundRates(rates)} label="the overlays" />
          {take.isError ? <FailurePanel failure={take.error} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              Leave it
            </Button>
            <Button
              loading={take.isPending}
              onClick={() =>
                take.mutate({
                  span,
                  cost,
                  provider,
                  names: rates.map((rate) => overlayOfFoundRate(rate).name),
                })
              }
            >
              Take over
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="md" role="status">
          <ul className="reconcile-notes">
            {take.data.rates.map(({ overlay, state }) => (
              <li key={overlay.name}>
                {overlay.name}: {stateWords[state]}
              </li>
            ))}
          </ul>
          <p>
            They are in <span className="code">{take.data.file}</span> of the data directory and
            hold for new calls at once. Calls before keep their price until they are rated again.
          </p>
          <p>
            <Link className="text-link" to="/prices/rerate">
              Re-rate history
            </Link>
          </p>
        </Stack>
      )}
    </Modal>
  );
};
