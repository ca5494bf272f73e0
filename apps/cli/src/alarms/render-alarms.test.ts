import type { AlarmStatus } from "@headgate/contract";
import { expect, test } from "vitest";
import { alarms } from "../management/alarm-answers.fixture.ts";
import { renderAlarms } from "./render-alarms.ts";

const [cache] = alarms;
const shown = (alarm: Partial<AlarmStatus>, last: Partial<AlarmStatus["last"]> = {}): string => {
  if (cache?.last == null) throw new Error("the fixture has a measured alarm");
  const one = { ...cache, last: { ...cache.last, ...last }, ...alarm };
  return renderAlarms([one], { timeZone: "UTC", width: 200 });
};

test("an alarm that fires is seen as firing though its last question failed, and the failure is told", () => {
  const text = shown({ last_error: "the ledger did not answer in time" });
  expect(text).toMatch(/^cache +cache_hits +firing /m);
  expect(text).toContain("\ncache: not measured: the ledger did not answer in time");
  expect(shown({}, { unjudged: "cannot_be_measured", note: "no bill yet" })).toContain(
    "\ncache: cannot be measured: no bill yet",
  );
  expect(shown({ state: "ok", last_error: "gone" })).toMatch(
    /^cache +cache_hits +cannot be measured /m,
  );
});

test("what must be known to read a value is told: simulated money, calls too few, costs not known", () => {
  const spend = { on: "spend", unit: "usd" } as const;
  expect(shown(spend, { value: "5000", simulated: true })).toContain("$5,000.00 simulated");
  expect(shown({ state: null }, { unjudged: "too_few_calls" })).toContain(
    "\ncache: too few calls to judge",
  );
  expect(shown({ state: null }, { unjudged: "cost_unknown", unpriced_attempts: 3 })).toContain(
    "\ncache: cannot be judged: costs are not known",
  );
  expect(shown(spend, { unpriced_attempts: 3 })).toContain(
    "\ncache: attempts without a known cost: 3",
  );
});
