import { blankRow } from "../blank-row.ts";
import type { SqlRow, SqlValue } from "../reports/ask.ts";

/** An answer in ClickHouse's format JSONCompact. */
export type Answer = Readonly<{
  meta: readonly Readonly<{ name: string; type: string }>[];
  data: readonly (readonly unknown[])[];
}>;

/** The rows of an answer, each column as the type that ClickHouse tells of it. */
export function rowsOf({ meta, data }: Answer): readonly SqlRow[] {
  const columns = meta.map(({ name, type }) => ({ name, read: readerOf(name, type) }));
  const blank = blankRow<SqlValue>(columns.map(({ name }) => name));
  return data.map((values) => {
    const row = blank();
    columns.forEach(({ name, read }, at) => {
      const value = values[at];
      row[name] = value === null || value === undefined ? null : read(value);
    });
    return row;
  });
}

function readerOf(name: string, type: string): (value: unknown) => SqlValue {
  const plain = type.replaceAll(/(?:Nullable|LowCardinality)\(|\)+$/g, "");
  if (/^U?Int8$/.test(plain)) return truth;
  if (/^U?Int\d+$/.test(plain)) return (value) => BigInt(value as string | number);
  if (/^B?Float/.test(plain)) return Number;
  if (plain === "Bool") return Boolean;
  if (/^(?:String|FixedString|Decimal|Enum)/.test(plain)) return String;
  if (plain === "Nothing") return () => null;
  return () => {
    throw new TypeError(`column ${name} is a ${type} and not plain: cast it in the query`);
  };
}

/** Comparisons answer a number of eight bits; nothing else of the ledger's is one. */
const truth = (value: unknown): SqlValue => Number(value) !== 0;
