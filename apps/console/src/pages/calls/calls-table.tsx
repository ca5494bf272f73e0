import { counted } from "@headgate/contract";
import { Link } from "@tanstack/react-router";
import type { CallsSearch } from "../../search/calls-search.ts";
import { keptSearch } from "../../search/view-search.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import { ConfidenceBadge } from "../../ui/confidence-badge.tsx";
import { Cost } from "../../ui/cost.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { SortHeader } from "./sort-header.tsx";
import type { CallLine } from "./view-model.ts";

/** What a completed call has anyway is not repeated in each row. */
const USUAL_STATUS = 200;

/** The list. A row is a link to its call: click it, or press Enter on it. */
export const CallsTable = ({
  lines,
  sort,
}: Readonly<{ lines: readonly CallLine[]; sort: CallsSearch }>) => {
  const search = keptSearch(useViewSearch());
  return (
    <ScrollRegion label="Calls">
      <table className="table calls-table">
        <thead>
          <tr>
            <SortHeader column="time" label="Time" current={sort} numeric={false} />
            <th scope="col">Team</th>
            <th scope="col">Project</th>
            <th scope="col">Provider</th>
            <th scope="col">Model</th>
            <th scope="col">Outcome</th>
            <SortHeader column="input_tokens" label="Tokens in" current={sort} numeric />
            <SortHeader column="output_tokens" label="Tokens out" current={sort} numeric />
            <SortHeader column="cost" label="Cost" current={sort} numeric />
            <th scope="col">Confidence</th>
            <SortHeader column="duration" label="Duration" current={sort} numeric />
            <th scope="col" className="number">
              <abbr title="Time to first token">TTFT</abbr>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr className="row-link" key={line.callId}>
              <td className="tabular call-time" title={line.timeInFull}>
                <Link
                  className="whole-row"
                  to="/calls/$callId"
                  params={{ callId: line.callId }}
                  search={search}
                >
                  {line.time}
                </Link>
              </td>
              <td className="fit">{line.team}</td>
              <td className="fit">{line.project}</td>
              <td>{line.provider}</td>
              <td className="call-model" title={line.model}>
                {line.model}
              </td>
              <td>
                <Outcome
                  outcome={line.outcome}
                  status={line.status === USUAL_STATUS ? null : line.status}
                />
                {line.isFromCache ? <span className="tries">from cache</span> : null}
                {line.cut === undefined ? null : (
                  <span className="tries" title={line.cut}>
                    cut
                  </span>
                )}
                {line.attempts < 2 ? null : (
                  <span className="tries">{counted(line.attempts, "attempt")}</span>
                )}
              </td>
              <td className="number">{line.inputTokens}</td>
              <td className="number">{line.outputTokens}</td>
              <td className="number">
                <Cost cost={line.cost} />
              </td>
              <td>
                <ConfidenceBadge confidence={line.confidence} />
                {line.simulated ? (
                  <>
                    {" "}
                    <SimulatedBadge />
                  </>
                ) : null}
              </td>
              <td className="number">{line.duration}</td>
              <td className="number">{line.timeToFirstToken}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
