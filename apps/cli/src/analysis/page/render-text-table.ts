import type { Column, Row, Table } from "@headgate/page";
import { renderTable } from "../../command-line/render-table.ts";
import { colors } from "../../command-line/terminal.ts";
import { wrap } from "../../command-line/wrap.ts";

const BAR_CELLS = 16;
const LONGEST_SHARE = "< 0.1 %".length;
const GAP = 2;
/** A first column may be cut to this before other columns give way. */
const FIRST_COLUMN = 20;
const FIRST_BESIDE_PROSE = 36;
const NARROWEST_PROSE = 24;
/** Narrower than this, prose needs the place more than the first column does. */
const WIDE_ENOUGH = 90;

type Cells = Readonly<{ columns: readonly Column[]; rows: readonly (readonly string[])[] }>;

/** A table's cells for a terminal, bars among them. */
export const withBars = ({ columns, rows, hasBars }: Table): Cells => ({
  columns: hasBars ? [...columns, { title: "  Part" }] : columns,
  rows: rows.map((row) => (hasBars ? [...row.cells, barOf(row)] : row.cells)),
});

/**
 * A table that fits `width`: prose in several lines, the first column cut; where that is not enough, the cells of
 * each row one after the other with their titles.
 */
export function renderPageTable({ columns, rows }: Cells, width: number): string {
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const [first = 0] = widths;
  const hasProse = columns.some(({ prose }) => prose === true);
  const firstAtMost = hasProse && width >= WIDE_ENOUGH ? FIRST_BESIDE_PROSE : FIRST_COLUMN;
  const needed = columns.reduce((sum, { prose }, index) => {
    if (index === 0) return sum + Math.min(first, firstAtMost) + GAP;
    return sum + (prose === true ? 0 : (widths[index] ?? 0)) + GAP;
  }, 0);
  const forProse = Math.max(NARROWEST_PROSE, width - needed);
  if (needed - GAP + (hasProse ? NARROWEST_PROSE : 0) > width)
    return stacked({ columns, rows }, width);
  return renderTable(
    columns,
    rows.flatMap((row) => lines(row, columns, forProse)),
    width,
  );
}

/** A row of a table as the lines that its prose takes. */
function lines(row: readonly string[], columns: readonly Column[], width: number): string[][] {
  const wrapped = row.map((cell, index) =>
    columns[index]?.prose === true && Number.isFinite(width) ? wrap(cell, width) : [cell],
  );
  const height = Math.max(...wrapped.map((parts) => parts.length));
  return Array.from({ length: height }, (_, line) => wrapped.map((parts) => parts[line] ?? ""));
}

const stacked = ({ columns, rows }: Cells, width: number): string =>
  rows
    .flatMap(([first = "", ...others]) => [
      colors.bold(first),
      ...wrapParts(
        others.map((cell, index) => `${columns[index + 1]?.title.trim() ?? ""} ${cell.trim()}`),
        width - GAP,
      ).map((line) => `${" ".repeat(GAP)}${line}`),
    ])
    .join("\n");

/** Parts in lines, none of them broken unless it alone is too long. */
function wrapParts(parts: readonly string[], width: number): string[] {
  const found: string[] = [];
  let line = "";
  for (const part of parts) {
    const longer = line === "" ? part : `${line} · ${part}`;
    if (longer.length > width && line !== "") {
      found.push(line);
      line = part;
    } else line = longer;
  }
  return [...found, line].flatMap((text) => wrap(text, width));
}

const barOf = ({ bar }: Row): string =>
  bar === null
    ? ""
    : `${bar.text.padStart(LONGEST_SHARE)} ${"█".repeat(Math.ceil(bar.length * BAR_CELLS))}`;
