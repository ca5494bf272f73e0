import type { ColumnType, TakenColumn } from "../column.ts";

/** A row as a line of JSONCompactEachRow: its columns in their order, and behind them what is told besides. */
export const encodeLine = <Row>(
  columns: readonly TakenColumn<Row>[],
  row: Row,
  besides: readonly string[],
): string =>
  `[${[...columns.map((column) => cellOf(column.type, column.take(row))), ...besides].join(",")}]`;

function cellOf(type: ColumnType, value: unknown): string {
  if (value === null) return "null";
  switch (type) {
    case "TIMESTAMP":
      return microsOf(value as number);
    case "BIGINT":
      return String(value as bigint | number);
    case "VARCHAR":
    case "DOUBLE":
    case "BOOLEAN":
    case "DECIMAL(38,12)":
    case "MAP(VARCHAR, VARCHAR)":
      return JSON.stringify(value);
    default:
      return type satisfies never;
  }
}

/** A moment as ClickHouse keeps it: whole microseconds, however far away. */
export const microsOf = (ms: number): string => String(BigInt(ms) * 1000n);
