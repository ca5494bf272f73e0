import { expect, test } from "vitest";
import { cacheStats } from "./cache-stats.fixture.ts";
import { prefixStats } from "./prefix-stats.fixture.ts";
import { renderPrefixStats } from "./render-prefix-stats.ts";
import { renderSemanticStats } from "./render-semantic-stats.ts";

const look = { timeZone: "UTC", width: 400 };

/** The row of a table that begins so, by its cells. */
const cellsOf = (text: string, name: string): readonly string[] =>
  text
    .split("\n")
    .find((line) => line.startsWith(name))
    ?.split(/ {2,}/) ?? [];

test("what near questions would have saved is not said to be saved, and is simulated in its cell", () => {
  const text = renderSemanticStats(cacheStats.semantic, look.width);
  expect(cellsOf(text, "faq ").at(-1)).toBe("would be $0.125 + 3 unknown simulated");
  expect(cellsOf(text, "default ").at(-1)).toBe("$0.00");
});

test("a threshold that has switched itself off says so", () => {
  const [faq, ...others] = cacheStats.semantic.namespaces;
  if (faq === undefined) throw new Error("the fixture has namespaces");
  const namespaces = [{ ...faq, mode: "on" as const, switched_off: true }, ...others];

  expect(renderSemanticStats({ ...cacheStats.semantic, namespaces }, look.width)).toContain(
    "faq: serves nothing: at a cosine of 0.95 too many compared answers were wrong",
  );
});

test("a calibrated namespace whose certified hits went wrong says so", () => {
  const [, measured] = cacheStats.semantic.namespaces;
  if (measured === undefined) throw new Error("the fixture has a calibrated namespace");
  const namespaces = [{ ...measured, switched_off: true }];

  expect(renderSemanticStats({ ...cacheStats.semantic, namespaces }, look.width)).toContain(
    "default: serves nothing: of what was certified too many compared answers were wrong",
  );
});

test("what near questions saved is unknown where no call's saving is known, or a vector's cost is not", () => {
  const [one] = cacheStats.semantic.namespaces;
  if (one === undefined) throw new Error("the fixture has a namespace");
  const hidden = { ...one, mode: "on", saved: "0.000000000000", simulated: false } as const;
  const namespaces = [
    { ...hidden, namespace: "hits", saved_unknown: 4 },
    { ...hidden, namespace: "vectors", saved_unknown: 0, own_cost_unknown: 2 },
    {
      ...hidden,
      namespace: "some",
      saved: "0.500000000000",
      saved_unknown: 0,
      own_cost_unknown: 2,
    },
  ];
  const text = renderSemanticStats({ ...cacheStats.semantic, namespaces }, look.width);
  expect(["hits ", "vectors ", "some "].map((name) => cellsOf(text, name).at(-1))).toEqual([
    "unknown",
    "unknown",
    "$0.500 + 2 unknown",
  ]);
});

test("tokens and dollars of broken prefixes are unknown, or at least so much", () => {
  const [one] = prefixStats.broken;
  if (one === undefined) throw new Error("the fixture has a broken prefix");
  const none = { tokens_again: 0, tokens_unknown: 14, cost_again: "0.000000000000" };
  const broken = [
    { ...one, provider: "none", ...none, cost_unknown: 14 },
    { ...one, provider: "part", tokens_unknown: 2, cost_unknown: 3, simulated: true },
  ];
  const text = renderPrefixStats({ ...prefixStats, broken }, look);
  expect(cellsOf(text, "none/").slice(4, 6)).toEqual(["unknown", "unknown"]);
  expect(cellsOf(text, "part/").slice(4, 6)).toEqual(["≥ 14000", "≥ $0.0483 simulated"]);
});

test("what markers saved is unknown where no call's saving is; so are tokens that no provider counted", () => {
  const [metered, unmetered] = prefixStats.models;
  if (metered === undefined || unmetered === undefined) throw new Error("the fixture has models");
  const hidden = { ...unmetered, saved: "0.000000000000", saved_unknown: 3 };
  const models = [{ ...metered, unmetered: 1 }, hidden];
  const text = renderPrefixStats({ ...prefixStats, models }, look);
  expect(cellsOf(text, "anthropic/").slice(3, 5)).toEqual(["≥ 2842000", "≥ 310000"]);
  expect(cellsOf(text, "sim/").slice(3)).toEqual(["unknown", "unknown", "3/0/0", "unknown"]);
});
