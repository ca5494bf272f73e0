import type { SourceState } from "@headgate/contract";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { agoText } from "../../format/duration-text.ts";
import { sourceTitle } from "../../format/source-names.ts";
import { type SourceColumn, sourceColumns } from "../../search/sources-search.ts";
import { fullTime, spanText } from "../../time/time-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SortableHeader } from "../../ui/sortable-header.tsx";
import {
  nextTableSort,
  type SortKey,
  sortDirection,
  sortedRows,
  tableSortOf,
} from "../../ui/table-sort.ts";
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
}: Readonly<{ states: readonly SourceState[]; nowMs: number }>) => {
  const sort = tableSortOf(useSearch({ from: "/sources" }).sources_sort, sourceColumns);
  const navigate = useNavigate();
  const header = (column: SourceColumn, label: string) => (
    <SortableHeader
      key={column}
      label={label}
      numeric={counts.some(([, member]) => member === column)}
      direction={sortDirection(sort, column)}
      onSort={() =>
        void navigate({
          to: "/sources",
          search: { sources_sort: nextTableSort(sort, column) },
          resetScroll: false,
        })
      }
    />
  );
  return (
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
              {header("source", "Source")}
              {header("newest", "Newest row")}
              {header("imported", "Last import")}
              {counts.map(([name, column]) => header(column, name))}
              {header("period", "Period")}
            </tr>
          </thead>
          <tbody>
            {sortedRows(states, sort, sortKeyOf).map((state) => (
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
                    : spanText(
                        { fromMs: Date.parse(state.first_at), toMs: Date.parse(state.last_at) },
                        nowMs,
                      )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};

const momentOf = (text: string | null): number | undefined =>
  text === null ? undefined : Date.parse(text);

const sortKeyOf = (state: SourceState, column: SourceColumn): SortKey => {
  switch (column) {
    case "source":
      return sourceTitle(state.source);
    case "newest":
      return momentOf(state.last_at);
    case "imported":
      return momentOf(state.last_import_at);
    case "period":
      return momentOf(state.first_at);
    default:
      return state[column];
  }
};
