import { Button, Loader } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { ApiFailure } from "../api/api-failure.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { FailurePanel } from "../ui/failure-panel.tsx";

/** The API went away while the page was open: what is on screen is old, and the page keeps trying. */
export const LostStrip = () => (
  <div className="lost-strip" role="status">
    <Loader size={13} color="currentColor" aria-hidden="true" />
    Connection lost. These are the last numbers that came; trying again by itself.
  </div>
);

/** There is no API to begin with. */
export const NoConnection = ({
  failure,
  onRetry,
}: Readonly<{ failure: unknown; onRetry: () => void }>) => (
  <main className="lone">
    <h1 className="visually-hidden">Headgate</h1>
    {failure instanceof ApiFailure && failure.away ? (
      <EmptyState
        icon={<IconPlugConnectedX size={20} stroke={1.6} />}
        title="The console is waiting for Headgate"
        text={`${failure.message} ${failure.mend} This page keeps trying by itself.`}
      >
        <Button size="xs" variant="default" onClick={onRetry}>
          Try now
        </Button>
      </EmptyState>
    ) : (
      <FailurePanel failure={failure} onRetry={onRetry} />
    )}
  </main>
);
