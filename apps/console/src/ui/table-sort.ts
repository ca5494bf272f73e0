import { SearchFailure } from "../search/search-failure.ts";

/** How a table is sorted; in an address `column` stands for descending and `column.asc` for ascending. */
export type TableSort<Column extends string> = Readonly<{ column: Column; ascending: boolean }>;

/**
 * Reads a table's order from the address: `rows` or `rows.asc`; undefined where it stands at its own order.
 * @throws SearchFailure naming the parameter when it is no column of the table.
 */
export const readTableSort = <Column extends string>(
  name: string,
  text: unknown,
  columns: readonly Column[],
): string | undefined => {
  if (text === undefined) return undefined;
  const sort = tableSortOf(text, columns);
  if (sort === undefined) {
    throw new SearchFailure(`${name}: expected one of ${columns.join(", ")}, with .asc or without`);
  }
  return sortText(sort);
};

/** The order that an address names; undefined where it names none. */
export const tableSortOf = <Column extends string>(
  text: unknown,
  columns: readonly Column[],
): TableSort<Column> | undefined => {
  if (typeof text !== "string") return undefined;
  const [name, order, ...rest] = text.split(".");
  const column = columns.find((known) => known === name);
  if (column === undefined || rest.length > 0 || (order !== undefined && order !== "asc")) {
    return undefined;
  }
  return { column, ascending: order === "asc" };
};

const sortText = ({ column, ascending }: TableSort<string>): string =>
  ascending ? `${column}.asc` : column;

/** What pressing a column's header asks for: descending first, then ascending. */
export const nextTableSort = <Column extends string>(
  sort: TableSort<Column> | undefined,
  column: Column,
): string => sortText({ column, ascending: sort?.column === column && !sort.ascending });

export const sortDirection = <Column extends string>(
  sort: TableSort<Column> | undefined,
  column: Column,
): "ascending" | "descending" | "none" => {
  if (sort?.column !== column) return "none";
  return sort.ascending ? "ascending" : "descending";
};

/** What a row is sorted by; what is not known comes last, whichever way. */
export type SortKey = number | bigint | string | undefined;

/** The rows in a table's order; equal ones, and all without an order, stay as they came. */
export const sortedRows = <Row, Column extends string>(
  rows: readonly Row[],
  sort: TableSort<Column> | undefined,
  keyOf: (row: Row, column: Column) => SortKey,
): readonly Row[] => {
  if (sort === undefined) return rows;
  const sign = sort.ascending ? 1 : -1;
  return rows.toSorted((left, right) => {
    const a = keyOf(left, sort.column);
    const b = keyOf(right, sort.column);
    if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
    if (typeof a === "string" && typeof b === "string") return sign * a.localeCompare(b);
    if (a === b) return 0;
    return a > b ? sign : -sign;
  });
};
