import { type AlarmOn, configSchema, type SemanticNamespaceStats } from "@headgate/contract";
import { expect, test } from "vitest";
import { aboutText, conditionText } from "../alarm-text.ts";
import { measureNearQuestions } from "./measure-near-questions.ts";

const look = { nowMs: Date.parse("2026-11-29T12:00:00Z"), isFiring: false };

function alarmOf(change: object = {}): AlarmOn<"near_questions"> {
  const [alarm] = configSchema.parse({
    alarms: [{ name: "n", on: "near_questions", ...change }],
  }).alarms;
  if (alarm?.on !== "near_questions") throw new TypeError("an alarm of another kind");
  return alarm;
}

/** Constructed. */
const namespace = (change: Partial<SemanticNamespaceStats>): SemanticNamespaceStats => ({
  ...{ namespace: "faq", shared_by: "team support", model: "model", mode: "on" },
  ...{ threshold: null, max_wrong_share: 0.05, switched_off: false, entries: 12 },
  ...{ lookups: 200, would_hit: 50, served: 40, right: 100, wrong: 0, not_judged: 0 },
  ...{ wrong_share: 0, wrong_share_bound: 0.02, certified: null },
  ...{ saved: "0.000000000000", simulated: false, saved_unknown: 0 },
  ...{ own_cost: "0.000000000000", own_cost_unknown: 0, refused: {} },
  ...change,
});
const namespaces = [
  namespace({}),
  namespace({ namespace: "orders", switched_off: true, right: 8, wrong: 7 }),
  namespace({ namespace: "legal", right: 60, wrong: 40, mode: "shadow" }),
  // One wrong answer of four is a guess.
  namespace({ namespace: "few", right: 3, wrong: 1 }),
];
const measure = (change: object = {}) =>
  measureNearQuestions(alarmOf(change), { namespaces }, look);

test("a namespace that serves nothing since its answers went wrong fires, and is told by name", () => {
  const { measurement, isBeyond } = measure();

  expect(isBeyond).toBe(true);
  expect(measurement).toMatchObject({
    value: "1.0",
    note: "orders: 7 of 15 compared answers since the gateway started were wrong, so it serves nothing",
  });
  const retired = namespace({ switched_off: true, is_retired: true });
  expect(measureNearQuestions(alarmOf(), { namespaces: [retired] }, look).isBeyond).toBe(false);
  expect(measureNearQuestions(alarmOf(), { namespaces: [] }, look)).toMatchObject({
    isBeyond: false,
    measurement: { value: "0.0", note: null, unjudged: null },
  });
});

test("with a share those count too that are beyond it for certain, also in shadow", () => {
  expect(measure({ wrong_share: "0.2" }).measurement).toMatchObject({
    value: "2.0",
    note: expect.stringContaining(
      "legal: 40 of 100 compared answers since the gateway started were wrong, in shadow",
    ),
  });
  expect(measure({ wrong_share: "0.5" }).measurement.value).toBe("1.0");
});

test("an alarm is on the namespace that it names, and a threshold allows so many", () => {
  expect(measure({ namespace: "faq" }).isBeyond).toBe(false);
  expect(measure({ namespace: "orders" }).isBeyond).toBe(true);
  expect(measure({ above: "1" }).isBeyond).toBe(false);
  expect(aboutText(alarmOf({ namespace: "faq" }))).toBe(
    "wrong answers to near questions of namespace faq",
  );
  expect(conditionText(alarmOf())).toBe("above 0 namespaces");
});

test("a share beyond 1 is refused", () => {
  expect(() => alarmOf({ wrong_share: "5" })).toThrow("a ratio is from 0 to 1");
});
