import { expect, test } from "vitest";
import { uniformAt } from "../hashing.ts";
import type { LabelSource } from "../label-source.ts";
import { defaultRouteSettings } from "../route-settings.ts";
import { CascadeLearner, type JudgedLook } from "./cascade-learner.ts";
import { answerStandard, cascadedModel, cascadeKey } from "./cascade-snapshot.ts";
import { pOk } from "./p-ok.ts";

const models = ["dear", "cheap"];
const settings = { ...defaultRouteSettings, models, notches: [0.8, 0.95] };
const form: LabelSource = { kind: "form" };

/** Constructed: sums are wrong in a fifth of the answers, and those are bad; of the rest one in fifty is. */
function lookAt(place: number, change: Partial<JudgedLook> = {}): JudgedLook {
  const isWrong = uniformAt(place, 1) < 0.2;
  const isOk = uniformAt(place, 2) < (isWrong ? 0.02 : 0.98);
  return {
    model: "cheap",
    fingerprint: "sums",
    task: "analysis",
    findings: {
      hard: { empty: 0 },
      soft: { arithmetic: isWrong ? 1 : 0 },
      characters: 200 + Math.floor(uniformAt(place, 3) * 400),
    },
    expected: 0.75,
    quality: isOk ? 1 : 0,
    ofReference: 1,
    by: form,
    ...change,
  };
}

function learned(count: number, change: (place: number) => Partial<JudgedLook> = () => ({})) {
  const learner = new CascadeLearner(settings);
  for (let place = 0; place < count; place += 1) learner.learn(lookAt(place, change(place)));
  learner.refit();
  return learner;
}

const ofSums = { model: "cheap", fingerprint: "sums", task: "analysis" };

test("with few labels an answer is held to the checks alone", () => {
  const { snapshot } = learned(299);

  expect(answerStandard(snapshot, ofSums, 0.8)).toBeUndefined();
  expect(snapshot.get(cascadeKey(ofSums, "fingerprint") ?? "")).toMatchObject({
    judged: 299,
    model: undefined,
  });
});

test("a task's own labels certify a threshold that sets the bad answers aside, and a bolder one at a lower promise", () => {
  const { snapshot } = learned(1_200);

  const standard = answerStandard(snapshot, ofSums, 0.95);
  expect(standard?.scope).toBe("fingerprint");
  if (standard === undefined) return;
  const stands = (arithmetic: number): boolean => {
    const findings = { ...lookAt(0).findings, soft: { arithmetic } };
    return pOk(standard.model, { findings, expected: 0.75 }) > standard.certified.threshold;
  };
  expect(stands(0)).toBe(true);
  expect(stands(1)).toBe(false);
  const bolder = answerStandard(snapshot, ofSums, 0.8);
  expect(bolder?.certified.threshold).toBeLessThanOrEqual(standard.certified.threshold);
  expect(
    cascadedModel(snapshot, ofSums, { models, costs: Float64Array.of(10, 1), quality: 0.95 }),
  ).toEqual({
    place: 1,
    saved: standard.certified.accepted - 0.1,
  });
  // One that costs no less, or may not be asked, is not asked first.
  for (const cost of [10, Number.POSITIVE_INFINITY]) {
    const costs = Float64Array.of(10, cost);
    expect(cascadedModel(snapshot, ofSums, { models, costs, quality: 0.95 })).toBeUndefined();
  }
});

test("a task without labels of its own is held to what its kind of task, or the pool, says, and is not moved by it", () => {
  const { snapshot } = learned(1_200, (place) => ({
    task: place % 2 === 0 ? "analysis" : "code",
  }));
  const costs = Float64Array.of(10, 1);
  const other = { model: "cheap", fingerprint: "new", task: "analysis" };

  expect(answerStandard(snapshot, other, 0.95)?.scope).toBe("task");
  expect(answerStandard(snapshot, { ...other, task: undefined }, 0.95)?.scope).toBe("pool");
  expect(answerStandard(snapshot, { ...other, model: "other" }, 0.95)).toBeUndefined();
  expect(cascadedModel(snapshot, other, { models, costs, quality: 0.95 })).toBeUndefined();
});

test("answers that were labelled half a year before the newest certify nothing", () => {
  const of = (days: number) =>
    learned(1_200, (place) => ({ atMs: place < 1_199 ? 0 : days * 86_400_000 })).snapshot;

  expect(answerStandard(of(180), ofSums, 0.8)).toBeDefined();
  expect(answerStandard(of(181), ofSums, 0.8)).toBeUndefined();
});

