import { defaultRouteSettings, RouteLearner, readPrompt } from "@headgate/levers";
import { expect, test } from "vitest";
import { type Deciding, decideModel } from "./decide-model.ts";
import { stayingAt } from "./staying-at.ts";

const settings = {
  ...defaultRouteSettings,
  models: ["dear", "weak", "good"],
  leastLabels: 200,
};
const read = (place: number) => readPrompt(`Ticket ${place}: which queue is it for?`, "desk");

/** Constructed: of the weak model's answers one in ten is wrong, of the good one's none. */
const learner = new RouteLearner(settings);
for (let place = 0; place < 500; place += 1) {
  const qualities = Float64Array.of(1, place % 10 === 0 ? 0 : 1, 1);
  const costs = Float64Array.of(10, 1, 2);
  learner.learn({ ...read(place), costs, qualities, by: { kind: "form" } });
}
learner.refit();

const deciding = (costs: readonly number[], more: object = {}) =>
  ({
    policy: { day_one: "reference" },
    snapshot: learner.snapshot,
    question: { prompt: read(9_000), task: { kind: "unsure" } },
    costs: Float64Array.from(costs),
    quality: 0.95,
    lambda: undefined,
    answers: new Map(),
    looksAt: () => false,
    isPaidFor: () => false,
    pool: () => [],
    ...more,
  }) as unknown as Deciding;
const [DEAR, WEAK, GOOD] = [0, 1, 2];

test("a conversation stays at a model that the dial would choose too, and is expected to be no worse than its choice", () => {
  // The weak one costs nearly nothing here, so that it may be chosen for its price.
  const cheapest = deciding([10, 9, 2]);
  const decision = { ...decideModel(cheapest), chosen: WEAK };

  expect(decideModel(cheapest)).toMatchObject({ chosen: GOOD, reason: "certified" });
  expect(stayingAt(GOOD, cheapest, decision)).toMatchObject({
    ...{ chosen: GOOD, reason: "kept_prefix" },
  });
});

test("it does not stay at a model that is expected to be worse than what a cautious dial chose", () => {
  const of = deciding([10, 1, 2]);
  const decision = { ...decideModel(of), chosen: GOOD };

  expect(decision.reason).toBe("certified");
  expect(stayingAt(WEAK, of, decision)).toBeUndefined();
});

test("it does not stay at a model that cannot take the call, that is struck out or that no certificate is about", () => {
  const gone = deciding([10, Number.POSITIVE_INFINITY, 2]);
  expect(stayingAt(WEAK, gone, decideModel(gone))).toBeUndefined();

  const certified = new Map([
    [0.95, new Map([["desk", { lambda: 1, labels: 500, members: [DEAR, GOOD] }]])],
  ]);
  const stranger = deciding([10, 1, 2], { snapshot: { ...learner.snapshot, certified } });
  expect(stayingAt(WEAK, stranger, { ...decideModel(stranger), chosen: GOOD })).toBeUndefined();
});

test("at the reference it may always stay", () => {
  const of = deciding([10, 1, 2]);

  expect(stayingAt(DEAR, of, decideModel(of))).toMatchObject({ chosen: DEAR });
});
