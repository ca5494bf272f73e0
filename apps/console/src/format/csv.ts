type Cell = string | number | boolean | null;

/** What a spreadsheet would take for a formula stays text. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

const cellText = (cell: Cell): string => {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = isNumber(cell) ? cell : inert(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as CSV (RFC 4180) with a header; what is not there is empty. */
export const csvOf = (rows: readonly Readonly<Record<string, Cell>>[]): string => {
  const [first] = rows;
  if (first === undefined) return "";
  const names = Object.keys(first);
  const lines = rows.map((row) => names.map((name) => cellText(row[name] ?? null)).join(","));
  return `${[names.join(","), ...lines].join("\r\n")}\r\n`;
};
