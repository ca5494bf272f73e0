import { expect, test } from "vitest";
import { renderTable } from "./render-table.ts";

const columns = [{ title: "name" }, { title: "tokens", align: "right" }] as const;

test("numbers stand under each other at the right", () => {
  const table = renderTable(
    columns,
    [
      ["a", "1"],
      ["bb", "1,000"],
    ],
    80,
  );
  expect(table).toBe("name  tokens\na          1\nbb     1,000");
});

test("where there is too little room the first column is cut, never a number", () => {
  const table = renderTable(columns, [["a-very-long-name-of-a-model", "123,456,789"]], 30);
  expect(table.split("\n").map((line) => line.length <= 30)).toEqual([true, true]);
  expect(table).toContain("…");
  expect(table).toContain("123,456,789");
});
