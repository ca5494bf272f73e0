import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

/** One thing a bench set out to reach. `met` is null where it could not be measured here. */
export type Target = Readonly<{
  what: string;
  value: number | null;
  target: string;
  met: boolean | null;
}>;

export type BenchResult = Readonly<{
  name: string;
  date: string;
  commit: string;
  machine: string;
  command: string;
  figures: Readonly<Record<string, unknown>>;
  targets: readonly Target[];
}>;

export const machine = (): string => {
  const [first] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim() ?? "unknown CPU"}, ${gibibytes} GiB, Node ${process.versions.node}`;
};

export const commit = (): string => {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
};

/** Prints a table that a person can read, on stderr: stdout is for `--json`. */
export function printTable(
  title: string,
  rows: readonly Readonly<Record<string, string | number | null | undefined>>[],
): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const text = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...text.map((line) => (line[index] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((value, index) => value.padStart(widths[index] ?? 0)).join("  ");
  process.stderr.write(`\n${title}\n${line(columns)}\n`);
  for (const row of text) process.stderr.write(`${line(row)}\n`);
}

const cell = (value: string | number | null | undefined): string => {
  if (value === undefined || value === null) return "–";
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 3 : 1);
};

/**
 * Keeps a result in a folder, in a file named after what was measured, its sizes, its day and its commit.
 * @param sizes what tells one run of a day from another, e.g. `1-10-100-million-rows`
 */
export function keepResult(result: BenchResult, folder: string, sizes?: string): string {
  mkdirSync(folder, { recursive: true });
  const words = [result.name, ...(sizes === undefined ? [] : [sizes]), result.date.slice(0, 10)];
  const file = join(folder, `${[...words, result.commit].join("-")}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}
