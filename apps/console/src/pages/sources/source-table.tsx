import type { SourceState } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { agoText } from "../../format/duration-text.ts";
import { sourceTitle } from "../../format/source-names.ts";
import { fullTime, spanText } from "../../time/time-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import "../../ui/table.css";

const counts = [
  ["Rows read", "rows"],
  ["Added", "added"],
  ["Already there", "already_there"],
  ["Replaced", "replaced"],
  ["Seen elsewhere", "seen_elsewhere"],
  ["Skipped", "skipped"],
] as const;

/** What came in, one row a source. */
export const SourceTable = ({
  states,
  nowMs,
}: Readonly<{ states: readonly SourceState[]; nowMs: number }>) => (
  <Panel
    title="What came in"
    note="over all imports"
    flush
    foot="Seen elsewhere: kept, but not counted, because a more trusted source saw the same."
  >
    <ScrollRegion label="What came in, by source">
      <table className="table sources-table">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Newest row</th>
            <th scope="col">Last import</th>
            {counts.map(([name]) => (
              <th scope="col" className="number" key={name}>
                {name}
              </th>
            ))}
            <th scope="col">Period</th>
          </tr>
        </thead>
        <tbody>
          {states.map((state) => (
            <tr key={state.source}>
              <th scope="row">{sourceTitle(state.source)}</th>
              <td>{state.last_at === null ? "–" : agoText(Date.parse(state.last_at), nowMs)}</td>
              <td title={fullTime(Date.parse(state.last_import_at))}>
                {agoText(Date.parse(state.last_import_at), nowMs)}
              </td>
              {counts.map(([name, member]) => (
                <td
                  className={
                    member === "skipped" && state.skipped > 0 ? "number unpriced" : "number"
                  }
                  key={name}
                >
                  {countText(state[member])}
                </td>
              ))}
              <td className="tabular">
                {state.first_at === null || state.last_at === null
                  ? "–"
                  : spanText({
                      fromMs: Date.parse(state.first_at),
                      toMs: Date.parse(state.last_at),
                    })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);
