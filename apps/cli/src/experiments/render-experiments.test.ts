import { expect, test } from "vitest";
import { dollarsOf } from "./render-experiments.ts";

test("what a call costs is told, however little it is", () => {
  expect(dollarsOf("0.000420000000")).toBe("$0.000420");
  expect(dollarsOf("-0.000420000000")).toBe("−$0.000420");
  expect(dollarsOf("12.345000000000")).toMatch(/^\$12\.3\d$/);
});
