import { Button } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { type ErrorComponentProps, SearchParamError } from "@tanstack/react-router";
import { SearchFailure } from "../search/search-failure.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { FailurePanel } from "../ui/failure-panel.tsx";

/** A page that could not be drawn: an address that cannot be read, or a fault of the console. */
export const PageFailure = ({ error, reset }: ErrorComponentProps) => {
  if (!(error instanceof SearchParamError) && !(error instanceof SearchFailure)) {
    return (
      <>
        <h1>The console failed</h1>
        <FailurePanel failure={error} onRetry={reset} />
      </>
    );
  }
  return (
    <>
      <h1 className="visually-hidden">This address cannot be read</h1>
      <div className="panel" role="alert">
        <EmptyState
          icon={<IconLinkOff size={20} stroke={1.6} />}
          title="This address cannot be read"
          text={error.message}
        >
          <Button component="a" href="/" size="xs" variant="default">
            Start from the overview
          </Button>
        </EmptyState>
      </div>
    </>
  );
};
