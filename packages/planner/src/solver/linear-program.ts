/** A sum of columns times numbers. */
export type Terms = readonly (readonly [column: string, factor: number])[];

export type LinearProgram = Readonly<{
  minimise: Terms;
  /** Each a sum that is at most, at least or exactly a number. */
  rows: readonly Readonly<{ terms: Terms; is: "<=" | ">=" | "="; bound: number }>[];
  /** Columns that are 0 or 1; all others are from 0 on. */
  binary: readonly string[];
}>;

const TERMS_PER_LINE = 8;

/** A program in CPLEX's LP format (https://ergo-code.github.io/HiGHS reads it). */
export function lpText({ minimise, rows, binary }: LinearProgram): string {
  return [
    "Minimize",
    ` cost: ${sumText(minimise)}`,
    "Subject To",
    ...rows.map(
      ({ terms, is, bound }, index) => ` r${index}: ${sumText(terms)} ${is} ${number(bound)}`,
    ),
    ...(binary.length === 0 ? [] : ["Binary", ...linesOf(binary)]),
    "End",
    "",
  ].join("\n");
}

const sumText = (terms: Terms): string =>
  linesOf(
    terms.map(
      ([column, factor]) => `${factor < 0 ? "-" : "+"} ${number(Math.abs(factor))} ${column}`,
    ),
  ).join("\n");

/** Lines of the format are bounded in length. */
function linesOf(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < words.length; index += TERMS_PER_LINE)
    lines.push(`  ${words.slice(index, index + TERMS_PER_LINE).join(" ")}`);
  return lines;
}

const number = (value: number): string => Number(value.toPrecision(12)).toString();
