import type { PullStatus } from "@headgate/contract";
import { Button } from "@mantine/core";
import { countText } from "../../format/count-text.ts";
import { agoText, knownDuration } from "../../format/duration-text.ts";
import { sourceTitle } from "../../format/source-names.ts";
import { fullTime } from "../../time/time-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { pullState } from "./view-model.ts";
import "../../ui/table.css";

/** What headgate.yaml has pulled, one row a source. */
export const PullTable = ({
  pulls,
  nowMs,
  onPull,
}: Readonly<{ pulls: readonly PullStatus[]; nowMs: number; onPull: (name: string) => void }>) => (
  <Panel
    title="Pulled from providers"
    note="sources in headgate.yaml"
    flush
    foot="Lag: how far what was pulled is behind now. Bills and sums are asked for by whole days."
  >
    <ScrollRegion label="Pulled from providers">
      <table className="table sources-table">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th scope="col">Last success</th>
            <th scope="col" className="number">
              Lag
            </th>
            <th scope="col">Next</th>
            <th scope="col" className="number">
              Added
            </th>
            <th scope="col" className="number">
              Replaced
            </th>
            <th scope="col" className="number">
              Skipped
            </th>
            <th scope="col">
              <span className="visually-hidden">Pull now</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {pulls.map((pull) => (
            <tr key={pull.name}>
              <th scope="row">{pull.name}</th>
              <td title={pull.sources.map(sourceTitle).join(", ")}>{pull.kind}</td>
              <td className="wraps">
                {pullState(pull)}
                {pull.last_error === null ? null : (
                  <span className="pull-error">{pull.last_error}</span>
                )}
              </td>
              <td>
                <Ago moment={pull.last_success_at} nowMs={nowMs} />
              </td>
              <td className="number">{knownDuration(pull.lag_ms)}</td>
              <td className="tabular">
                {pull.next_run_at === null ? "–" : fullTime(Date.parse(pull.next_run_at))}
              </td>
              {(["added", "replaced", "skipped"] as const).map((member) => (
                <td className="number" key={member}>
                  {pull.last_result === null ? "–" : countText(pull.last_result[member])}
                </td>
              ))}
              <td>
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={pull.is_running}
                  onClick={() => onPull(pull.name)}
                  aria-label={`Pull ${pull.name} now`}
                >
                  Pull now
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);

const Ago = ({ moment, nowMs }: Readonly<{ moment: string | null; nowMs: number }>) =>
  moment === null ? (
    "–"
  ) : (
    <span title={fullTime(Date.parse(moment))}>{agoText(Date.parse(moment), nowMs)}</span>
  );
