import { counted, csvOf } from "@headgate/contract";
import { Link, useSearch } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { dimensionNames } from "../../format/words.ts";
import type { ExploreSort } from "../../search/explore-search.ts";
import { callsBehind } from "../../shell/view-link.tsx";
import { CsvButton } from "../../ui/csv-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SortableHeader } from "../../ui/sortable-header.tsx";
import { narrowerBy, nextDimension } from "./drill.ts";
import { describedMeasures, figureLength } from "./figure.ts";
import { FigureText } from "./figure-text.tsx";
import type { Explored } from "./query.ts";
import { RankedBar } from "./ranked-bar.tsx";
import { type Ranked, type Ranking, sortedRanking } from "./ranked-model.ts";
import { useChangeExplore } from "./use-change-explore.ts";
import "../../ui/ranked-table.css";
import "../../ui/table.css";

/** The groups, largest first: bars that are rows of a table. A row opens the narrower view. */
export const ExploredRanking = ({
  explored,
  ranking,
  colourOf,
}: Readonly<{ explored: Explored; ranking: Ranking; colourOf: (key: string) => string }>) => {
  const { by, split, measure, compare } = explored.exploration;
  const search = useSearch({ from: "/view/explore" });
  const { as, sort_by: sort = "measure", sort_order: order } = search;
  const change = useChangeExplore();
  const header = (column: ExploreSort, label: string, numeric = true) => (
    <SortableHeader
      label={label}
      numeric={numeric}
      direction={sort !== column ? "none" : order === "asc" ? "ascending" : "descending"}
      onSort={() =>
        change({
          sort_by: column,
          sort_order: sort === column && order !== "asc" ? "asc" : undefined,
        })
      }
    />
  );
  const rows = sortedRanking(ranking.rows, sort, order === "asc");
  const longest = Math.max(0, ...rows.map(({ figure }) => figureLength(measure, figure) ?? 0));
  const next = nextDimension(by, search);
  const splitColumns = as === "table" ? ranking.splits : [];
  const name = dimensionNames[by];
  const { adds } = describedMeasures[measure];

  return (
    <Panel
      title={`${describedMeasures[measure].name} by ${name.toLowerCase()}`}
      note={split === undefined ? undefined : `split by ${dimensionNames[split].toLowerCase()}`}
      flush
      actions={
        <CsvButton
          name={`headgate-${measure}-by-${by}`}
          label={`Save what is shown by ${name.toLowerCase()} as CSV`}
          text={() => csvOf(explored.ranked.rows.map(({ start: _, ...row }) => row))}
        />
      }
      foot={[
        next === undefined
          ? "A row opens its calls."
          : `A row opens it by ${dimensionNames[next].toLowerCase()}; its number of calls opens them.`,
        ...(explored.ranked.left_out === 0
          ? []
          : [`${counted(explored.ranked.left_out, "smaller group")} gathered in one row.`]),
      ].join(" ")}
    >
      <ScrollRegion label={`By ${name.toLowerCase()}`}>
        <table className="table ranked-table">
          <thead>
            <tr>
              {header("name", name, false)}
              {header("measure", describedMeasures[measure].name)}
              {adds ? (
                <th scope="col" className="number">
                  Share
                </th>
              ) : null}
              {compare ? (
                <>
                  <th scope="col" className="number">
                    Before
                  </th>
                  {header("change", "Change")}
                </>
              ) : null}
              {header("calls", "Calls")}
              {splitColumns.map(({ key, label }) => (
                <th scope="col" className="number" key={key}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr className="row-link" key={row.key}>
                <td>
                  <RowName row={row} by={by} />
                  {as === "table" ? null : (
                    <RankedBar
                      row={row}
                      measure={measure}
                      longest={longest}
                      colourOf={split === undefined ? () => colourOf(row.key) : colourOf}
                    />
                  )}
                </td>
                <td className="number">
                  <FigureText measure={measure} figure={row.figure} />
                </td>
                {adds ? <td className="number muted">{row.share}</td> : null}
                {compare ? (
                  <>
                    <td className="number muted">
                      {row.before === undefined ? (
                        "–"
                      ) : (
                        <FigureText measure={measure} figure={row.before} />
                      )}
                    </td>
                    <td className="number">{row.change ?? "–"}</td>
                  </>
                ) : null}
                <td className="number">
                  {row.filterValue === undefined ? (
                    countText(row.sums.calls)
                  ) : (
                    <Link
                      className="text-link above-row"
                      to="/calls"
                      search={callsBehind(search, { [by]: row.filterValue })}
                      aria-label={`${counted(row.sums.calls, "call")} of ${row.label}`}
                    >
                      {countText(row.sums.calls)}
                    </Link>
                  )}
                </td>
                {splitColumns.map(({ key }) => {
                  const part = row.parts.find((each) => each.key === key);
                  return (
                    <td className="number" key={key}>
                      {part === undefined ? (
                        "–"
                      ) : (
                        <FigureText measure={measure} figure={part.figure} />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};

/** Leads to the narrower view, or to the calls where there is none. */
const RowName = ({ row, by }: Readonly<{ row: Ranked; by: Parameters<typeof narrowerBy>[1] }>) => {
  const search = useSearch({ from: "/view/explore" });
  if (row.filterValue === undefined) return <span className="muted">{row.label}</span>;
  const narrower = narrowerBy(search, by, row.filterValue);
  return narrower === undefined ? (
    <Link className="whole-row" to="/calls" search={callsBehind(search, { [by]: row.filterValue })}>
      {row.label}
    </Link>
  ) : (
    <Link className="whole-row" to="/explore" search={narrower}>
      {row.label}
    </Link>
  );
};
