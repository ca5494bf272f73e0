import type { Tags } from "@headgate/contract";
import type { TakenColumn } from "../column.ts";
import type { EncodedColumn, EncodedRows } from "./encoded-column.ts";
import { FixedBuilder, type FixedValue } from "./fixed-builder.ts";
import { MapBuilder, TextBuilder } from "./text-builder.ts";

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

/** Lays out a chunk of rows, row by row: a row is read whole while it is in the processor's cache, which is twice as fast. */
export class ChunkEncoder<Row> {
  readonly #mostRows: number;
  readonly #builders: readonly Builder[];
  readonly #groups: readonly Group<Row>[];
  readonly #others: readonly Readonly<{ take: TakenColumn<Row>["take"]; builder: Builder }>[];
  #rows = 0;

  constructor(columns: readonly TakenColumn<Row>[], mostRows: number) {
    this.#mostRows = mostRows;
    const groups = new Map<Group<Row>["of"], Group<Row>>();
    const others: { take: TakenColumn<Row>["take"]; builder: Builder }[] = [];
    this.#builders = columns.map((column) => {
      const { take, member } = column;
      const builder = builderOf(column, mostRows);
      if (member === undefined) others.push({ take, builder });
      else {
        const group = groups.get(member.of) ?? { of: member.of, builders: new Map() };
        group.builders.set(member.name, builder);
        groups.set(member.of, group);
      }
      return builder;
    });
    this.#groups = [...groups.values()];
    this.#others = others;
  }

  get isFull(): boolean {
    return this.#rows === this.#mostRows;
  }

  /** @throws RangeError when an amount is none, or larger than a column can hold */
  put(row: Row): void {
    const at = this.#rows;
    for (const group of this.#groups) putMembers(group, row, at);
    for (const { take, builder } of this.#others) {
      const value = take(row);
      if (value !== null) builder.put(at, value);
    }
    this.#rows += 1;
  }

  /** What was put. */
  chunk(): EncodedRows[number] {
    const rows = this.#rows;
    return { rows, columns: this.#builders.map((builder) => builder.column(rows)) };
  }
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
function builderOf<Row>({ type, name }: TakenColumn<Row>, mostRows: number): Builder {
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
      return new FixedBuilder({ type, name, mostRows }) as Builder;
    default:
      return type satisfies never;
  }
}
