import { modelTiers } from "@headgate/contract";
import { picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOneChoice, type PoolModel } from "./day-one.ts";
import type { TaskOfCall } from "./task/task-of-call.ts";

const model = (name: string, tier: PoolModel["tier"], cost: bigint | undefined): PoolModel => ({
  model: name,
  tier,
  cost: cost === undefined ? undefined : picodollars(cost),
});
const task: TaskOfCall = {
  kind: "task",
  task: "summarise",
  tier: "budget",
  by: "cues",
  reason: "it looks like summarise: summary",
};
const reference = model("premium", "premium", 100n);
const pool = [
  reference,
  model("flagship", "flagship", 40n),
  model("budget", "budget", 10n),
  model("micro", "micro", 1n),
  model("of no tier", undefined, 1n),
  model("of no price", "budget", undefined),
];

test("by tiers the cheapest model of the tier or above is taken, and told as an assumption", () => {
  expect(dayOneChoice({ setting: "tiers", task, pool, reference })).toEqual({
    model: "budget",
    why: "assumed",
    reason: "it looks like summarise: summary; models of tier budget are assumed to do it",
    may: ["budget", "flagship"],
  });
});

test.each([
  ["unless the policy says tiers", { setting: "reference" as const }],
  ["where the task is not sure", { task: { kind: "not_sure" as const, reason: "no cue" } }],
  ["where its own price is not known", { reference: model("premium", "premium", undefined) }],
  ["where nothing is cheaper", { reference: model("premium", "premium", 10n) }],
])("the reference answers %s", (_, more) => {
  expect(dayOneChoice({ setting: "tiers", task, pool, reference, ...more })).toMatchObject({
    model: "premium",
    why: "reference",
    may: [],
  });
});

test("what is assumed is never of a lower tier than the task's, nor dearer than the reference", () => {
  const tier = fc.constantFrom(...modelTiers);
  const cost = fc.option(fc.bigInt({ min: 0n, max: 100n }), { nil: undefined });
  const models = fc.array(fc.tuple(fc.option(tier, { nil: undefined }), cost), { maxLength: 6 });
  fc.assert(
    fc.property(models, tier, cost, (some, wanted, ofReference) => {
      const known = some.map(([its, price], index) => model(`m${index}`, its, price));
      const its = model("reference", "premium", ofReference);
      const choice = dayOneChoice({
        setting: "tiers",
        task: { ...task, tier: wanted },
        pool: [its, ...known],
        reference: its,
      });

      const chosen = [its, ...known].find((one) => one.model === choice.model);
      if (choice.why === "reference") expect(choice.model).toBe("reference");
      else {
        expect(modelTiers.indexOf(chosen?.tier ?? "micro")).toBeGreaterThanOrEqual(
          modelTiers.indexOf(wanted),
        );
        expect(chosen?.cost).toBeLessThan(ofReference as bigint);
      }
    }),
  );
});
