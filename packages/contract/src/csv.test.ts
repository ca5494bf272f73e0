import { expect, test } from "vitest";
import { csvOf } from "./csv.ts";

test("rows become CSV with a header; what is not there is empty", () => {
  expect(csvOf([{ team: null, calls: 3, cost: "-0.5", other: false }])).toBe(
    "team,calls,cost,other\r\n,3,-0.5,false\r\n",
  );
  expect(csvOf([])).toBe("");
});

test("commas, quotes and line ends are quoted, and no name becomes a formula", () => {
  expect(csvOf([{ team: 'a,"b"\n', model: "=HYPERLINK(1)" }])).toBe(
    'team,model\r\n"a,""b""\n",\'=HYPERLINK(1)\r\n',
  );
});
