import type { Tags } from "@headgate/contract";
import type { TakenColumn } from "../column.ts";
import type { EncodedColumn, EncodedRows } from "./encoded-column.ts";
import { FixedBuilder, type FixedValue } from "./fixed-builder.ts";
import { MapBuilder, TextBuilder } from "./text-builder.ts";

/** DuckDB's vector size: a data chunk cannot hold more rows. */
const CHUNK_ROWS = 2048;

/** @throws RangeError when an amount is none, or larger than a column can hold */
export function encodeRows<Row>(
  columns: readonly TakenColumn<Row>[],
  rows: readonly Row[],
): EncodedRows {
  return Array.from({ length: Math.ceil(rows.length / CHUNK_ROWS) }, (_, index) =>
    encodeChunk(columns, rows.slice(index * CHUNK_ROWS, (index + 1) * CHUNK_ROWS)),
  );
}

/** Gathers one column of a chunk. Rows come in their order; one that is not put has no value. */
type Builder = Readonly<{
  put(at: number, value: FixedValue | Tags): void;
  column(rows: number): EncodedColumn;
}>;

/** Columns that are members of one object of a row. */
type Group<Row> = Readonly<{
  of: (row: Row) => Readonly<Record<string, unknown>>;
  builders: Map<string, Builder>;
}>;

/** Row by row: a row is read whole while it is in the processor's cache, which is twice as fast. */
function encodeChunk<Row>(
  columns: readonly TakenColumn<Row>[],
  rows: readonly Row[],
): EncodedRows[number] {
  const builders = columns.map((column) => builderOf(column, rows.length));
  const groups = new Map<Group<Row>["of"], Group<Row>>();
  const others: Readonly<{ take: TakenColumn<Row>["take"]; builder: Builder }>[] = [];
  columns.forEach(({ take, member }, index) => {
    const builder = builders[index];
    if (builder === undefined) return;
    if (member === undefined) {
      others.push({ take, builder });
      return;
    }
    const group = groups.get(member.of) ?? { of: member.of, builders: new Map() };
    group.builders.set(member.name, builder);
    groups.set(member.of, group);
  });
  const grouped = [...groups.values()];
  rows.forEach((row, at) => {
    for (const group of grouped) putMembers(group, row, at);
    for (const { take, builder } of others) {
      const value = take(row);
      if (value !== null) builder.put(at, value);
    }
  });
  return { rows: rows.length, columns: builders.map((builder) => builder.column(rows.length)) };
}

/** Looks at the members that a row has, not at all that it could have: it mostly lacks most of them. */
function putMembers<Row>({ of, builders }: Group<Row>, row: Row, at: number): void {
  const object = of(row);
  for (const name in object) {
    const value = object[name];
    if (value === undefined || value === null) continue;
    // A member's column is of the member's type.
    builders.get(name)?.put(at, value as FixedValue);
  }
}

/** Every builder is given the values of its own column alone, which are of the column's type. */
function builderOf<Row>({ type, name }: TakenColumn<Row>, rows: number): Builder {
  switch (type) {
    case "VARCHAR":
      return new TextBuilder() as Builder;
    case "MAP(VARCHAR, VARCHAR)":
      return new MapBuilder() as Builder;
    case "BIGINT":
    case "TIMESTAMP":
    case "DOUBLE":
    case "BOOLEAN":
    case "DECIMAL(38,12)":
      return new FixedBuilder({ type, name, rows }) as Builder;
    default:
      return type satisfies never;
  }
}