test("people and refused judges certify nothing", () => {
  const people = (place: number) => ({ by: { kind: "people", key: `key${place % 50}` } as const });
  expect(answerStandard(learned(1_200, people).snapshot, ofSums, 0.8)).toBeUndefined();
  const judged = learned(1_200, () => ({ by: { kind: "judge", judge: "j" } }));
  expect(answerStandard(judged.snapshot, ofSums, 0.8)).toBeDefined();

  judged.refuse(["j"]);
  judged.refit();

  expect(answerStandard(judged.snapshot, ofSums, 0.8)).toBeUndefined();
});

test("what a judge is known to add is taken off before its answers are certified", () => {
  const judged = learned(1_200, () => ({ by: { kind: "judge", judge: "j" } }));
  const before = answerStandard(judged.snapshot, ofSums, 0.95)?.certified.lowerBound;
  expect(before).toBeGreaterThan(0.95);

  judged.refuse([], new Map([["j", 0.2]]));
  judged.refit();

  expect(answerStandard(judged.snapshot, ofSums, 0.95)?.certified.accepted ?? 0).toBeLessThan(0.3);
});

test("answers that nobody could judge count as bad ones, and P(ok) is not fitted on them", () => {
  const undecided: Partial<JudgedLook> = {
    quality: 0,
    by: { kind: "undecided", judge: undefined },
  };
  const { snapshot } = learned(1_400, (place) => (place % 7 === 0 ? undecided : {}));

  expect(snapshot.get(cascadeKey(ofSums, "fingerprint") ?? "")).toMatchObject({ judged: 1_200 });
  const accepted = (of: typeof snapshot) => answerStandard(of, ofSums, 0.95)?.certified.accepted;
  expect(accepted(learned(1_200).snapshot)).toBeGreaterThan(0.7);
  expect(accepted(snapshot) ?? 0).toBeLessThan(0.2);
  const few = learned(1_204, (place) => (place % 301 === 0 ? undecided : {})).snapshot;
  expect(answerStandard(few, ofSums, 0.95)?.certified.labels).toBe(1_204);
});

test("another promise is certified by what was learned before", () => {
  const learner = learned(1_200);

  expect(answerStandard(learner.snapshot, ofSums, 0.92)).toBeUndefined();
  const other = { ...settings, quality: 0.92 };
  for (const again of [learner.inPool(other), CascadeLearner.load(learner.save(), other)]) {
    expect(answerStandard(again.snapshot, ofSums, 0.92)?.scope).toBe("fingerprint");
  }
});

test("what was learned is saved and goes on the same, in a pool with other models too; against another reference it is refused", () => {
  const learner = learned(1_200);
  const again = CascadeLearner.load(learner.save(), settings);

  expect(again.snapshot).toEqual(learner.snapshot);
  expect(again.save()).toBe(learner.save());
  const grown = CascadeLearner.load(learner.save(), {
    ...settings,
    models: ["dear", "new", "cheap"],
  });
  expect(answerStandard(grown.snapshot, ofSums, 0.8)?.scope).toBe("fingerprint");
  expect(answerStandard(grown.snapshot, { ...ofSums, model: "new" }, 0.8)).toBeUndefined();
  expect(() =>
    CascadeLearner.load(learner.save(), { ...settings, models: ["other", "cheap"] }),
  ).toThrow("not against other");
});

test("each model's answers to each of many tasks are certified by their own labels; what tasks share is told by the newest", () => {
  const small = {
    ...{ ...settings, models: ["dear", "cheap", "mini"], leastLabels: 60, memory: 480 },
    room: { ofTask: 80, older: 1_200 },
  };
  const learner = new CascadeLearner(small);
  for (let place = 0; place < 80 * 16; place += 1) {
    const model = place % 2 === 0 ? "cheap" : "mini";
    learner.learn(lookAt(place, { model, fingerprint: `task${Math.floor(place / 2) % 8}` }));
  }
  learner.refit();

  for (const again of [learner, CascadeLearner.load(learner.save(), small)]) {
    again.refit();
    for (const model of ["cheap", "mini"]) {
      for (let task = 0; task < 8; task += 1) {
        const of = { model, fingerprint: `task${task}`, task: "analysis" };
        expect(answerStandard(again.snapshot, of, 0.8)?.scope).toBe("fingerprint");
        expect(again.snapshot.get(cascadeKey(of, "fingerprint") ?? "")?.judged).toBe(80);
        expect(again.snapshot.get(cascadeKey(of, "pool") ?? "")?.judged).toBe(240);
      }
    }
  }
});
