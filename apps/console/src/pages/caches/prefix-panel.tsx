import type { PrefixStats } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import { keptSearch } from "../../search/view-search.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import { fullTime } from "../../time/time-text.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { brokenLines, firstPrefixPolicy, prefixLines } from "./prefix-model.ts";
import { usePrefixStats } from "./query.ts";

/** How the providers' prompt caches did, what markers saved, and what broke a prefix. */
export const PrefixPanel = () => {
  const { data, isError, error, refetch } = usePrefixStats();
  if (data === undefined) {
    return isError ? <FailurePanel failure={error} onRetry={() => void refetch()} /> : null;
  }
  return (
    <Panel
      title="Provider's prefix cache"
      note="since the gateway started"
      flush
      foot="Hit rate: prompt tokens that were read from the provider's cache, of all. A prefix is broken when a prompt began as the one before and then did not go on as it: what the provider had from there on was paid for again."
    >
      {data.models.length === 0 ? (
        <NothingWatched />
      ) : (
        <>
          <ModelTable stats={data} />
          <BrokenTable stats={data} />
        </>
      )}
    </Panel>
  );
};

const NothingWatched = () => (
  <div className="panel-body near-empty">
    <p className="muted">
      No policy looks after prompts. In watch none is changed: the page then tells how much of them
      the provider had, and what broke them.
    </p>
    <CodeBlock text={firstPrefixPolicy} label="lines for headgate.yaml that watch prompts" />
  </div>
);

const ModelTable = ({ stats }: Readonly<{ stats: PrefixStats }>) => (
  <ScrollRegion label="Prompts by model">
    <table className="table">
      <TableHead
        columns={[
          "Model",
          { number: "Hit rate" },
          { number: "Tokens read" },
          { number: "Tokens written" },
          "Marked",
          { number: "Saved" },
        ]}
      />
      <tbody>
        {prefixLines(stats).map((line) => (
          <tr key={line.key}>
            <td>
              {line.model}
              <div className="muted">{line.provider}</div>
            </td>
            <td className="number">
              {line.hitRate}
              <div className="muted">{line.calls}</div>
            </td>
            <td className="number">{line.read}</td>
            <td className="number">{line.written}</td>
            <td>{line.marked}</td>
            <td className="number">
              {line.saved}
              <div className="muted">{line.savedNote}</div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);

const BrokenTable = ({ stats }: Readonly<{ stats: PrefixStats }>) => {
  const search = keptSearch(useViewSearch());
  const lines = brokenLines(stats);
  if (lines.length === 0) return <p className="panel-body muted">No prefix broke.</p>;
  return (
    <ScrollRegion label="Broken prefixes">
      <table className="table">
        <TableHead
          columns={[
            "What changed",
            "Since",
            { number: "Times" },
            { number: "Tokens paid again" },
            { number: "Cost" },
          ]}
        />
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>
                <Link
                  className="text-link"
                  to="/calls/$callId"
                  params={{ callId: line.callId }}
                  search={search}
                >
                  {line.place}
                </Link>
                <div className="muted">{line.model}</div>
              </td>
              <td className="tabular">{fullTime(line.sinceMs)}</td>
              <td className="number">{line.times}</td>
              <td className="number">
                {line.tokens}
                <div className="muted">{line.tokensNote}</div>
              </td>
              <td className="number">
                {line.cost}
                <div className="muted">{line.costNote}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
