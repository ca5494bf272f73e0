import { Skeleton } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { PageHead } from "../../shell/page-head.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { ImportList } from "./import-list.tsx";
import { LeftOutPanel } from "./left-out-panel.tsx";
import { PrecedencePanel } from "./precedence-panel.tsx";
import { useSources } from "./query.ts";
import { SourceTable } from "./source-table.tsx";
import { leftOutOf } from "./view-model.ts";
import "./sources.css";
import "../../ui/panel.css";

/** Where the ledger's rows came from, what was left out, and whose rows count. */
export const SourcesPage = () => {
  const sources = useSources();
  const { data } = sources;
  return (
    <>
      <PageHead title="Sources" />
      {sources.isError ? (
        <FailurePanel failure={sources.error} onRetry={() => void sources.refetch()} />
      ) : null}
      {sources.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {data === undefined ? null : data.imports.length === 0 ? (
        <div className="panel">
          <EmptyState
            icon={<IconFileImport size={20} stroke={1.6} />}
            title="Nothing was imported yet"
            text="Bills, invocation logs, traces and exports of other tools become rows of the ledger, without a change to any code. What kind a file is, Headgate finds out."
          >
            <CodeBlock
              text={"headgate import PATH --dry-run\nheadgate import PATH"}
              label="how to import"
            />
          </EmptyState>
        </div>
      ) : (
        <>
          <SourceTable states={data.sources} nowMs={Date.now()} />
          <LeftOutPanel rows={leftOutOf(data.imports)} />
          <ImportList imports={data.imports} />
        </>
      )}
      {data?.precedence === undefined ? null : <PrecedencePanel report={data.precedence} />}
    </>
  );
};
