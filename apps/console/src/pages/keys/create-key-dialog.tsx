import type { CreatedKey } from "@headgate/contract";
import { Modal } from "@mantine/core";
import type { NewKey } from "../../api/keys.ts";
import { CreateKeyForm } from "./create-key-form.tsx";
import { NewSecret } from "./new-secret.tsx";

/** Asks for a key, then shows its secret this once: only a button closes it from when it may be on its way. */
export const CreateKeyDialog = ({
  opened,
  created,
  busy,
  failure,
  onCreate,
  onClose,
}: Readonly<{
  opened: boolean;
  created: CreatedKey | undefined;
  busy: boolean;
  failure: Error | null;
  onCreate: (key: NewKey) => void;
  onClose: () => void;
}>) => {
  const mayBeDismissed = created === undefined && !busy;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={created === undefined ? "Create a key" : "Keep this key safe"}
      size={620}
      closeOnClickOutside={mayBeDismissed}
      closeOnEscape={mayBeDismissed}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {created === undefined ? (
        <CreateKeyForm busy={busy} failure={failure} onCreate={onCreate} onCancel={onClose} />
      ) : (
        <NewSecret created={created} onDone={onClose} />
      )}
    </Modal>
  );
};
