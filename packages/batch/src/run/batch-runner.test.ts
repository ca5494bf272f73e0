import { HeadgateError } from "@headgate/contract";
import { parseDollars, subtract, sum } from "@headgate/money";
import { expect, test } from "vitest";
import { admitWork } from "../admit-work.ts";
import { newItem } from "../item.fixture.ts";
import type { NewItem } from "../item.ts";
import { HOUR, openRun, START } from "./run.fixture.ts";

const dueIn = (ms: number): Partial<NewItem> => ({
  ...{ admittedAtMs: START, deadlineMs: START + ms, realTimeAtMs: START + ms - HOUR / 3 },
});
const asking = (text: string, rest: Partial<NewItem> = {}): NewItem =>
  newItem({ ...dueIn(24 * HOUR), text, ...rest });
const sharing = (digest: string) => ({ shared: { digest, scope: "key-1" } });

test("requests that wait go together, cost the batch price, and save the difference exactly", async () => {
  const run = await openRun();
  const items = [asking("one"), asking("two"), asking("three")];
  await run.store.admit(items, 0);

  await run.tick();
  expect(run.api.made).toBe(0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  await run.tick();

  expect(run.api.made).toBe(1);
  expect(run.rows.size).toBe(3);
  for (const item of items) {
    expect(await run.stateOf(item)).toBe("answered");
    const [row] = run.rows.get(`${item.callId}:0`) ?? [];
    expect(row).toMatchObject({
      ...{ final: true, service_tier: "batch", simulated: true, provider: "openai" },
      ...{ request_model: "gpt-5-mini", usage: { input: 1_000, output: 100 } },
      ...{ charge: { confidence: "exact" } },
    });
    const baseline = parseDollars(row?.baseline_cost ?? "");
    const cost = parseDollars(row?.charge.effective_cost ?? "");
    expect(cost * 2n).toBe(baseline);
    expect(row?.savings).toEqual([{ lever: "batch", amount: expect.any(String) }]);
    expect(parseDollars(row?.savings[0]?.amount ?? "")).toBe(subtract(baseline, cost));
  }
  expect(await run.textOf(items[1] as NewItem)).toContain("two");
});

test("a group goes as often as it is full, and what is left waits", async () => {
  const run = await openRun({}, { requests: 2 });
  await run.store.admit([asking("a"), asking("b"), asking("c")], 0);

  await run.tick();

  expect(run.api.made).toBe(1);
  expect((await run.store.standing()).items).toEqual({ batched: 2, waiting: 1 });
});

test("too few for the provider wait for others as long as their time has room for a batch, and each only by its own", async () => {
  const run = await openRun({}, { leastRequests: 100 });
  const [item, soon] = [asking("alone"), asking("soon", dueIn(4 * HOUR))];
  await run.store.admit([item, soon], 0);
  run.clock.ms += HOUR;
  await run.tick();
  expect(run.asked).toEqual([]);

  // Half of the time until it would be asked in real time is over.
  run.clock.ms += HOUR;
  await run.tick();
  expect(run.asked).toEqual([soon.id]);

  run.clock.ms = START + 11 * HOUR;
  await run.tick();
  expect(run.asked).toEqual([soon.id]);
  run.clock.ms = START + 12 * HOUR;
  await run.tick();

  expect([run.api.made, run.asked]).toEqual([0, [soon.id, item.id]]);
  expect(await run.stateOf(item)).toBe("answered");
});

test("eight requests a minute make a batch of a hundred, though the first of them has waited its time", async () => {
  const run = await openRun({}, { leastRequests: 100 });
  for (let minute = 0; minute < 13; minute += 1) {
    const items = Array.from({ length: 8 }, (_, at) => ({
      ...asking(`${minute} ${at}`),
      admittedAtMs: run.clock.ms,
    }));
    await run.store.admit(items, 0);
    await run.tick();
    run.clock.ms += 60_000;
  }

  expect([run.api.made, run.asked]).toEqual([1, []]);
  expect((await run.store.standing()).items).toEqual({ batched: 104 });
});

test("fewer than the operator wants in a batch are asked in real time once they have waited", async () => {
  const run = await openRun({ fewestRequests: 5 });
  const item = asking("alone");
  await run.store.admit([item], 0);
  await run.tick();
  expect(run.asked).toEqual([]);

  run.clock.ms += 11 * 60_000;
  await run.tick();

  expect([run.api.made, run.asked]).toEqual([0, [item.id]]);
});

test("what asks the same is sent once, and all of them are answered; each copy saves what it would have cost", async () => {
  const run = await openRun();
  const [leader, copy, later] = [1, 2, 3].map(() => asking("same", sharing("d")));
  if (leader === undefined || copy === undefined || later === undefined) throw new Error();
  await run.store.admit([leader, copy], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  await run.tick();
  await run.store.admit([later], 0);
  await run.tick();

  expect(run.api.billed).toHaveLength(1);
  const leaderRow = run.rows.get(`${leader.callId}:0`)?.[0];
  for (const one of [copy, later]) {
    const row = run.rows.get(`${one.callId}:0`)?.[0];
    expect(row).toMatchObject({
      ...{ baseline_cost: leaderRow?.baseline_cost, usage: {} },
      ...{ savings: [{ lever: "batch", amount: leaderRow?.baseline_cost }] },
      ...{ changes: [{ lever: "batch", did: "duplicate", count: 1 }] },
    });
    expect(await run.textOf(one)).toBe(await run.textOf(leader));
  }
});

test("where another model was chosen, routing and the batch each save their part, also of a copy", async () => {
  const run = await openRun();
  const route = {
    ...{ reference: "openai/gpt-5", chosen: "openai/gpt-5-mini" },
    reason: "certified" as const,
  };
  const [item, copy] = [1, 2].map(() => asking("same", { ...sharing("d"), model: "gpt-5", route }));
  if (item === undefined || copy === undefined) throw new Error("two");
  await run.store.admit([item, copy], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  await run.tick();

  const [row] = run.rows.get(`${item.callId}:0`) ?? [];
  const [copied] = run.rows.get(`${copy.callId}:0`) ?? [];
  // 1,000 tokens in and 100 out at 1.25 and 10 dollars a million, at 0.25 and 2, and at half of that.
  expect(row).toMatchObject({
    ...{ request_model: "gpt-5", sent_model: "gpt-5-mini", route },
    ...{ baseline_cost: "0.002250000000", charge: { effective_cost: "0.000225000000" } },
    savings: [
      { lever: "route", amount: "0.001800000000" },
      { lever: "batch", amount: "0.000225000000" },
    ],
  });
  expect(copied).toMatchObject({
    ...{ route, baseline_cost: "0.002250000000", charge: { effective_cost: "0.000000000000" } },
    savings: [
      { lever: "route", amount: "0.001800000000" },
      { lever: "batch", amount: "0.000450000000" },
    ],
  });
});

test.each(["before", "after"] as const)(
  "a batch whose sending broke off %s it was made is made once",
  async (when) => {
    const run = await openRun();
    const item = asking("once");
    await run.store.admit([item], 0);
    run.api.failSubmit = when;
    run.clock.ms += 11 * 60_000;
    await run.tick();
    expect(run.problems).toEqual(["not_submitted"]);

    run.restart();
    for (let hour = 0; hour < 3; hour += 1) {
      run.clock.ms += HOUR;
      await run.tick();
    }

    expect([run.api.made, run.api.billed.length, run.rows.size]).toEqual([1, 1, 1]);
    expect(await run.stateOf(item)).toBe("answered");
  },
);

test("a batch that was sent with fewer lines than it was opened with is found again, and made once", async () => {
  const run = await openRun();
  const [kept, cancelled] = [asking("kept"), asking("cancelled")];
  await run.store.admit([kept, cancelled], 0);
  run.clock.ms += 11 * 60_000;
  run.api.failSubmit = "before";
  await run.tick();
  await run.store.cancel("key-1", { ids: [cancelled.id] }, run.clock.ms);
  run.api.failSubmit = "after";
  run.clock.ms += HOUR;
  await run.tick();
  expect(run.api.made).toBe(1);

  run.restart();
  for (let hour = 0; hour < 3; hour += 1) {
    run.clock.ms += HOUR;
    await run.tick();
  }

  expect([run.api.made, run.api.billed.length, run.rows.size]).toEqual([1, 1, 1]);
  expect(await run.stateOf(kept)).toBe("answered");
});

test("a batch that a provider refuses is asked request by request in real time", async () => {
  const run = await openRun();
  const item = asking("refused");
  await run.store.admit([item], 0);
  run.api.failSubmit = "refused";
  run.clock.ms += 11 * 60_000;

  await run.tick();

  expect(run.asked).toEqual([item.id]);
});

test("results that break off are read again, and no row is made twice", async () => {
  const run = await openRun();
  const items = Array.from({ length: 450 }, (_, index) => asking(`q ${index}`));
  await run.store.admit(items, 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.api.breakOffAfter = 300;
  run.clock.ms += 2 * HOUR;
  await run.tick();
  expect(run.problems).toEqual(["results_broke_off"]);
  expect(run.rows.size).toBe(200);

  run.restart();
  run.clock.ms += HOUR;
  await run.tick();

  expect(run.rows.size).toBe(450);
  expect([...run.rows.values()].every((times) => times.length === 1)).toBe(true);
});

test("of rows of which one cannot be recorded the others are recorded once", async () => {
  const run = await openRun();
  const items = ["a", "b", "c"].map((text) => asking(text));
  await run.store.admit(items, 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  run.restart({
    record: async (row) => {
      if (row.call_id === items[1]?.callId) throw new Error("budgets are closed");
      await run.ports.record(row);
    },
  });
  await expect(run.tick()).rejects.toThrow("budgets are closed");

  run.restart();
  await run.tick();

  expect([...run.rows.values()].map((times) => times.length)).toEqual([1, 1, 1]);
});

test("a row that was written and not noted is written again as the same row", async () => {
  const run = await openRun();
  await run.store.admit([asking("a")], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  run.restart({
    record: async (row) => {
      await run.ports.record(row);
      throw new Error("killed");
    },
  });
  await expect(run.tick()).rejects.toThrow("killed");

  run.restart();
  await run.tick();

  const [written] = run.rows.values();
  expect(written).toHaveLength(2);
  expect(written?.[0]).toEqual(written?.[1]);
});

test("missing, doubled, unreadable and failed lines are told; each request is answered in another batch", async () => {
  const run = await openRun();
  const fates = ["missing", "doubled", "unreadable", "failed", "refused"] as const;
  const items = fates.map((fate) => asking(fate));
  await run.store.admit(items, 0);
  run.api.fate = ({ body }) =>
    fates.find((fate) => JSON.stringify(body).includes(fate)) ?? "answered";
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  await run.tick();

  expect(run.problems.toSorted()).toEqual(
    [
      ...["missing_line", "missing_line", "doubled_line"],
      ...["unreadable_line", "failed_line", "failed_line"],
    ].toSorted(),
  );
  run.api.fate = () => "answered";
  run.clock.ms += HOUR;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  await run.tick();

  expect(await Promise.all(items.map(run.stateOf))).toEqual([
    ...["answered", "answered", "answered", "answered", "failed"],
  ]);
  const [missing, , , failed, refused] = items;
  expect(run.rows.get(`${missing?.callId}:0`)?.[0]).toMatchObject({
    ...{ final: false, baseline_cost: null, charge: { confidence: "unknown" } },
  });
  expect(run.rows.get(`${failed?.callId}:1`)?.[0]).toMatchObject({ final: true });
  expect(run.rows.get(`${refused?.callId}:0`)?.[0]).toMatchObject({
    ...{ final: true, status: 400, outcome: "provider_error", savings: [] },
  });
  expect(await run.textOf(refused as NewItem)).toContain("It did not work.");
});

test("what a provider lets expire is asked in real time", async () => {
  const run = await openRun();
  const item = asking("late");
  await run.store.admit([item], 0);
  run.api.expires = true;
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += 2 * HOUR;
  await run.tick();

  expect(run.asked).toEqual([item.id]);
  expect(await run.stateOf(item)).toBe("answered");
  expect(run.api.billed).toEqual([]);
});

test("a batch is cancelled when its deadlines come near, and they are kept in real time", async () => {
  const run = await openRun({ lastLookMs: 60_000 });
  const item = asking("soon", { deadlineMs: START + HOUR, realTimeAtMs: START + HOUR / 2 });
  await run.store.admit([item], 0);
  while (run.asked.length === 0 && run.clock.ms < START + HOUR) {
    run.clock.ms += 60_000;
    await run.tick();
  }

  expect(run.clock.ms).toBeLessThanOrEqual(START + HOUR / 2 + 60_000);
  expect(run.problems).toContain("cancelled");
  expect([run.asked, run.api.billed]).toEqual([[item.id], []]);
});

test("an answer that comes after its request was asked in real time is a row of its own, all of it a loss", async () => {
  const run = await openRun();
  const soon = asking("soon", { realTimeAtMs: START + HOUR / 2 });
  const others = [asking("a"), asking("b")];
  await run.store.admit([soon, ...others], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  run.clock.ms += HOUR / 2;
  await run.tick();
  expect(run.asked).toEqual([soon.id]);
  run.clock.ms += 2 * HOUR;
  await run.tick();

  const row = run.rows.get(`${soon.callId}:0`)?.[0];
  expect(run.problems).toEqual(["billed_twice"]);
  expect(row).toMatchObject({ final: false, baseline_cost: "0.000000000000" });
  expect(
    sum([
      parseDollars(row?.savings[0]?.amount ?? ""),
      parseDollars(row?.charge.effective_cost ?? ""),
    ]),
  ).toBe(0n);
});

test("a deadline that has passed is refused and holds nothing; a budget without room refuses the one request alone", async () => {
  const run = await openRun();
  const held: string[] = [];
  const [past, dear, soon] = [asking("past"), asking("dear"), asking("soon")].map((item) => {
    const { admittedAtMs: _a, realTimeAtMs: _r, ...request } = item;
    return request;
  });
  if (past === undefined || dear === undefined || soon === undefined) throw new Error();
  const ports = {
    ...run.ports,
    sharing: () => undefined,
    realTime: async () => undefined,
    duplicateAgeMs: () => HOUR,
    hold: async ({ id }: NewItem) => {
      if (id === dear.id) throw new HeadgateError("budget_exceeded", "No room.");
      held.push(id);
    },
    stillHeld: () => undefined,
  };

  const refused = await admitWork(ports, [
    { ...past, deadlineMs: START },
    dear,
    { ...soon, deadlineMs: START + 60_000 },
  ]);
  await admitWork(ports, [{ ...soon, deadlineMs: START + 60_000 }]);
  await run.tick();

  expect([...refused].map(([id, { code }]) => [id, code])).toEqual([
    [past.id, "deadline_invalid"],
    [dear.id, "budget_exceeded"],
  ]);
  expect([held, run.asked]).toEqual([[soon.id], [soon.id]]);
});
