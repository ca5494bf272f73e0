import { expect, test } from "vitest";
import { nextTableSort, readTableSort, sortedRows, tableSortOf } from "./table-sort.ts";

const columns = ["name", "rows"] as const;
const table = [
  { name: "b", rows: 2n },
  { name: "a", rows: undefined },
  { name: "c", rows: 10n },
];
const sorted = (text: string) =>
  sortedRows(table, tableSortOf(text, columns), (row, column) => row[column]).map(
    ({ name }) => name,
  );

test("a header sorts descending first, then ascending, and what is not known stays last", () => {
  expect(nextTableSort(undefined, "rows")).toBe("rows");
  expect(nextTableSort(tableSortOf("rows", columns), "rows")).toBe("rows.asc");
  expect(sorted("rows")).toEqual(["c", "b", "a"]);
  expect(sorted("rows.asc")).toEqual(["b", "c", "a"]);
  expect(sorted("name.asc")).toEqual(["a", "b", "c"]);
});

test("a column that is not there is refused with the parameter's name", () => {
  expect(() => readTableSort("sort_by", "size", columns)).toThrow(/sort_by: expected one of name/);
  expect(() => readTableSort("sort_by", "rows.up", columns)).toThrow(/sort_by/);
  expect(readTableSort("sort_by", undefined, columns)).toBeUndefined();
});
