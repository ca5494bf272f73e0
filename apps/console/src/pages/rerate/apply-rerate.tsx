import { counted, type RerateJob } from "@headgate/contract";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { signedText } from "./view-model.ts";

/** Asks before other charges hold in every report. */
export const ApplyRerate = ({
  preview,
  busy,
  failure,
  onApply,
  onCancel,
}: Readonly<{
  /** Undefined while nothing is asked. */
  preview: RerateJob | undefined;
  busy: boolean;
  failure: unknown;
  onApply: (preview: RerateJob) => void;
  onCancel: () => void;
}>) => (
  <Modal
    opened={preview !== undefined}
    onClose={onCancel}
    title="Let the new charges hold?"
    size={460}
    centered
    closeButtonProps={{ "aria-label": "Close" }}
  >
    {preview === undefined ? null : (
      <Stack gap="md">
        <p>
          {counted(preview.difference.revised_attempts, "attempt")} will be shown with another
          charge in every report:{" "}
          <strong>{signedText(preview.difference.effective_cost_difference)}</strong> in all. What
          was charged first is kept, and can still be shown.
        </p>
        {failure === null || failure === undefined ? null : <FailurePanel failure={failure} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel} data-autofocus>
            Not now
          </Button>
          <Button loading={busy} onClick={() => onApply(preview)}>
            Apply
          </Button>
        </Group>
      </Stack>
    )}
  </Modal>
);
