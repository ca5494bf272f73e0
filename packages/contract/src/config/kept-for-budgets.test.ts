import { expect, test } from "vitest";
import { parseConfig } from "./parse-config.ts";

const fileOf = (keepDays: number, window: string, place = "stores") => `
${place}:
  ledger: { kind: clickhouse, url: "http://127.0.0.1:8123", keep_days: ${keepDays} }
budgets:
  - { name: calls, measure: concurrency, limit: "5" }
  - { name: short, window: day, limit: "5" }
  - { name: all, window: ${window}, limit: "500" }
`;
const faultsOf = (text: string): string => {
  try {
    parseConfig(text, {}, "headgate.yaml");
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test.each([
  [31, "month", 'the window of budget "all" is up to 31 days long', "keep 32 days or more"],
  [7, "week", 'the window of budget "all" is up to 7 days long', "keep 8 days or more"],
  [2, '{ rolling: "36h" }', 'the window of budget "all" is up to 2 days long', "keep 3 days"],
  [
    30,
    '{ every: "90d", from: "2026-01-05T00:00:00Z" }',
    'the window of budget "all" is up to 90 days long',
    "keep 91 days or more",
  ],
])(
  "a ledger that keeps %i days is refused where a budget counts by %s",
  (days, window, ...told) => {
    const faults = faultsOf(fileOf(days, window));

    expect(faults).toMatch(/headgate\.yaml:3:\d+ stores\.ledger\.keep_days: /);
    for (const text of told) expect(faults).toContain(text);
  },
);

test("the place that stores are to move to is looked at as well", () => {
  expect(faultsOf(fileOf(31, "month", "move_to"))).toContain("move_to.ledger.keep_days");
});

test("a ledger that keeps more than each window is taken, and so is one that keeps all", () => {
  expect(faultsOf(fileOf(32, "month"))).toBe("");
  expect(faultsOf(fileOf(2, "hour"))).toBe("");
  expect(faultsOf(fileOf(32, "month").replace(", keep_days: 32", ""))).toBe("");
});
