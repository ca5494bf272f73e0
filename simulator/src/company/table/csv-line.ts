/** A line of CSV (RFC 4180): cells in the order of the columns, empty where a column has none. */
export function csvLine<Column extends string>(
  columns: readonly Column[],
  cells: Readonly<Partial<Record<Column, string>>>,
): string {
  return columns.map((column) => quoted(cells[column])).join(",");
}

function quoted(cell: string | undefined): string {
  if (cell === undefined) return "";
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
