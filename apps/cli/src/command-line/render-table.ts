import Table from "cli-table3";
import { colors } from "./terminal.ts";

export type Column = Readonly<{ title: string; align?: "left" | "right" }>;

const GAP = 2;
const NARROWEST_COLUMN = 8;
const NO_FRAME = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
} as const;

/**
 * A table without a frame. Where it is wider than `width`, the first column is cut short; numbers are
 * never cut.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const total = widths.reduce((sum, columnWidth) => sum + columnWidth + GAP, 0);
  const [first = 0, ...others] = widths;
  const firstWidth = Math.max(NARROWEST_COLUMN, first - Math.max(0, total - width));
  const table = new Table({
    chars: NO_FRAME,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
    colWidths: [Math.min(first, firstWidth), ...others].map((columnWidth) => columnWidth + GAP),
    colAligns: columns.map((column) => column.align ?? "left"),
    truncate: "…",
  });
  table.push(columns.map((column) => colors.bold(column.title)));
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
