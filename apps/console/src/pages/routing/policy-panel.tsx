import type { RoutingReport } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import type { RoutingSearch } from "../../search/routing-search.ts";
import { Badge } from "../../ui/badge.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Dial } from "./dial.tsx";
import { dialView } from "./dial-model.ts";
import type { useRouting } from "./query.ts";
import { TaskEvidence } from "./task-evidence.tsx";
import { TaskTable } from "./task-table.tsx";
import { openTask, type PolicyView, type PoolView } from "./view-model.ts";

type PolicyPanelProps = Readonly<{
  policy: PolicyView;
  report: RoutingReport;
  search: RoutingSearch;
  turn: ReturnType<typeof useRouting>["turn"];
  onChange: (more: RoutingSearch) => void;
}>;

/** One policy: its promise, its dial, and what its pools come to by task. */
export const PolicyPanel = ({ policy, report, search, turn, onChange }: PolicyPanelProps) => {
  const dial = dialView(report, policy.policy);
  return (
    <Panel
      title={policy.policy}
      note={policy.mode.note}
      flush
      actions={<Badge tone={policy.mode.tone}>{policy.mode.text}</Badge>}
      foot="Calls and moved since the gateway started. Saved: share of what the reference would have cost on the judged calls. At least: a lower bound at 95 % confidence."
    >
      <div className="panel-body routing-head">
        <FactList facts={[{ title: "Kept", value: policy.promise, note: policy.promiseNote }]} />
        {dial === undefined ? null : <Dial dial={dial} report={report} turn={turn} />}
      </div>
      {policy.pools.map((pool) => (
        <Pool key={pool.key} pool={pool} report={report} search={search} onChange={onChange} />
      ))}
    </Panel>
  );
};

const Pool = ({
  pool,
  report,
  search,
  onChange,
}: Readonly<{ pool: PoolView } & Pick<PolicyPanelProps, "report" | "search" | "onChange">>) => {
  const isOpenHere = pool.lines.some(({ key }) => key === search.open);
  const opened = isOpenHere ? openTask(report, search) : undefined;
  return (
    <section className="routing-pool" aria-label={`Pool of ${pool.reference}`}>
      <div className="panel-body">
        <h3>
          {pool.reference} <span className="muted">is the reference</span>
        </h3>
        <p className="muted">
          Cheaper: {pool.others}. {pool.calls} calls, {pool.moved}{" "}
          {pool.moves ? "moved" : "would have moved"}.{" "}
          <Link className="text-link" to="/calls" search={{ lever: "route", range: "30d" }}>
            Moved and tried calls of all policies, of the last 30 days
          </Link>
        </p>
      </div>
      <TaskTable pool={pool} open={search.open} onOpen={(open) => onChange({ open })} />
      {opened === undefined ? null : <TaskEvidence {...opened} leastLabels={report.least_labels} />}
    </section>
  );
};
