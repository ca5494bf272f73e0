import pc from "picocolors";

const FALLBACK_COLUMNS = 80;
const NARROWEST = 40;

const columns = (): number | undefined =>
  Number(process.env.COLUMNS) || process.stdout.columns || undefined;

/** Columns to lay text out in: the terminal's, or `COLUMNS`, or 80. */
export const terminalWidth = (): number => Math.max(NARROWEST, columns() ?? FALLBACK_COLUMNS);

/** Columns that a table may take: in a pipe or a file nothing is cut. */
export const tableWidth = (): number => Math.max(NARROWEST, columns() ?? Number.POSITIVE_INFINITY);

/** Colours for stdout; none when it is no terminal or `NO_COLOR` is set. */
export const colors = pc.createColors(
  !process.env.NO_COLOR && (process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR)),
);

/** Data: what the command was asked for. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Data as one line of JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** Talk: progress, hints and warnings, which no pipe should swallow. */
export function talk(text: string): void {
  process.stderr.write(`${text}\n`);
}
