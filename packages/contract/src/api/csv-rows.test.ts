import { expect, test } from "vitest";
import { csvOf } from "../csv.ts";
import { csvRowsOf } from "./csv-rows.ts";

test("nested members are named with a point, lists are JSON, and what is absent is empty", () => {
  const rows = csvRowsOf("/api/drivers", {
    drivers: [{ value: "a", change: "1.000000000000", parts: { volume: "1.0" } }],
    others: { change: "0.0" },
    total: { change: "1.0", names: ["x", "y"] },
  });

  expect(csvOf(rows ?? [])).toBe(
    [
      "row,value,change,parts.volume,names",
      "driver,a,1.000000000000,1.0,",
      "others,,0.0,,",
      'total,,1.0,,"[""x"",""y""]"',
      "",
    ].join("\r\n"),
  );
});

test("each price is a row that repeats its model", () => {
  const rows = csvRowsOf("/api/prices", {
    models: [{ provider: "p", model: "m", records: [{ price: "1" }, { price: "2" }] }],
  });

  expect(rows).toEqual([
    { provider: "p", model: "m", price: "1" },
    { provider: "p", model: "m", price: "2" },
  ]);
  expect(csvRowsOf("/api/status", {})).toBeUndefined();
});
