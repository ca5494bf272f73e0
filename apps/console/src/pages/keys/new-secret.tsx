import type { CreatedKey } from "@headgate/contract";
import { Button, CopyButton, Group, Stack } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { ClientSnippets } from "../../ui/client-snippets.tsx";

/** The secret, this once, and code that uses it. */
export const NewSecret = ({
  created,
  onDone,
}: Readonly<{ created: CreatedKey; onDone: () => void }>) => (
  <Stack gap="md">
    <p>
      This is the key of <strong>{created.key.name}</strong>. It is shown only now: Headgate keeps a
      hash of it, not the key.
    </p>
    <div className="secret">
      <span className="code" data-secret>
        {created.secret}
      </span>
      <CopyButton value={created.secret} timeout={2_000}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            onClick={copy}
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            data-autofocus
          >
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
    </div>
    <ClientSnippets secret={created.secret} />
    <Group justify="flex-end">
      <Button variant="default" onClick={onDone}>
        I have kept it
      </Button>
    </Group>
  </Stack>
);
