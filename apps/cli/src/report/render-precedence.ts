import type { PrecedenceReport } from "@headgate/contract";
import { type Column, renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";

const columns = (what: string): Column[] => [
  { title: "source" },
  { title: `${what} counted`, align: "right" },
  { title: "not counted", align: "right" },
  { title: "counted by" },
];

/**
 * By which source each call and each bill of the range counts, sources in their order of precedence. Counts
 * are of all calls of the range: the filter of the report does not hold here.
 */
export function renderPrecedence(
  precedence: PrecedenceReport | null,
  { isFiltered, width }: Readonly<{ isFiltered: boolean; width: number }>,
): string[] {
  if (precedence === null) return [];
  return [
    "",
    ...(isFiltered ? ["Of all calls and bills of the time, whatever --filter says:"] : []),
    "A call that several sources saw counts once, by the first of them in this order:",
    ...tableOf(
      "attempts",
      precedence.calls.map((row) => ({
        ...row,
        by: row.counted_by.map(({ source, attempts }) => [source, attempts] as const),
      })),
      width,
    ),
    ...(precedence.bills.length === 0
      ? []
      : [
          "",
          "Of two bills for an account's period, the first in this order counts:",
          ...tableOf(
            "statements",
            precedence.bills.map((row) => ({
              ...row,
              by: row.counted_by.map(({ source, statements }) => [source, statements] as const),
            })),
            width,
          ),
        ]),
  ];
}

type Row = Readonly<{
  source: string;
  counted: number;
  seen_elsewhere: number;
  by: readonly (readonly [source: string, count: number])[];
}>;

const tableOf = (what: string, rows: readonly Row[], width: number): string[] =>
  rows.length === 0
    ? ["No calls in this time."]
    : [
        renderTable(
          columns(what),
          rows.map((row) => [
            row.source,
            showCount(row.counted),
            showCount(row.seen_elsewhere),
            row.by.map(([source, count]) => `${source} ${showCount(count)}`).join(", "),
          ]),
          width,
        ),
      ];
