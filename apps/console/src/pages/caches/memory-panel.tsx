import { countText } from "../../format/count-text.ts";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { useCacheStats } from "./query.ts";
import { keptWhere } from "./view-model.ts";

const MEBIBYTE = 1_048_576;
const mebibytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(1);

/** What the gateway's memory holds at this moment. */
export const MemoryPanel = () => {
  const { data, error, refetch } = useCacheStats();
  if (error !== null) return <FailurePanel failure={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const facts = [
    ["Answers kept", countText(data.entries)],
    ["Memory", `${mebibytes(data.bytes)} of ${mebibytes(data.max_bytes)} MiB`],
    ["Questions under way", countText(data.in_flight)],
    ["Made room", countText(data.evicted)],
    ["Grew too old", countText(data.expired)],
    ["Failures", countText(data.failures)],
  ] as const;
  return (
    <Panel
      title={data.is_shared ? "Kept now" : "In memory now"}
      note={
        data.is_shared
          ? "of all gateways that share the store"
          : "of the gateway that answers this page"
      }
      foot={`${keptWhere(data)} headgate cache purge lets it forget.`}
    >
      <dl className="cache-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
};
