import { Skeleton } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { PageHead } from "../../shell/page-head.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { ImportList } from "./import-list.tsx";
import { LeftOutPanel } from "./left-out-panel.tsx";
import { PrecedencePanel } from "./precedence-panel.tsx";
import { PullTable } from "./pull-table.tsx";
import { useImports, usePrecedence, usePulling, useSources } from "./query.ts";
import { ReceivedTable } from "./received-table.tsx";
import { SourceTable } from "./source-table.tsx";
import { leftOutOf } from "./view-model.ts";
import "./sources.css";
import "../../ui/panel.css";

/** Where the ledger's rows came from, what was left out, and whose rows count. */
export const SourcesPage = () => {
  const sources = useSources();
  const imports = useImports();
  const pulling = usePulling();
  const { data } = sources;
  const precedence = usePrecedence(data?.sources);
  const failed = [sources, imports].find(({ isError }) => isError);
  const listed = imports.data?.pages.flatMap((page) => page.imports) ?? [];
  const isEmpty = listed.length + (data?.pulls.length ?? 0) + (data?.received.length ?? 0) === 0;
  return (
    <>
      <PageHead title="Sources">
        {data === undefined || isEmpty ? null : (
          <TableCsv path="/api/sources" answer={data} label="Save the sources as CSV" />
        )}
      </PageHead>
      {failed?.error ? (
        <FailurePanel failure={failed.error} onRetry={() => void failed.refetch()} />
      ) : null}
      {pulling.error ? (
        <FailurePanel failure={pulling.error} onRetry={() => pulling.reset()} />
      ) : null}
      {sources.isPending || imports.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {data === undefined || imports.data === undefined ? null : isEmpty ? (
        <div className="panel">
          <EmptyState
            icon={<IconFileImport size={20} stroke={1.6} />}
            title="Nothing was imported yet"
            text="Bills, invocation logs, traces and exports of other tools become rows of the ledger, without a change to any code. What kind a file is, Headgate finds out. Bills can be pulled by themselves, too: sources in headgate.yaml."
          >
            <CodeBlock
              text={"npx headgate import PATH --dry-run\nnpx headgate import PATH"}
              label="how to import"
            />
          </EmptyState>
        </div>
      ) : (
        <>
          {data.pulls.length === 0 ? null : (
            <PullTable
              pulls={data.pulls}
              nowMs={Date.now()}
              onPull={(name) => pulling.mutate(name)}
            />
          )}
          {data.received.length === 0 ? null : (
            <ReceivedTable received={data.received} nowMs={Date.now()} />
          )}
          {listed.length === 0 ? null : (
            <>
              <SourceTable states={data.sources} nowMs={Date.now()} />
              <LeftOutPanel rows={leftOutOf(listed)} isPart={imports.hasNextPage} />
              <ImportList
                imports={listed}
                onOlder={imports.hasNextPage ? () => void imports.fetchNextPage() : undefined}
              />
            </>
          )}
        </>
      )}
      {precedence.isError ? (
        <FailurePanel failure={precedence.error} onRetry={() => void precedence.refetch()} />
      ) : null}
      {precedence.data === undefined ? null : <PrecedencePanel report={precedence.data} />}
    </>
  );
};
