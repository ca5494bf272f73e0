import { describe, expect, test } from "vitest";
import { amountCommas } from "./amount-commas.ts";
import { billAmount } from "./bill-amount.ts";
import { statementOf } from "./bill-ids.ts";
import { billTags } from "./bill-tags.ts";
import { billTimeMs, monthOf } from "./bill-time.ts";

describe("a bill's amounts", () => {
  test.each([
    ["1.5", "1.5"],
    ["1.2E-7", "0.00000012"],
    ["0.00 ", "0.00"],
    ["$50,000.00 ", "50000.00"],
    ["-1,234.5", "-1234.5"],
    ["(12.00)", "-12.00"],
  ])("%s is %s", (text, amount) => expect(billAmount(text)).toBe(amount));

  test.each(["", "n/a", "1,5", "12,34", "0,123", "-0,123", "€5", undefined])("%s is none", (text) =>
    expect(billAmount(text)).toBeUndefined(),
  );
});

describe("a bill's amounts where commas stand before the decimals", () => {
  test.each([
    ["0,123", "0.123"],
    ["12,345", "12.345"],
    ["-1.234,5", "-1234.5"],
    ["(12,00)", "-12.00"],
    ["1,2E-7", "0.00000012"],
    ["7", "7"],
    ["0.5", "0.5"],
  ])("%s is %s", (text, amount) => expect(billAmount(text, "decimal")).toBe(amount));

  test.each(["1.234", "1,234,567", "n/a", ""])("%s is none", (text) =>
    expect(billAmount(text, "decimal")).toBeUndefined(),
  );

  test("one that may be either is none where the file does not say", () => {
    expect(billAmount("12,345", "unknown")).toBeUndefined();
    expect(billAmount("12,345.6", "unknown")).toBe("12345.6");
    expect(billAmount("12,345", "thousands")).toBe("12345");
  });

  test.each([
    ["a;b\n1;0,12\n", "decimal"],
    ['a,b\n1,"0,12"\n', "decimal"],
    ['a,b\n1,"12,345"\n', "thousands"],
    ["a;b\n1;12,345\n", "unknown"],
    ["a;b\n1;1,234.5\n", "thousands"],
    ['a,b\n1,"0,12"\n2,"1,234.5"\n', "unknown"],
    ["a;b\nsizes 0,12;5\n", "unknown"],
    ["a,b\n1,2\n", "thousands"],
  ])("%j has commas: %s", (head, commas) => expect(amountCommas(head)).toBe(commas));
});

test("an account is known by its last part, whatever stands around it", () => {
  const november = Date.UTC(2026, 10, 1);
  for (const account of [
    "123",
    "/providers/Microsoft.Billing/billingAccounts/123",
    "accounts/123/",
  ]) {
    expect(statementOf("azure_cost_export", account, november)).toBe(
      "azure_cost_export:123:2026-11-01",
    );
  }
});

describe("a bill's times", () => {
  const november = Date.UTC(2026, 10, 1);
  test.each([
    "2026-11-01T00:00:00Z",
    "2026-11-01T00:00:00.000000Z",
    "2026-11-01T00:00Z",
    "2026-11-01 00:00:00",
    "2026-11-01 00:00:00 UTC",
    "2026-11-01T01:00:00+01:00",
    "2026-11-01",
    "11/1/26",
    "11/01/2026",
    "11/1/2026 0:00",
  ])("%s is the first of November, in UTC", (text) => expect(billTimeMs(text)).toBe(november));

  test.each(["13/1/2026", "2026-02-30", "2026-11-01T30:00:00Z", "yesterday", "", undefined])(
    "%s is none",
    (text) => expect(billTimeMs(text)).toBeUndefined(),
  );

  test("a month ends where the next begins", () =>
    expect(monthOf(Date.UTC(2026, 11, 31))).toEqual({
      startMs: Date.UTC(2026, 11, 1),
      endMs: Date.UTC(2027, 0, 1),
    }));
});

describe("a bill's tags", () => {
  test.each([
    ['{"team":"search","n":1,"empty":"","none":null}', { team: "search", n: "1" }],
    ['"team": "search","stage": "prod"', { team: "search", stage: "prod" }],
    ['[{"key":"team","value":"search"}]', { team: "search" }],
    ["{}", {}],
  ])("%s", (text, tags) => expect(billTags(text)).toEqual({ tags, problems: [] }));

  test("that are no JSON are told, not guessed", () =>
    expect(billTags("team=search").problems).toEqual(["The tags are no JSON and are left out."]));

  test("that are longer than the ledger keeps are cut, and that is told", () => {
    const { tags, problems } = billTags(JSON.stringify({ note: "x".repeat(2000) }));
    expect(tags.note).toHaveLength(1024);
    expect(problems).toEqual(["A tag is longer than the ledger keeps and is cut."]);
  });
});
