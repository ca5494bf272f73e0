export type CsvCell = string | number | boolean | null;

/** What a spreadsheet would take for a formula stays text, by an apostrophe before it. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const cellText = (cell: CsvCell): string => {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  return quoted(isNumber(cell) ? cell : inert(cell));
};

const END = "\r\n";

/** A line of CSV (RFC 4180) for people's spreadsheets, with its end. */
export const csvLine = (cells: readonly CsvCell[]): string =>
  `${cells.map(cellText).join(",")}${END}`;

/** A line of CSV for machines: every text as it is. Nobody's spreadsheet is protected from it. */
export const exactCsvLine = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => (cell === null ? "" : quoted(cell))).join(",")}${END}`;

/** Rows as CSV with a header, the columns of the first row; what is not there is empty. */
export const csvOf = (rows: readonly Readonly<Record<string, CsvCell>>[]): string => {
  const [first] = rows;
  if (first === undefined) return "";
  const names = Object.keys(first);
  return [
    csvLine(names),
    ...rows.map((row) => csvLine(names.map((name) => row[name] ?? null))),
  ].join("");
};
