import { readTableSort } from "../ui/table-sort.ts";
import { withoutDefaults } from "./one-of.ts";

/** What the table of sources can be sorted by. */
export const sourceColumns = [
  "source",
  "newest",
  "imported",
  "rows",
  "added",
  "already_there",
  "replaced",
  "seen_elsewhere",
  "skipped",
  "period",
] as const;
export type SourceColumn = (typeof sourceColumns)[number];

/** The address of the sources: a column of the table, with `.asc` when ascending. */
export type SourcesSearch = { sources_sort?: string | undefined };

/** @throws SearchFailure when a parameter is wrong. */
export const readSourcesSearch = (search: Readonly<Record<string, unknown>>): SourcesSearch =>
  withoutDefaults({
    sources_sort: readTableSort("sources_sort", search.sources_sort, sourceColumns),
  });
