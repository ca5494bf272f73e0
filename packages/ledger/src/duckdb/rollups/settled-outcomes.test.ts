import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerRow, Outcome } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { outcome } from "../../imports/imports.fixture.ts";
import { attempt, HOUR_MS, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore } from "../../store.ts";
import { ledgerOfThread } from "../ledger-of-thread.fixture.ts";

const DAY_MS = 24 * HOUR_MS;
const iso = (ms: number): string => new Date(ms).toISOString();

const anySession = fc.constantFrom("s0", "s1", "s2", "s3");

/** Hours of few days, as far apart as what is settled and what is in doubt are told apart by. */
const hoursOf = (...days: readonly number[]): fc.Arbitrary<number> =>
  fc.tuple(fc.constantFrom(...days), fc.nat(23)).map(([day, hour]) => day * 24 + hour);

/** Some are tried again over midnight. */
const anyCall = fc.record({
  id: fc.nat(60),
  hours: hoursOf(-40, -33, -12, -2, 0, 1, 31),
  session: anySession,
  team: fc.constantFrom("red", "blue"),
  attempts: fc.array(
    fc.record({
      // More than 64 bits of picodollars, too.
      cost: fc.option(
        fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.constant(10n ** 20n + 7n)),
        { freq: 5 },
      ),
      tokens: fc.nat(1000),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

type Call = typeof anyCall extends fc.Arbitrary<infer Made> ? Made : never;

const rowsOf = ({ id, hours, session, team, attempts }: Call): LedgerRow[] =>
  attempts.map(({ cost, tokens }, number) =>
    attempt({
      call_id: `call-${id}-${hours}`,
      row_id: `call-${id}-${hours}:${number}`,
      attempt: number,
      final: number === attempts.length - 1,
      started_at_ms: NOON_MS + hours * HOUR_MS + number * 5 * HOUR_MS,
      cost,
      usage: { input: tokens },
      attribution: { session, team },
      outcome: number === attempts.length - 1 ? "completed" : "provider_error",
    }),
  );

/** Outcomes of few ids, so that some replace others, also at another time. */
const anyOutcome: fc.Arbitrary<Outcome> = fc
  .record({
    id: fc.nat(15),
    name: fc.constantFrom("ticket_resolved", "document_processed"),
    hours: hoursOf(-41, -32, -11, -3, -1, 0, 2, 30),
    accepted: fc.boolean(),
    session: anySession,
    window: fc.option(fc.integer({ min: 1, max: 200 })),
  })
  .map(({ id, name, hours, accepted, session, window }) => {
    const atMs = NOON_MS + hours * HOUR_MS;
    return outcome(`outcome-${id}`, {
      name,
      accepted,
      occurred_at: iso(atMs),
      ...(window === null
        ? { session }
        : {
            session: "nobody",
            window: { from: iso(atMs - window * HOUR_MS), to: iso(atMs) },
          }),
    });
  });

const anySteps = fc.array(
  fc.record({
    // Days of calls that are not summed up put most outcomes in doubt: now and then there are none.
    calls: fc.oneof(fc.array(anyCall, { maxLength: 0 }), fc.array(anyCall, { maxLength: 8 })),
    outcomes: fc.array(anyOutcome, { maxLength: 5 }),
    isSummedUp: fc.boolean(),
  }),
  { minLength: 2, maxLength: 5 },
);

const anyRange = fc
  .tuple(fc.integer({ min: -46 * 24, max: 40 * 24 }), fc.constantFrom(24, 170, 24 * 40, 24 * 90))
  .map(([from, hours]) => ({
    from: iso(NOON_MS + from * HOUR_MS),
    to: iso(NOON_MS + (from + hours) * HOUR_MS),
  }));
const wholeDays = (range: Readonly<{ from: string; to: string }>) => ({
  from: iso(Math.floor(Date.parse(range.from) / DAY_MS) * DAY_MS),
  to: iso(Math.ceil(Date.parse(range.to) / DAY_MS) * DAY_MS),
});

async function answersOf(
  store: LedgerStore,
  range: Readonly<{ from: string; to: string }>,
): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const asked of [range, wholeDays(range)]) {
    answers.push(
      await store.report("outcomes", { ...asked, limit: 5 }),
      await store.report("outcomes", { ...asked, name: "ticket_resolved", limit: 5 }),
      await store.report("outcomes", { ...asked, grain: "week", limit: 5 }),
      await store.report("outcomes", { ...asked, grain: "week", by: "team", limit: 1 }),
      await store.report("outcomes", { ...asked, name: "ticket_resolved", by: "team", limit: 5 }),
      await store.report("outcomes", { ...asked, grain: "day", by: "model", limit: 1 }),
      await store.report("outcomes", { ...asked, team: "red", limit: 5 }),
      await store.report("outcome-list", { ...asked, sort: "cost", limit: 20, offset: 0 }),
    );
  }
  answers.push(await store.report("outcome", { id: "outcome-1" }));
  return answers;
}

test("outcomes cost the same whether what they share is settled, in doubt, or worked out of the rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      anySteps,
      fc.array(anyRange, { minLength: 1, maxLength: 2 }),
      async (steps, ranges) => {
        const folder = await mkdtemp(join(tmpdir(), "headgate-settled-"));
        const plain = ledgerOfThread(":memory:");
        const summed = ledgerOfThread(join(folder, "ledger.duckdb"));
        try {
          for (const { calls, outcomes, isSummedUp } of steps) {
            for (const store of [plain, summed]) {
              await store.append({ rows: calls.flatMap(rowsOf), cursors: [] });
              await store.addOutcomes({ outcomes, atMs: NOON_MS });
            }
            if (isSummedUp) await summed.buildSums();
          }
          for (const range of ranges) {
            expect(await answersOf(summed, range)).toEqual(await answersOf(plain, range));
          }
        } finally {
          await plain.close();
          await summed.close();
          await rm(folder, { recursive: true });
        }
      },
    ),
    { numRuns: 20, interruptAfterTimeLimit: 120_000 },
  );
});

