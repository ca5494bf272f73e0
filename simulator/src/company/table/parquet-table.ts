import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { parquetWriteFile } from "hyparquet-writer";
import { unitsOf } from "../exact-dollars.ts";
import type { OpenTable, TableColumns } from "./table.ts";

type Cells = Readonly<Record<string, string | undefined>>;

/**
 * A table as Parquet: amounts as decimals of twelve places, times as milliseconds, all else as text. Rows are kept until
 * the end: a bill's month is as large as its days, models and teams, not as its calls.
 */
export const parquetTable: OpenTable = async (path, about) => {
  const rows: Cells[] = [];
  return {
    row: async (cells) => {
      rows.push(cells);
    },
    close: async () => {
      mkdirSync(dirname(path), { recursive: true });
      parquetWriteFile({
        filename: `${path}.parquet`,
        schema: [
          { name: "root", num_children: about.columns.length },
          ...about.columns.map((name) => elementOf(name, about)),
        ],
        columnData: about.columns.map((name) => ({
          name,
          data: rows.map((cells) => cellValue(name, cells[name], about)),
        })),
      });
    },
  };
};

function elementOf(name: string, { amounts, times }: TableColumns) {
  const element = { name, repetition_type: "OPTIONAL" } as const;
  if (amounts.has(name)) {
    return {
      ...element,
      type: "INT64",
      converted_type: "DECIMAL",
      precision: 18,
      scale: 12,
    } as const;
  }
  if (times.has(name)) {
    return { ...element, type: "INT64", converted_type: "TIMESTAMP_MILLIS" } as const;
  }
  return { ...element, type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
}

function cellValue(
  name: string,
  cell: string | undefined,
  { amounts, times }: TableColumns,
): Date | bigint | string | null {
  if (cell === undefined || cell === "") return null;
  if (amounts.has(name)) return unitsOf(cell);
  return times.has(name) ? new Date(cell) : cell;
}
