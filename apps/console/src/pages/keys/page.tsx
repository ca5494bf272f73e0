import { Button, Skeleton } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { KeyTable } from "./key-table.tsx";
import { useKeys } from "./query.ts";
import { RevokeKey } from "./revoke-key.tsx";
import { type KeyLine, keyLines } from "./view-model.ts";
import "../../ui/panel.css";
import "./keys.css";

/** Keys that clients call with. */
export const KeysPage = () => {
  const { keys, create, revoke } = useKeys();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<KeyLine | undefined>(undefined);
  const openDialog = () => {
    create.reset();
    setCreating(true);
  };
  const closeDialog = () => {
    setCreating(false);
    // The secret leaves the page's memory with the dialog.
    create.reset();
  };

  return (
    <>
      <PageHead title="Keys">
        {keys.data === undefined || keys.data.keys.length === 0 ? null : (
          <TableCsv path="/api/keys" answer={keys.data} label="Save the keys as CSV" />
        )}
        <Button size="xs" h={32} leftSection={<IconPlus size={15} />} onClick={openDialog}>
          Create key
        </Button>
      </PageHead>
      {keys.isPending ? <Skeleton h={240} radius="lg" /> : null}
      {keys.isError ? (
        <FailurePanel failure={keys.error} onRetry={() => void keys.refetch()} />
      ) : null}
      {keys.data === undefined ? null : (
        <div className="panel">
          {keys.data.keys.length === 0 ? (
            <EmptyState
              icon={<IconKey size={20} stroke={1.6} />}
              title="No keys yet"
              text="A key lets a client call through Headgate and says which team or project its calls are counted for."
            >
              <Button size="xs" onClick={openDialog}>
                Create the first key
              </Button>
            </EmptyState>
          ) : (
            <KeyTable
              lines={keyLines(keys.data.keys, Date.now())}
              onRevoke={(line) => {
                revoke.reset();
                setRevoking(line);
              }}
            />
          )}
        </div>
      )}
      <CreateKeyDialog
        opened={creating}
        created={create.data}
        busy={create.isPending}
        failure={create.error}
        onCreate={(key) => create.mutate(key)}
        onClose={closeDialog}
      />
      <RevokeKey
        line={revoking}
        busy={revoke.isPending}
        failure={revoke.error}
        onRevoke={(line) => revoke.mutate(line.id, { onSuccess: () => setRevoking(undefined) })}
        onCancel={() => setRevoking(undefined)}
      />
    </>
  );
};
