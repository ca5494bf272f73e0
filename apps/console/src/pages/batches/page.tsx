import type { BatchesResponse } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { PageHead } from "../../shell/page-head.tsx";
import { Badge } from "../../ui/badge.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { useBatches } from "./query.ts";
import {
  batchLines,
  firstDeadline,
  isNothing,
  keptFacts,
  oldestText,
  problemLines,
  requestFacts,
  webhookFacts,
  webhookLines,
} from "./view-model.ts";
import "../../ui/panel.css";
import "../../ui/table.css";
import "./batches.css";

/** How work that can wait stands: requests by state, batches at providers, and what was survived. */
export const BatchesPage = () => {
  const { data, error, isPending, refetch } = useBatches();
  return (
    <>
      <PageHead title="Batches">
        {data === undefined || data.batches.length === 0 ? null : (
          <TableCsv path="/api/batches" answer={data} label="Save the batches as CSV" />
        )}
      </PageHead>
      {error === null ? null : <FailurePanel failure={error} onRetry={() => void refetch()} />}
      {isPending ? <Skeleton h={320} radius="lg" /> : null}
      {data === undefined ? null : isNothing(data) ? (
        <div className="panel">
          <EmptyState
            icon={<IconStack2 size={20} stroke={1.6} />}
            title="Nothing waits"
            text="Providers answer for less what may take a day. A call with the header x-headgate-deadline waits, and so do all calls of a policy that says so."
          >
            <CodeBlock text={firstDeadline} label="lines for headgate.yaml" />
          </EmptyState>
        </div>
      ) : (
        <div className="batches">
          <Standing standing={data} />
          <KeptInRealTime standing={data} />
          <BatchTable standing={data} />
          <Webhooks standing={data} />
          <Problems standing={data} />
        </div>
      )}
    </>
  );
};

type StandingProps = Readonly<{ standing: BatchesResponse }>;

const Standing = ({ standing }: StandingProps) => (
  <Panel title="Requests" note={oldestText(standing, Date.now())}>
    {Object.keys(standing.requests).length === 0 ? (
      <p className="muted">None waits, and none has waited.</p>
    ) : (
      <FactList facts={requestFacts(standing)} />
    )}
    <p className="batches-more">
      <Link className="text-link" to="/calls" search={{ lever: "batch", range: "30d" }}>
        Calls that batches answered, of the last 30 days
      </Link>
    </p>
  </Panel>
);

const BatchTable = ({ standing }: StandingProps) => (
  <Panel title="Batches at providers" note="the latest first, 200 at most" flush>
    {standing.batches.length === 0 ? (
      <p className="panel-body muted">None was sent yet.</p>
    ) : (
      <ScrollRegion label="Batches at providers">
        <table className="table">
          <TableHead
            columns={[
              "Batch",
              "Model",
              "State",
              { number: "Requests" },
              "Opened",
              { number: "Took" },
              "Problem",
            ]}
          />
          <tbody>
            {batchLines(standing, Date.now()).map((line) => (
              <tr key={line.key}>
                <td>
                  <span className="code">{line.providerId}</span>
                  <div className="code muted">{line.marker}</div>
                </td>
                <td>
                  {line.model}
                  <div className="muted">{line.provider}</div>
                </td>
                <td>
                  <Badge tone={line.state.tone}>{line.state.text}</Badge>
                  <div className="muted">{line.said}</div>
                </td>
                <td className="number">{line.requests}</td>
                <td title={line.openedInFull}>{line.opened}</td>
                <td className="number">{line.took}</td>
                <td>{line.problem}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    )}
  </Panel>
);

/** Shown where a request stayed in real time though it could wait. */
const KeptInRealTime = ({ standing }: StandingProps) => {
  const facts = keptFacts(standing);
  return facts.length === 0 ? null : (
    <Panel title="Kept in real time" note="since the start, by why">
      <FactList facts={facts} />
    </Panel>
  );
};

/** Shown where an address was ever named. */
const Webhooks = ({ standing }: StandingProps) => {
  const facts = webhookFacts(standing);
  const lines = webhookLines(standing, Date.now());
  if (facts.length === 0) return null;
  return (
    <Panel title="Webhooks" note="addresses that are told when a request has ended">
      <FactList facts={facts} />
      {lines.length === 0 ? null : (
        <ScrollRegion label="Webhooks that were tried in vain">
          <table className="table">
            <TableHead
              columns={["Request", "Host", "Ended", { number: "Tries" }, "Next try", "Problem"]}
            />
            <tbody>
              {lines.map((line) => (
                <tr key={line.id}>
                  <td className="code">{line.id}</td>
                  <td>{line.host}</td>
                  <td>{line.ended}</td>
                  <td className="number">{line.tries}</td>
                  <td>{line.next}</td>
                  <td>{line.problem}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};

const Problems = ({ standing }: StandingProps) => {
  const lines = problemLines(standing);
  return (
    <Panel title="What was survived" note="since the start" flush>
      {lines.length === 0 ? (
        <p className="panel-body muted">Nothing went wrong.</p>
      ) : (
        <ScrollRegion label="Problems by kind">
          <table className="table">
            <TableHead columns={["What", { number: "Times" }]} />
            <tbody>
              {lines.map(({ kind, count }) => (
                <tr key={kind}>
                  <td>{kind}</td>
                  <td className="number">{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};
