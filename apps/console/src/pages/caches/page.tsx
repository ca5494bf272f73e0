import { Skeleton } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { ChargesSwitch } from "../../shell/charges-switch.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { useView } from "../../shell/view-link.tsx";
import { eachText } from "../../time/time-text.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { MemoryPanel } from "./memory-panel.tsx";
import { PrefixPanel } from "./prefix-panel.tsx";
import { type CacheHistory, useCacheHistory } from "./query.ts";
import { SemanticPanel } from "./semantic-panel.tsx";
import {
  cacheTiles,
  firstPolicy,
  refusalLines,
  savedPoints,
  tierLines,
  wasAsked,
} from "./view-model.ts";
import "../../ui/chart.css";
import "../../ui/panel.css";
import "../../ui/table.css";
import "./caches.css";

const SavedBars = lazy(() => import("./saved-bars.tsx"));

/** What Headgate's own cache answered and saved, and which calls passed it by and why. */
export const CachesPage = () => {
  const view = useView();
  const history = useCacheHistory(view);
  const { data } = history;
  return (
    <>
      <PageHead title="Caches" money />
      <ChargesSwitch />
      {history.isError ? (
        <FailurePanel failure={history.error} onRetry={() => void history.refetch()} />
      ) : null}
      {history.isPending ? <Skeleton h={560} radius="lg" /> : null}
      {data === undefined ? null : (
        <div className={history.isPlaceholderData ? "caches stale" : "caches"}>
          {wasAsked(data) ? <Used history={data} /> : <NotAsked history={data} />}
          <PrefixPanel />
          <SemanticPanel />
          <MemoryPanel />
        </div>
      )}
    </>
  );
};

const NoCalls = () => (
  <div className="panel">
    <EmptyState
      icon={<IconRepeat size={20} stroke={1.6} />}
      title="The cache was asked for no call in this range"
      text="Embeddings, and chats with temperature 0 or a seed, are answered from the cache without further ado. For other chats a policy in headgate.yaml says so."
    >
      <CodeBlock text={firstPolicy} label="lines for headgate.yaml" />
    </EmptyState>
  </div>
);

/** A chart of nothing would say nothing; why calls passed the cache by does. */
const NotAsked = ({ history }: Readonly<{ history: CacheHistory }>) => (
  <>
    <NoCalls />
    {history.use.length === 0 ? null : <RefusalsPanel history={history} />}
  </>
);

const Used = ({ history }: Readonly<{ history: CacheHistory }>) => (
  <>
    <Panel title="What it came to" note="calls that passed the cache by stand below">
      <dl className="cache-facts">
        {cacheTiles(history).map(({ title, value, note }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd className="cache-value">{value}</dd>
            <dd className="muted">{note}</dd>
          </div>
        ))}
      </dl>
    </Panel>
    <SavedPanel history={history} />
    <TiersPanel history={history} />
    <RefusalsPanel history={history} />
  </>
);

const SavedPanel = ({ history }: Readonly<{ history: CacheHistory }>) => {
  const points = savedPoints(history);
  return (
    <Panel
      title="Saved over time"
      note={eachText(history.grain)}
      flush
      foot="What a call would have cost: the tokens of the answer that was used, at the prices of the moment at which it was used."
    >
      <div className="panel-body">
        <div className="chart-frame">
          <Suspense fallback={<Skeleton h="100%" />}>
            <SavedBars points={points} />
          </Suspense>
        </div>
      </div>
      <div className="chart-table">
        <ScrollRegion label="Saved over time, as a table">
          <table className="table">
            <TableHead
              columns={[
                "When",
                { number: "Saved" },
                { number: "Answered" },
                { number: "Hit rate" },
              ]}
            />
            <tbody>
              {points.map((point) => (
                <tr key={point.title}>
                  <td>{point.title}</td>
                  <td className="number">{point.savedText}</td>
                  <td className="number">{point.answered}</td>
                  <td className="number">{point.rate}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </div>
    </Panel>
  );
};

const TiersPanel = ({ history }: Readonly<{ history: CacheHistory }>) => {
  const lines = tierLines(history);
  if (lines.length === 0) return null;
  return (
    <Panel title="How calls were answered" flush>
      <CountTable
        label="Answered calls by tier"
        first="By"
        lines={lines.map(({ tier, name, calls }) => ({ key: tier, name, calls }))}
      />
    </Panel>
  );
};

const RefusalsPanel = ({ history }: Readonly<{ history: CacheHistory }>) => {
  const lines = refusalLines(history);
  return (
    <Panel title="Passed by, and why" note="neither looked for nor kept" flush>
      {lines.length === 0 ? (
        <p className="panel-body muted">No call passed the cache by.</p>
      ) : (
        <CountTable
          label="Calls by reason"
          first="Why"
          lines={lines.map(({ reason, why, calls }) => ({ key: reason, name: why, calls }))}
        />
      )}
    </Panel>
  );
};

const CountTable = ({
  label,
  first,
  lines,
}: Readonly<{
  label: string;
  first: string;
  lines: readonly Readonly<{ key: string; name: string; calls: string }>[];
}>) => (
  <ScrollRegion label={label}>
    <table className="table">
      <TableHead columns={[first, { number: "Calls" }]} />
      <tbody>
        {lines.map(({ key, name, calls }) => (
          <tr key={key}>
            <td>{name}</td>
            <td className="number">{calls}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
