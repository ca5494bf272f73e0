import { closingOf, type Token, tokensOf } from "./sql-tokens.ts";

/** A table of a question, worked out once, and the query that makes it. */
type Step = Readonly<{ table: string; sql: string }>;

/** A question in steps: its tables in their order, then the query that reads them. */
export type Steps = Readonly<{ tables: readonly Step[]; sql: string }>;

const numbersAsTheyCome = /row_number\(\) over \(\)/;

/**
 * Parts a question whose common table expressions number rows as they come: these must not be numbered twice, and what
 * reads them is worked out once as well. ClickHouse works an expression out each time that it is read, and 26.7 fails on
 * materialised ones that read each other ("before its materialization completed"), so each becomes a table of the
 * question's own.
 *
 * @returns one step, the text as it is, for all others
 */
export function stepsOf(sql: string): Steps {
  if (!numbersAsTheyCome.test(sql)) return { tables: [], sql };
  const { expressions, rest } = expressionsOf(sql);
  const tables: Step[] = [];
  const inline: string[] = [];
  const withInline = (query: string): string =>
    inline.length === 0 ? query : `with ${inline.join(",\n")}\n${query}`;
  for (const { name, isTable, query } of expressions) {
    if (isTable) tables.push({ table: name, sql: withInline(nested(query)) });
    else inline.push(`${name} as (${query})`);
  }
  return { tables, sql: withInline(rest) };
}

/** A query that has expressions of its own can stand behind others only in a bracket. */
const nested = (query: string): string =>
  /^\s*with\b/.test(query) ? `select * from (${query}) as nested` : query;

type Expression = Readonly<{ name: string; isTable: boolean; query: string }>;

/** The expressions that a text begins with: `with name as [[not] materialized] (…), … rest`. */
function expressionsOf(
  sql: string,
): Readonly<{ expressions: readonly Expression[]; rest: string }> {
  const tokens = tokensOf(sql);
  const reader = readerOf(tokens);
  const expressions: Expression[] = [];
  if (reader.word() !== "with") return { expressions, rest: sql };
  for (;;) {
    const name = reader.word();
    const words: string[] = [reader.word()];
    while (!reader.isAt("(")) words.push(reader.word());
    expressions.push({
      name,
      isTable: words.join(" ") === "as materialized",
      query: reader.bracket(),
    });
    if (!reader.isAt(",")) return { expressions, rest: reader.rest() };
    reader.skip();
  }
}

function readerOf(tokens: readonly Token[]) {
  let at = 0;
  const textFrom = (from: number, to?: number): string =>
    tokens
      .slice(from, to)
      .map(({ text }) => text)
      .join("");
  const pass = (): void => {
    while (tokens[at]?.kind === "space") at += 1;
  };
  return {
    word: (): string => {
      pass();
      const token = tokens[at];
      if (token?.kind !== "word") throw new SyntaxError(`expected a word, found "${token?.text}"`);
      at += 1;
      return token.text;
    },
    isAt: (text: string): boolean => {
      pass();
      return tokens[at]?.text === text;
    },
    skip: (): void => {
      at += 1;
    },
    /** What the bracket here holds. */
    bracket: (): string => {
      const end = closingOf(tokens, at);
      const held = textFrom(at + 1, end);
      at = end + 1;
      return held;
    },
    rest: (): string => textFrom(at),
  };
}
