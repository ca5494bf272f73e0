import { HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { newItem } from "../item.fixture.ts";
import { HOUR, openRun, START } from "./run.fixture.ts";

/** A run with three requests in a batch, of which one is due in real time, that notes what a budget is told. */
async function openHolding(hold: () => Promise<void> = async () => undefined) {
  const run = await openRun();
  const inTime = { admittedAtMs: START, deadlineMs: START + 24 * HOUR };
  const [soon, ...others] = [HOUR / 2, 23 * HOUR, 23 * HOUR].map((ms) =>
    newItem({ ...inTime, realTimeAtMs: START + ms }),
  );
  if (soon === undefined) throw new Error("three");
  await run.store.admit([soon, ...others], 0);
  const told: string[] = [];
  run.restart({
    ask: async () => {
      told.push("asked");
      return { kind: "failed", reason: "HTTP 503", notBeforeMs: run.clock.ms + 20 * HOUR };
    },
    release: async ({ callId }) => {
      if (callId === soon.callId) told.push("released");
    },
    hold: async ({ callId }, body) => {
      if (callId !== soon.callId) return;
      expect(Buffer.from(body)).toEqual(soon.body);
      told.push("held");
      await hold();
    },
    record: async (row) => {
      if (row.call_id === soon.callId) told.push("recorded");
      await run.ports.record(row);
    },
  });
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += HOUR / 2;
  await run.tick();
  return { ...run, soon, told };
}

test("what was asked in real time in vain is held for again, and its batch's answer takes the place of that", async () => {
  const run = await openHolding();
  expect(run.told).toEqual(["released", "asked", "held"]);

  run.clock.ms += 2 * HOUR;
  await run.tick();

  expect(await run.stateOf(run.soon)).toBe("answered");
  // Once more before the answer is stored: whoever asked may have died before it held anything.
  expect(run.told.slice(3)).toEqual(["held", "recorded"]);
});

test("a request for which a budget has no room any more waits on without a hold", async () => {
  const run = await openHolding(async () => {
    throw new HeadgateError("budget_exceeded", "No room.");
  });

  expect(await run.stateOf(run.soon)).toBe("waiting");
  expect(run.problems).toContain("asked_in_vain");
  run.clock.ms += 2 * HOUR;
  await run.tick();
  expect(await run.stateOf(run.soon)).toBe("answered");
});
