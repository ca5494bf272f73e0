import { parse } from "csv-parse/sync";
import { delimiterOf, headerLine } from "../read/csv-columns.ts";

/**
 * What a comma in a table's amounts is: it parts thousands, it stands before the decimals, or the file does not say and
 * `12,345` may be either, a thousand times apart.
 */
export type AmountCommas = "thousands" | "decimal" | "unknown";

const NUMBER = /^[+-]?\(?[+-]?[$€]?\s*\d[\d.,]*(?:[eE][+-]?\d+)?\)?$/;
/** `0,123`, `12,5`, `1.234,56`: no groups of three can be read into them. */
const DECIMAL = /^[+-]?(?:0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,}))$/;
/** `1,234.5`, `1,234,567`. */
const GROUPED = /\d,\d{3}(?:\.\d|,\d{3})/;

/**
 * Told by the cells of the columns that hold nothing but numbers, in the head of the file. Where they do not say,
 * semicolons between cells are what programs write for people who write `0,5`; everyone else's commas part thousands.
 */
export function amountCommas(head: string): AmountCommas {
  const delimiter = delimiterOf(headerLine(head));
  const cells = numbersIn(head, delimiter);
  const isDecimal = cells.some((cell) => DECIMAL.test(cell));
  if (isDecimal) return cells.some((cell) => GROUPED.test(cell)) ? "unknown" : "decimal";
  if (delimiter !== ";" || cells.some((cell) => GROUPED.test(cell))) return "thousands";
  return "unknown";
}

/** The cells with a comma, of columns whose cells are all numbers. The last row of the head may be cut: it is left out. */
function numbersIn(head: string, delimiter: string): readonly string[] {
  const whole = head.slice(0, head.lastIndexOf("\n") + 1);
  if (!/\d,\d/.test(whole)) return [];
  const rows: string[][] = parse(whole, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  const [columns = [], ...lines] = rows;
  return columns.flatMap((_, index) => {
    const filled = lines.map((line) => line[index]?.trim() ?? "").filter((cell) => cell !== "");
    return filled.every((cell) => NUMBER.test(cell))
      ? filled.filter((cell) => cell.includes(","))
      : [];
  });
}
