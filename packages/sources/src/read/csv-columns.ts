const delimiters = [",", ";", "\t", "|"] as const;

/** What parts the cells of a header: of comma, semicolon, tab and bar the one that it has most of. */
export function delimiterOf(header: string): string {
  const counts = delimiters.map((sign) => header.split(sign).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ",";
}

/** The first line that is not blank, without a byte order mark. */
export function headerLine(head: string): string {
  return (
    head
      .replace(/^\uFEFF/, "")
      .split(/\r\n|\n|\r/)
      .find((line) => line.trim() !== "") ?? ""
  );
}

/** Columns by name; the second of two with one name is `name#2`, so that none hides another. */
export function uniqueColumns(header: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return header.map((cell) => {
    const name = cell.replace(/^\uFEFF/, "").trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}#${times}`;
  });
}
