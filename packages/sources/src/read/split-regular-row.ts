const QUOTE = 0x22;

/**
 * The cells of a row of CSV in which quotes stand as RFC 4180 has them (section 2, points 5 to 7): around a whole
 * cell, doubled inside of it, and nowhere else. `undefined` for any other row.
 * (https://www.rfc-editor.org/rfc/rfc4180)
 *
 * @param row without its line end
 */
export function splitRegularRow(row: string, delimiter: string): readonly string[] | undefined {
  const cells: string[] = [];
  let at = 0;
  let quote = row.indexOf('"');
  for (;;) {
    if (quote === at) {
      const end = closingQuote(row, at + 1);
      if (end === -1) return undefined;
      const cell = row.slice(at + 1, end);
      cells.push(cell.includes('"') ? cell.replaceAll('""', '"') : cell);
      at = end + 1;
      if (at === row.length) return cells;
      if (row[at] !== delimiter) return undefined;
      quote = row.indexOf('"', at);
    } else {
      const end = row.indexOf(delimiter, at);
      if (end === -1) {
        if (quote !== -1) return undefined;
        cells.push(row.slice(at));
        return cells;
      }
      if (quote !== -1 && quote < end) return undefined;
      cells.push(row.slice(at, end));
      at = end;
    }
    at += delimiter.length;
  }
}

/** The quote that closes a cell whose content begins at `from`; -1 where none does. */
function closingQuote(row: string, from: number): number {
  let end = row.indexOf('"', from);
  while (end !== -1 && row.charCodeAt(end + 1) === QUOTE) end = row.indexOf('"', end + 2);
  return end;
}
