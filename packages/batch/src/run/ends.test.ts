import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { newItem } from "../item.fixture.ts";
import type { NewItem } from "../item.ts";
import { HOUR, openRun, START } from "./run.fixture.ts";

const asking = (text: string, rest: Partial<NewItem> = {}): NewItem =>
  newItem({
    ...{ admittedAtMs: START, deadlineMs: START + 24 * HOUR, realTimeAtMs: START + 23 * HOUR },
    ...{ text, ...rest },
  });
const sharing = { shared: { digest: "d", scope: "key-1" } };

/** A run that notes for whom a budget's hold is given back. */
async function openNoting() {
  const run = await openRun();
  const released: string[] = [];
  run.restart({ release: async ({ callId }) => void released.push(callId) });
  return { ...run, released };
}

test("a cancelled request that no provider has is held for no longer", async () => {
  const run = await openNoting();
  const item = asking("never sent");
  await run.store.admit([item], 0);

  await run.store.cancel(item.keyId, { ids: [item.id] }, START);
  await run.tick();

  expect(run.released).toEqual([item.callId]);
  run.clock.ms += HOUR;
  await run.tick();
  expect(run.released).toHaveLength(1);
});

test("a cancelled request of a provider's batch is held for until its fate is told, and what was billed is a loss", async () => {
  const run = await openNoting();
  const [kept, cancelled] = [asking("kept"), asking("cancelled")];
  await run.store.admit([kept, cancelled], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  await run.store.cancel(cancelled.keyId, { ids: [cancelled.id] }, run.clock.ms);
  await run.tick();
  expect(run.released).toEqual([]);

  run.clock.ms += 2 * HOUR;
  await run.tick();

  expect(run.released).toEqual([cancelled.callId]);
  expect(run.rows.get(`${cancelled.callId}:0`)?.[0]).toMatchObject({
    ...{ final: false, baseline_cost: "0.000000000000" },
  });
});

test("a provider's batch that nobody waits for any more is cancelled at once", async () => {
  const run = await openNoting();
  const items = [asking("a"), asking("b")];
  await run.store.admit(items, 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();

  await run.store.cancel("key-1", { ids: items.map(({ id }) => id) }, run.clock.ms);
  await run.tick();

  expect(run.problems).toContain("cancelled");
});

test("what was not asked before its deadline has expired, and is not paid for", async () => {
  const run = await openNoting();
  const item = asking("while nothing ran");
  await run.store.admit([item], 0);
  run.clock.ms += 25 * HOUR;

  await run.tick();

  expect(await run.stateOf(item)).toBe("expired");
  expect([run.asked, run.api.made, run.rows.size]).toEqual([[], 0, 0]);
  expect(run.released).toEqual([item.callId]);
  expect(run.problems).toEqual(["deadline_passed"]);
  expect(await run.textOf(item)).toContain("deadline_passed");
});

test("what a batch answered while nothing ran is read before anything is asked again", async () => {
  const run = await openRun();
  const item = asking("answered in time");
  await run.store.admit([item], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms = START + 30 * HOUR;
  run.restart();

  await run.tick();

  expect(await run.stateOf(item)).toBe("answered");
  expect(run.asked).toEqual([]);
});

test("copies of an expired request whose own deadline is later are asked for themselves", async () => {
  const run = await openRun();
  const leader = asking("same", { ...sharing, deadlineMs: START + HOUR, realTimeAtMs: START });
  const [copy, patient] = [
    asking("same", { ...sharing, deadlineMs: START + HOUR }),
    asking("same", sharing),
  ];
  await run.store.admit([leader, copy, patient], 0);
  run.clock.ms += HOUR;

  await run.tick();

  expect(await Promise.all([leader, copy, patient].map(run.stateOf))).toEqual([
    ...["expired", "expired", "waiting"],
  ]);
  run.clock.ms += HOUR;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  await run.tick();
  expect(await run.stateOf(patient)).toBe("answered");
});

test("a request outlives its hurried copy: that expires by its own deadline, and the other is asked until its own", async () => {
  const run = await openNoting();
  const leader = asking("same", sharing);
  const copy = asking("same", {
    ...{ ...sharing, deadlineMs: START + HOUR, realTimeAtMs: START + HOUR / 2 },
  });
  await run.store.admit([leader, copy], 0);
  let isDown = true;
  run.restart({
    release: async ({ callId }) => void run.released.push(callId),
    ask: async (item, body) =>
      isDown
        ? { kind: "failed", reason: "nobody answers", notBeforeMs: run.clock.ms + HOUR / 4 }
        : run.ports.ask(item, body),
  });

  run.clock.ms += HOUR / 2;
  await run.tick();
  run.clock.ms += HOUR / 2;
  await run.tick();

  expect(await Promise.all([leader, copy].map(run.stateOf))).toEqual(["waiting", "expired"]);
  expect(await run.textOf(copy)).toContain("deadline_passed");
  expect(run.released).toContain(copy.callId);
  isDown = false;
  run.clock.ms += HOUR;
  await run.tick();
  expect(await run.stateOf(leader)).toBe("answered");
  expect(run.api.made).toBe(0);
});

test.each([
  ["a page of HTML", "<html>hello</html>"],
  ["nothing at all", ""],
])(
  "copies of a request that was answered with %s are answered so, and what they saved is unknown",
  async (_, text) => {
    const run = await openRun();
    const leader = asking("same", { ...sharing, realTimeAtMs: START });
    const copy = asking("same", sharing);
    await run.store.admit([leader, copy], 0);
    run.restart({
      ask: async () => ({ kind: "answered", result: { status: 200, body: Buffer.from(text) } }),
    });

    await run.tick();

    expect(await Promise.all([leader, copy].map(run.stateOf))).toEqual(["answered", "answered"]);
    expect(await run.textOf(copy)).toBe(text);
    expect(run.rows.get(`${copy.callId}:0`)?.[0]).toMatchObject({
      ...{ baseline_cost: null, savings: [{ lever: "batch", amount: null }] },
    });
  },
);

test("what a batch answers is the answer of a request that was asked in real time in vain, and no loss", async () => {
  const run = await openRun();
  const soon = asking("soon", { realTimeAtMs: START + HOUR / 2 });
  await run.store.admit([soon, asking("a"), asking("b")], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.restart({
    ask: async () => ({ kind: "failed", reason: "HTTP 503", notBeforeMs: START + 20 * HOUR }),
  });
  run.clock.ms += HOUR / 2;
  await run.tick();
  expect(await run.stateOf(soon)).toBe("waiting");

  run.clock.ms += 2 * HOUR;
  await run.tick();

  expect(await run.stateOf(soon)).toBe("answered");
  expect(run.problems).not.toContain("billed_twice");
  const row = run.rows.get(`${soon.callId}:0`)?.[0];
  expect(row).toMatchObject({ final: true, usage_origin: "provider" });
  expect(parseDollars(row?.savings[0]?.amount ?? "")).toBeGreaterThan(0n);
  expect(run.api.billed).toHaveLength(3);
  expect(run.rows.size).toBe(3);
});

test("a request that was being asked when the process died is not asked again where its batch has answered it", async () => {
  const run = await openRun();
  const soon = asking("soon", { realTimeAtMs: START + HOUR / 2 });
  await run.store.admit([soon, asking("a"), asking("b")], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  // It dies with the question on its way.
  expect(await run.store.takeUrgent(START + HOUR / 2, 10)).toHaveLength(1);
  run.clock.ms += 2 * HOUR;
  run.restart();

  await run.tick();

  expect(await run.stateOf(soon)).toBe("answered");
  expect([run.asked, run.problems.filter((one) => one === "billed_twice")]).toEqual([[], []]);
  expect(run.rows.size).toBe(3);
});
