import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiFailure } from "../api/api-failure.ts";
import "./failure-panel.css";

/** A failure with its code, what happened, and what the reader can do. */
export const FailurePanel = ({
  failure,
  onRetry,
}: Readonly<{ failure: unknown; onRetry?: () => void }>) => {
  const known = failure instanceof ApiFailure ? failure : undefined;
  const message = failure instanceof Error ? failure.message : String(failure);
  return (
    <div className="failure" role="alert">
      <IconAlertTriangle className="failure-icon" size={18} aria-hidden="true" />
      <div className="failure-words">
        <strong>{message}</strong>
        {known === undefined ? null : <span className="failure-mend">{known.mend}</span>}
        {known === undefined ? null : <span className="failure-code">{known.code}</span>}
        {onRetry === undefined ? null : (
          <div>
            <Button size="xs" mt={6} variant="default" onClick={onRetry}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </div>
  );
};
