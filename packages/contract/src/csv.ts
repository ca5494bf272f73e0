export type CsvCell = string | number | boolean | null;

/**
 * Where a formula would begin: at the text's start, and behind what divides cells or lines elsewhere. Spreadsheets of many
 * locales divide by semicolons, and then know no quotes that begin within a cell.
 */
const BEGINS_FORMULA = /(^|[;\t\r\n])(?=(?:[^\S\t\r\n]|")*[=+\-@])|^(?=[\t\r])/g;

/** What a spreadsheet would take for a formula stays text, by an apostrophe before it. */
const inert = (text: string): string => text.replaceAll(BEGINS_FORMULA, "$1'");

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? inQuotes(text) : text);

const quotedForPeople = (text: string): string =>
  text.includes(";") ? inQuotes(text) : quoted(text);

const cellText = (cell: CsvCell): string => {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  return quotedForPeople(isNumber(cell) ? cell : inert(cell));
};

const END = "\r\n";

/** A line of CSV (RFC 4180) for people's spreadsheets, with its end. */
export const csvLine = (cells: readonly CsvCell[]): string =>
  `${cells.map(cellText).join(",")}${END}`;

/** A line of CSV for machines: every text as it is. Nobody's spreadsheet is protected from it. */
export const exactCsvLine = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => (cell === null ? "" : quoted(cell))).join(",")}${END}`;

/** Rows as CSV with a header of all their columns; what is not there is empty. */
export const csvOf = (rows: readonly Readonly<Record<string, CsvCell>>[]): string => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return "";
  return [
    csvLine(names),
    ...rows.map((row) => csvLine(names.map((name) => row[name] ?? null))),
  ].join("");
};
