import { Button, Group, Modal, Stack } from "@mantine/core";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import type { KeyLine } from "./view-model.ts";

/** Asks before a key stops working. */
export const RevokeKey = ({
  line,
  busy,
  failure,
  onRevoke,
  onCancel,
}: Readonly<{
  line: KeyLine | undefined;
  busy: boolean;
  failure: Error | null;
  onRevoke: (line: KeyLine) => void;
  onCancel: () => void;
}>) => (
  <Modal
    opened={line !== undefined}
    onClose={onCancel}
    title="Revoke this key?"
    size={430}
    centered
    closeButtonProps={{ "aria-label": "Close" }}
  >
    {line === undefined ? null : (
      <Stack gap="md">
        <p>
          Calls with <strong>{line.name}</strong> (<span className="code">{line.hint}…</span>) are
          refused from then on. Its past calls stay in the ledger. This cannot be undone.
        </p>
        {failure === null ? null : <FailurePanel failure={failure} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel} data-autofocus>
            Keep it
          </Button>
          <Button color="red.8" loading={busy} onClick={() => onRevoke(line)}>
            Revoke key
          </Button>
        </Group>
      </Stack>
    )}
  </Modal>
);
