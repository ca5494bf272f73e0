import type { Tags } from "@headgate/contract";

/** SQL type of a column and the JavaScript value that stands for it. A TIMESTAMP is UTC. */
export type ColumnValues = {
  VARCHAR: string;
  BIGINT: number | bigint;
  DOUBLE: number;
  BOOLEAN: boolean;
  /** Milliseconds since the epoch. */
  TIMESTAMP: number;
  /** The wire form of money. */
  "DECIMAL(38,12)": string;
  "MAP(VARCHAR, VARCHAR)": Tags;
};
export type ColumnType = keyof ColumnValues;

/** One column of a table of `Row`s, without the way back: what such a table needs that is only asked. */
export type TakenColumnOf<Row, Type extends ColumnType> = Readonly<{
  name: string;
  type: Type;
  take(row: Row): ColumnValues[Type] | null;
  /**
   * Set where `take` reads one member of the row, or of an object in it, as it stands: of many such columns only
   * those are looked at that a row has.
   */
  member?: Readonly<{ of: (row: Row) => Readonly<Record<string, unknown>>; name: string }>;
}>;
/** A column's SQL, and how it is taken from a row. */
export type TakenColumn<Row> = { [Type in ColumnType]: TakenColumnOf<Row, Type> }[ColumnType];
