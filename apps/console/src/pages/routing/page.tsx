import { NativeSelect, Skeleton } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type RoutingSearch, readRoutingSearch } from "../../search/routing-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { JudgesPanel } from "./judges-panel.tsx";
import { LabelsPanel } from "./labels-panel.tsx";
import { PolicyPanel } from "./policy-panel.tsx";
import { useRouting } from "./query.ts";
import { TroublesPanel } from "./troubles-panel.tsx";
import { firstRoute, notRouted, policyViews } from "./view-model.ts";
import "../../ui/controls.css";
import "../../ui/panel.css";
import "../../ui/table.css";
import "./routing.css";

/** Which models calls go to, what labels certify of that, and the dial. */
export const RoutingPage = () => {
  const search = useSearch({ from: "/routing" });
  const navigate = useNavigate();
  const { report, turn } = useRouting();
  const { data } = report;
  const change = (more: RoutingSearch) =>
    void navigate({
      to: "/routing",
      search: readRoutingSearch({ ...search, ...more }),
      resetScroll: false,
    });
  return (
    <>
      <PageHead title="Routing" money>
        {data === undefined || data.pools.length === 0 ? null : (
          <TableCsv path="/api/routing" answer={data} label="Save the tasks as CSV" />
        )}
      </PageHead>
      {report.isError ? (
        <FailurePanel failure={report.error} onRetry={() => void report.refetch()} />
      ) : null}
      {report.isPending ? <Skeleton h={560} radius="lg" /> : null}
      {data === undefined ? null : data.pools.length === 0 ? (
        <div className="panel">
          <EmptyState
            icon={<IconRoute size={20} stroke={1.6} />}
            title="No call was routed since the gateway started"
            text="In shadow nothing is moved: a share of calls is tried on the models of the pool beside, and this page then tells what each of them is worth, by task. Write a policy into headgate.yaml; it holds with the next call."
          >
            <CodeBlock text={firstRoute} label="lines for headgate.yaml" />
          </EmptyState>
        </div>
      ) : (
        <div className="routing">
          <RoutingFilters
            search={search}
            policies={[...new Set(data.pools.map(({ policy }) => policy))]}
            onChange={change}
          />
          <TroublesPanel report={data} />
          <NotRouted text={notRouted(data, search)} />
          {policyViews(data, search).map((policy) => (
            <PolicyPanel
              key={policy.policy}
              policy={policy}
              report={data}
              search={search}
              turn={turn}
              onChange={change}
            />
          ))}
          <LabelsPanel report={data} />
          <JudgesPanel report={data} />
        </div>
      )}
    </>
  );
};

const NotRouted = ({ text }: Readonly<{ text: string | undefined }>) =>
  text === undefined ? null : (
    <div className="panel">
      <p className="panel-body muted">{text}</p>
    </div>
  );

const RoutingFilters = ({
  search,
  policies,
  onChange,
}: Readonly<{
  search: RoutingSearch;
  policies: readonly string[];
  onChange: (more: RoutingSearch) => void;
}>) => (
  <div className="controls">
    <NativeSelect
      size="xs"
      label="Policy"
      value={search.policy ?? ""}
      data={[
        { value: "", label: "All policies" },
        // One that the address names and that is gone is shown as it is named.
        ...[...new Set([...policies, ...(search.policy === undefined ? [] : [search.policy])])].map(
          (value) => ({ value, label: value }),
        ),
      ]}
      onChange={(event) => onChange({ policy: event.currentTarget.value })}
    />
    <NativeSelect
      size="xs"
      label="Tasks"
      value={search.tasks ?? ""}
      data={[
        { value: "", label: "All tasks" },
        { value: "certified", label: "Certified at the dial" },
        { value: "reference", label: "Answered by the reference" },
      ]}
      onChange={(event) => {
        const { tasks } = readRoutingSearch({ tasks: event.currentTarget.value || undefined });
        onChange({ tasks });
      }}
    />
  </div>
);
