import { namedIn, type SqlParameter, type SqlParameters } from "../reports/ask.ts";

/** A text with its parameters as ClickHouse takes them, and their values. */
export type BoundSql = Readonly<{ query: string; query_params: Record<string, unknown> }>;

/** Lists longer than this stand in the query: what is sent beside it goes into an address, which is short. */
const MOST_BESIDE = 4_096;

/** What is sent beside the query goes into fields of a form, with the settings, and ClickHouse takes a hundred of these. */
const MOST_FIELDS = 32;

const typeOf: Readonly<Record<SqlParameter["type"], string>> = {
  // In microseconds: as a text, ClickHouse reads a moment of few or many digits in another way.
  timestamp: "Int64",
  integer: "Int64",
  text: "String",
  texts: "Array(Nullable(String))",
};

/** Turns `$name` into `{name:Type}`; outside of texts and names there is no other `$`. */
export function bindParameters(sql: string, parameters: SqlParameters): BoundSql {
  const values: Record<string, unknown> = {};
  const isMany = Object.keys(namedIn(sql, parameters)).length > MOST_FIELDS;
  const query = sql.replaceAll(/'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$(\w+)/gs, (piece, name) => {
    if (name === undefined) return piece;
    const parameter = parameters[name];
    if (parameter === undefined) throw new TypeError(`the text names $${name}, which is not given`);
    if (isMany || (parameter.type === "texts" && isLong(parameter.texts)))
      return literalOf(parameter);
    values[name] = cellOf(parameter);
    const bound = `{${name}:${typeOf[parameter.type]}}`;
    return parameter.type === "timestamp" ? `fromUnixTimestamp64Micro(${bound}, 'UTC')` : bound;
  });
  return { query, query_params: values };
}

const isLong = (texts: readonly (string | null)[]): boolean =>
  texts.reduce((length, text) => length + (text?.length ?? 0) + 3, 0) > MOST_BESIDE;

function literalOf(parameter: SqlParameter): string {
  switch (parameter.type) {
    case "timestamp":
      return `fromUnixTimestamp64Micro(toInt64(${BigInt(parameter.ms) * 1000n}), 'UTC')`;
    case "integer":
      return `toInt64(${BigInt(parameter.integer)})`;
    case "text":
      return quoted(parameter.text);
    case "texts":
      return listOf(parameter.texts);
    default:
      return parameter satisfies never;
  }
}

const listOf = (texts: readonly (string | null)[]): string =>
  `CAST([${texts.map((text) => (text === null ? "null" : quoted(text))).join(", ")}], '${typeOf.texts}')`;

/** A text as a literal: within quotes ClickHouse reads nothing but a backslash and a quote in another way. */
const quoted = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function cellOf(parameter: SqlParameter): unknown {
  switch (parameter.type) {
    case "timestamp":
      return String(BigInt(parameter.ms) * 1000n);
    case "integer":
      return parameter.integer;
    case "text":
      return parameter.text;
    case "texts":
      return [...parameter.texts];
    default:
      return parameter satisfies never;
  }
}
