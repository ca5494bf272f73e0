import type { SavingsReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { savingSteps } from "./savings-model.ts";

const row = (
  lever: string,
  saved: string,
  more: Partial<SavingsReport["rows"][number]> = {},
): SavingsReport["rows"][number] => ({
  start: "2026-11-01T00:00:00.000Z",
  lever,
  attempts: 2,
  unknown: 0,
  saved,
  simulated: "0.000000000000",
  ...more,
});

const spent = (effective_cost: string, unpriced_attempts = 0) => ({
  effective_cost,
  unpriced_attempts,
});

test("steps lead from what calls would have cost to what they did cost, in the order of the levers", () => {
  const rows = [
    row("prompt", "1.000000000000"),
    row("exact-cache", "4.000000000000"),
    row("exact-cache", "2.000000000000"),
  ];

  const steps = savingSteps(rows, spent("3.000000000000"));

  expect(steps.map(({ name, amount, from, length }) => [name, amount, from, length])).toEqual([
    ["Without levers", "$10.00", 0, 1],
    ["exact-cache", "−$6.00", 0.4, 0.6],
    ["prompt", "−$1.00", 0.3, 0.1],
    ["Effective cost", "$3.00", 0, 0.3],
  ]);
});

test("a lever that cost more than it saved goes back up", () => {
  const steps = savingSteps([row("context", "-1.000000000000")], spent("5.000000000000"));

  expect(steps.map(({ kind, amount, from, length }) => [kind, amount, from, length])).toEqual([
    ["end", "$4.00", 0, 0.8],
    ["lost", "+$1.00", 0.8, 0.2],
    ["end", "$5.00", 0, 1],
  ]);
});

test("what is not known is said, and is no saving of nothing", () => {
  const rows = [row("output", "0.000000000000", { unknown: 2 })];

  const [baseline, output] = savingSteps(rows, spent("1.000000000000"));

  expect([baseline?.amount, baseline?.note]).toEqual([
    "≥ $1.00",
    "at least: what some of them saved is not known",
  ]);
  expect([output?.amount, output?.note]).toEqual(["unknown", "of 2 attempts not known"]);
});

test("what simulated calls saved is said beside what is not known", () => {
  const some = { attempts: 3, unknown: 1, simulated: "-0.500000000000" };
  const rows = [
    row("exact-cache", "4.000000000000", { simulated: "4.000000000000" }),
    row("prompt", "1.000000000000", some),
  ];

  expect(savingSteps(rows, spent("3.000000000000")).map(({ note }) => note)).toEqual([
    "at least: what some of them saved is not known",
    "all of it is simulated",
    "of 1 attempt not known; −$0.500 of it is simulated",
    "",
  ]);
});

test("ends that leave out what has no price are bounds, and not known where nothing else is", () => {
  const ends = (saved: string, effective: ReturnType<typeof spent>, unknown = 0) => {
    const steps = savingSteps([row("output", saved, { unknown })], effective);
    return [steps.at(0)?.amount, steps.at(-1)?.amount];
  };
  const zero = "0.000000000000";

  expect(ends(zero, spent(zero, 2), 2)).toEqual(["unknown", "unknown"]);
  expect(ends("1.000000000000", spent(zero, 1))).toEqual(["≥ $1.00", "unknown"]);
  expect(ends("1.000000000000", spent("2.000000000000", 1))).toEqual(["≥ $3.00", "≥ $2.00"]);
  expect(ends(zero, spent("2.000000000000"), 1)).toEqual(["≥ $2.00", "$2.00"]);
});

test("where no lever acted there is nothing to show", () => {
  expect(savingSteps([], spent("5.000000000000"))).toEqual([]);
});