test("what comes after outcomes were settled changes what they share, and nothing else", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-settled-"));
  const plain = ledgerOfThread(":memory:");
  const summed = ledgerOfThread(join(folder, "ledger.duckdb"));
  const call = (id: number, day: number, attempts: number) =>
    rowsOf({
      id,
      hours: day * 24 + 6,
      session: "s0",
      team: "red",
      attempts: Array.from({ length: attempts }, (_, index) => ({
        cost: BigInt(1_000_003 * (id + 1) + index),
        tokens: 7,
      })),
    });
  const sent = (id: string, day: number, session = "s0") =>
    outcome(id, { occurred_at: iso(NOON_MS + day * DAY_MS), session });
  const steps: readonly Readonly<{ rows?: LedgerRow[]; outcomes?: Outcome[] }>[] = [
    { rows: [...call(0, 0, 1), ...call(1, 1, 2)], outcomes: [sent("first", 2), sent("old", 3)] },
    // Shares both calls with the settled ones, from outside of what is in doubt.
    { outcomes: [sent("late", 5)] },
    // Another of its id, elsewhere: what it shared is shared by the others.
    { outcomes: [sent("old", 3, "s1")] },
    // Only the later ones can have found it, on a day that is not summed up.
    { rows: call(2, 4, 1) },
    { rows: call(3, 40, 1), outcomes: [sent("far", 41)] },
  ];
  const range = { from: iso(NOON_MS - DAY_MS), to: iso(NOON_MS + 60 * DAY_MS) };
  try {
    for (const { rows = [], outcomes = [] } of steps) {
      await summed.buildSums();
      for (const store of [plain, summed]) {
        await store.append({ rows, cursors: [] });
        await store.addOutcomes({ outcomes, atMs: NOON_MS });
      }
      const expected = await answersOf(plain, range);
      expect(await answersOf(summed, range)).toEqual(expected);
      await summed.buildSums();
      expect(await answersOf(summed, range)).toEqual(expected);
    }
  } finally {
    await plain.close();
    await summed.close();
    await rm(folder, { recursive: true });
  }
});
