import { counted, csvExtentOf, csvOf, csvRowsOf } from "@headgate/contract";
import type { ArgsDef } from "citty";
import { talk } from "./terminal.ts";

/** `--csv`, for commands whose answer is a table. */
export const csvArgument = {
  csv: {
    type: "boolean",
    description: "Print the table as CSV on stdout: exact amounts, nothing that a spreadsheet runs",
  },
} as const satisfies ArgsDef;

/** Data as CSV: the table of what the API answers under a path. */
export function printCsv(path: string, answer: unknown): void {
  const rows = csvRowsOf(path, answer);
  if (rows === undefined) throw new TypeError(`${path} has no table`);
  if (rows.length === 0) talk("The table has no rows; without --csv the command says why.");
  const { total, leftOut = 0 } = csvExtentOf(answer);
  if (total !== undefined && total > rows.length) {
    talk(`${counted(rows.length, "row")} of ${total} in all.`);
  }
  if (leftOut > 0) talk(`${counted(leftOut, "group")} beyond the limit: not in rows of their own.`);
  process.stdout.write(csvOf(rows));
}
