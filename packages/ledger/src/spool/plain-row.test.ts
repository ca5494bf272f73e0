import { type LedgerRow, ledgerRowSchema } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainRow } from "../store.fixture.ts";
import { exampleRow } from "./ledger-row.fixture.ts";
import { plainLine } from "./plain-row.ts";
import { RowGroup } from "./row-group.ts";

/** What columns keep as JSON. */
const kept = [
  ...["raw_usage", "usage_violations", "savings", "translation", "cache", "route", "changes"],
  ...["request_facts", "experiments"],
] as const;

const pattern = plainLine();

function isPlain(json: string): boolean {
  const line = Buffer.from(`01234567 ${json}\n`).toString("latin1");
  pattern.lastIndex = 0;
  return pattern.test(line) && pattern.lastIndex === line.length;
}

/** The text that a member has within an object's JSON, which nothing else in it has. */
const textOf = (json: string, name: string): string => {
  const start = json.indexOf(`"${name}":`) + name.length + 3;
  return json.slice(start);
};

test("a gateway's row is plain as the spool writes it", () => {
  const group = new RowGroup();
  void group.add(exampleRow(1));
  pattern.lastIndex = 0;

  expect(pattern.test(group.bytes.toString("latin1", 0, group.length))).toBe(true);
});

test("most rows that the contract allows are plain, and what is plain reads as a row", () => {
  let [plain, all] = [0, 0];
  fc.assert(
    fc.property(plainRow, (row) => {
      const json = JSON.stringify(row);
      all += 1;
      if (!isPlain(json)) return;
      plain += 1;
      const read = ledgerRowSchema.parse(JSON.parse(json));
      expect(read).toEqual(row);
      for (const name of kept) {
        const member = read[name as keyof LedgerRow];
        if (member !== undefined) {
          expect(textOf(json, name).startsWith(JSON.stringify(member))).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(plain).toBeGreaterThan(all / 2);
});

test("a plain row that is changed in one place is still a row, or not plain", () => {
  const change = fc.record({
    at: fc.nat(),
    drop: fc.nat({ max: 3 }),
    put: fc.constantFrom(
      "",
      "0",
      "-",
      ".",
      "e",
      '"',
      ",",
      ":",
      "{",
      "}",
      "[",
      "]",
      "null",
      " ",
      "\\",
      "é",
    ),
  });
  fc.assert(
    fc.property(plainRow, change, (row, { at, drop, put }) => {
      const json = JSON.stringify(row);
      const from = at % json.length;
      const changed = json.slice(0, from) + put + json.slice(from + drop);
      if (!isPlain(changed)) return;
      expect(ledgerRowSchema.safeParse(JSON.parse(changed)).success).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["of another source", { source: "otlp" }],
  ["with what other models used", { other_usage: [{ model: "m", usage: { input: 1 } }] }],
  ["with a text that needs an escape", { provider: 'a"b' }],
  ["with a label that would be trimmed", { attribution: { team: "red\u3000" } }],
  ["with a number that is not sure to be exact", { request_bytes: 9_007_199_254_740_991 }],
  ["with usage that is no object", { raw_usage: "none" }],
] satisfies [string, Partial<LedgerRow>][])("a row %s is not plain", (_what, changes) => {
  expect(isPlain(JSON.stringify(exampleRow(1, changes)))).toBe(false);
});

test("a row that lacks a required member is not plain", () => {
  for (const name of Object.keys(exampleRow(1))) {
    const { [name as keyof LedgerRow]: _gone, ...others } = exampleRow(1);
    const json = JSON.stringify(others);
    const { success } = ledgerRowSchema.safeParse(JSON.parse(json));

    expect([name, isPlain(json)]).toEqual([name, success]);
  }
});
