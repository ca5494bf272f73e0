import fc from "fast-check";
import { expect, test } from "vitest";
import { csvOf, exactCsvLine } from "./csv.ts";

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

test("no part of a text becomes a formula where a spreadsheet divides lines by semicolons or tabs", () => {
  const cell = (text: string) => csvOf([{ b: text }]).slice("b\r\n".length, -"\r\n".length);

  expect(cell("x;=1+cmd|' /C calc'!A0")).toBe("\"x;'=1+cmd|' /C calc'!A0\"");
  expect(cell("\n=2")).toBe('"\n\'=2"');
  expect(cell("x\t +1")).toBe("x\t' +1");
  expect(cell("a; b, c=d")).toBe('"a; b, c=d"');
});

test("whatever a text holds, no part of it begins as a formula, and machines get it as it is", () => {
  const text = fc.string({
    unit: fc.constantFrom("=", "-", ";", "\t", "\n", "\r", " ", '"', "a", "1"),
  });
  fc.assert(
    fc.property(text, (written) => {
      const line = csvOf([{ b: `a${written}` }]).slice("b\r\n".length);
      expect(line).not.toMatch(/[;\t\r\n][ "]*[=+\-@]/);
      expect(exactCsvLine([written])).not.toContain("'");
    }),
  );
});
