import { type AlarmOn, configSchema, type RouteTrouble } from "@headgate/contract";
import { expect, test } from "vitest";
import { aboutText, conditionText } from "../alarm-text.ts";
import { measureRoutingQuality } from "./measure-routing-quality.ts";

const NOW_MS = Date.parse("2026-11-29T12:00:00Z");
const look = { nowMs: NOW_MS, isFiring: false };

function alarmOf(change: object = {}): AlarmOn<"routing_quality"> {
  const [alarm] = configSchema.parse({
    alarms: [{ name: "q", on: "routing_quality", ...change }],
  }).alarms;
  if (alarm?.on !== "routing_quality") throw new TypeError("an alarm of another kind");
  return alarm;
}

/** Constructed. */
const trouble = (change: Partial<RouteTrouble>): RouteTrouble => ({
  kind: "certificate_lost",
  at: "2026-11-29T09:00:00.000Z",
  policy: "support",
  fingerprint: "0123456789abcdef",
  model: null,
  note: null,
  ...change,
});
const troubles = [
  trouble({}),
  trouble({ kind: "judge_failed", policy: null, fingerprint: null, model: "openai/gpt-4.1" }),
  trouble({ policy: "orders", kind: "model_rubbish", fingerprint: null, model: "a/b" }),
  trouble({ at: "2026-11-27T09:00:00.000Z" }),
];

test("troubles of the window are counted and told by name; without any it does not fire", () => {
  const { measurement, isBeyond } = measureRoutingQuality(alarmOf(), troubles, look);

  expect(isBeyond).toBe(true);
  expect(measurement.value).toBe("3.0");
  expect(measurement.note).toContain(
    "policy support, task 01234567: Newer labels do not certify a cheaper model any more: the reference answers these calls; openai/gpt-4.1: A judge is not believed",
  );
  expect(measureRoutingQuality(alarmOf(), [], look)).toMatchObject({
    isBeyond: false,
    measurement: { value: "0.0", note: null, unjudged: null },
  });
});

test("a policy's alarm is on its own troubles and on judges, a kind's on that kind, and a threshold allows so many", () => {
  const count = (change: object): string | null =>
    measureRoutingQuality(alarmOf(change), troubles, look).measurement.value;

  expect(count({ policy: "orders" })).toBe("2.0");
  expect(count({ kinds: ["certificate_lost"], window: "7d" })).toBe("2.0");
  expect(measureRoutingQuality(alarmOf({ above: "3" }), troubles, look).isBeyond).toBe(false);
  expect(aboutText(alarmOf({ policy: "orders" }))).toBe(
    "troubles with the quality of routed calls of policy orders in the last 24 hours",
  );
  expect(conditionText(alarmOf())).toBe("above 0 troubles");
});
