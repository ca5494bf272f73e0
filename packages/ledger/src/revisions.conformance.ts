import { type LedgerRow, type RatedAttempt, ratedAttemptSchema } from "@headgate/contract";
import { formatDollars, type Picodollars, parseDollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect } from "vitest";
import { callFrom, importAll } from "./imports/imports.fixture.ts";
import type { Check } from "./store.conformance.ts";
import { anyCalls, attempt, dollarsOf, HOUR_MS, NOON_MS } from "./store.fixture.ts";
import type { LedgerStore, ReratingStart, Revision } from "./store.ts";

const start: ReratingStart = {
  fromMs: NOON_MS - 48 * HOUR_MS,
  toMs: NOON_MS + 48 * HOUR_MS,
  priceBook: "2026-11-25/abc",
};
const range = {
  from: new Date(start.fromMs).toISOString(),
  to: new Date(start.toMs).toISOString(),
};
const noSums = { list_cost: dollarsOf(0n), effective_cost: dollarsOf(0n), unpriced_attempts: 0 };
const difference = {
  attempts: 1,
  revised_attempts: 1,
  kept: [],
  before: noSums,
  after: noSums,
  list_cost_difference: dollarsOf(0n),
  effective_cost_difference: dollarsOf(0n),
  simulated_difference: dollarsOf(0n),
  by_model: [],
  by_cause: [],
};

const revisionOf = (row: LedgerRow, cost: bigint | null): Revision => ({
  row_id: row.row_id,
  started_at_ms: row.started_at_ms,
  ...revised(cost),
});
const revised = (cost: bigint | null) => {
  const { charge, baseline_cost } = attempt({ cost });
  return { charge, baseline_cost };
};

const load = (store: LedgerStore, ...rows: LedgerRow[]) => store.append({ rows, cursors: [] });
const effectiveCost = async (store: LedgerStore, charges?: "current" | "original") =>
  (await store.report("totals", { ...range, charges })).totals.effective_cost;
/** Begins, adds and finishes a re-rating. */
async function rerate(store: LedgerStore, ...revisions: Revision[]): Promise<number> {
  const rerating = await store.beginRerating(start);
  await store.addRevisions({ rerating, sequence: 0, revisions });
  await store.finishRerating({ rerating, appliedAtMs: NOON_MS, difference });
  return rerating;
}

/** What every store must keep of charges that are worked out again. */
export function describeRevisions(check: Check, reopen: () => Promise<LedgerStore>): void {
  check("shows the charge of the latest re-rating, and the original when asked", async (store) => {
    const row = attempt({ cost: 7n });
    await load(store, row, attempt({ call_id: "other", cost: 100n }));

    await rerate(store, revisionOf(row, 9n));
    await rerate(store, revisionOf(row, 11n));

    expect(await effectiveCost(store)).toBe(dollarsOf(111n));
    expect(await effectiveCost(store, "original")).toBe(dollarsOf(107n));
    expect(await store.call("call-1")).toEqual([{ ...row, ...revised(11n) }]);
    expect(
      await store.report("calls", { ...range, sort: "cost", order: "desc", limit: 9, offset: 0 }),
    ).toMatchObject({
      rows: [{ effective_cost: dollarsOf(100n) }, { effective_cost: dollarsOf(11n) }],
    });
  });

  check("filters and counts by the confidence that holds now", async (store) => {
    const row = attempt({ cost: null });
    await load(store, row);
    await rerate(store, revisionOf(row, 5n));

    const { totals } = await store.report("totals", { ...range, confidence: "exact" });

    expect(totals).toMatchObject({
      attempts: 1,
      unpriced_attempts: 0,
      effective_cost: dollarsOf(5n),
    });
    expect(await store.report("unpriced", range)).toEqual({ rows: [] });
    expect(await store.report("unpriced", { ...range, charges: "original" })).toMatchObject({
      rows: [{ attempts: 1, reason: "no price" }],
    });
  });

  check("gives every charge that a re-rated attempt had, oldest first", async (store) => {
    const row = attempt({ cost: 7n });
    await load(store, row, attempt({ call_id: "other" }));
    expect(await store.chargeRevisions("call-1")).toEqual([]);

    const first = await rerate(store, revisionOf(row, 9n));
    const second = await rerate(store, revisionOf(row, null));

    const by = { applied_at: new Date(NOON_MS).toISOString(), price_book: start.priceBook };
    expect(await store.chargeRevisions("call-1")).toEqual([
      { row_id: row.row_id, rerating: null, applied_at: null, price_book: null, ...revised(7n) },
      { row_id: row.row_id, rerating: first, ...by, ...revised(9n) },
      { row_id: row.row_id, rerating: second, ...by, ...revised(null) },
    ]);
    expect(await store.chargeRevisions("other")).toEqual([]);
  });

  check(
    "shows nothing of a re-rating that was not finished, and the next one drops it",
    async (store) => {
      const row = attempt({ cost: 7n });
      await load(store, row);
      const broken = await store.beginRerating(start);
      await store.addRevisions({ rerating: broken, sequence: 0, revisions: [revisionOf(row, 9n)] });
      await store.checkpoint();

      const again = await reopen();

      expect(await effectiveCost(again)).toBe(dollarsOf(7n));
      expect(await again.reratings()).toEqual([]);
      expect(await again.chargeRevisions("call-1")).toEqual([]);
      const next = await again.beginRerating({ ...start, provider: "openai", model: "gpt-5" });
      await again.finishRerating({ rerating: next, appliedAtMs: NOON_MS, difference });
      expect(await effectiveCost(again)).toBe(dollarsOf(7n));
      expect(await again.reratings()).toEqual([
        {
          rerating: next,
          ...range,
          provider: "openai",
          model: "gpt-5",
          price_book: start.priceBook,
          applied_at: new Date(NOON_MS).toISOString(),
          difference,
        },
      ]);
    },
  );

  check("takes a batch of revisions once, and none out of its turn", async (store) => {
    const rows = ["a", "b"].map((callId) => attempt({ call_id: callId, cost: 7n }));
    await load(store, ...rows);
    const rerating = await store.beginRerating(start);
    const batches = rows.map((row, sequence) => ({
      rerating,
      sequence,
      revisions: [revisionOf(row, 9n)],
    }));

    await expect(
      store.addRevisions({ ...batches[0], sequence: 1, rerating, revisions: [] }),
    ).rejects.toThrow();
    for (const batch of [...batches, ...batches]) await store.addRevisions(batch);
    for (const appliedAtMs of [NOON_MS, NOON_MS + 1]) {
      await store.finishRerating({ rerating, appliedAtMs, difference });
    }

    expect(await effectiveCost(store)).toBe(dollarsOf(18n));
    expect(await store.chargeRevisions("a")).toHaveLength(2);
    expect(await store.reratings()).toMatchObject([
      { applied_at: new Date(NOON_MS).toISOString() },
    ]);
    await expect(store.addRevisions({ rerating, sequence: 2, revisions: [] })).rejects.toThrow();
    await expect(
      store.finishRerating({ rerating: rerating + 1, appliedAtMs: NOON_MS, difference }),
    ).rejects.toThrow();
  });

  check("keeps re-ratings after it is opened again", async (store) => {
    const row = attempt({ cost: 7n });
    await load(store, row);
    await rerate(store, revisionOf(row, 9n));

    const again = await reopen();

    expect(await effectiveCost(again)).toBe(dollarsOf(9n));
    expect(await again.append({ rows: [row], cursors: [] })).toEqual({
      added: 0,
      alreadyThere: 1,
      conflicting: 0,
    });
  });

  check(
    "shows the charge of a row that its source wrote down anew, not that of an earlier re-rating",
    async (store) => {
      const early = callFrom("langfuse", "a", { cost: 1n, usage: { input: 10 } });
      const late = callFrom("langfuse", "a", { cost: 1000n, usage: { input: 10_000 } });
      // Its time may come later; other rows keep what they were re-rated to.
      const undated = callFrom("bedrock_batch", "b", { cost: 20_000n });
      const dated = { ...undated, started_at_ms: NOON_MS + HOUR_MS, client_call_id: "dated" };
      const other = callFrom("langfuse", "other", { cost: 300_000n });
      await importAll(store, { attempts: [early, undated, other] });
      await rerate(
        store,
        revisionOf(early, 2n),
        revisionOf(undated, 40_000n),
        revisionOf(other, 600_000n),
      );
      expect(await effectiveCost(store)).toBe(dollarsOf(640_002n));

      const { sources } = await importAll(
        store,
        { attempts: [late, dated] },
        { restating: ["langfuse", "bedrock_batch"] },
      );

      expect(sources).toMatchObject([{ replaced: 1 }, { replaced: 1 }]);
      expect(await effectiveCost(store)).toBe(dollarsOf(621_000n));
      expect(await store.call("langfuse:a")).toEqual([late]);
      expect(await store.chargeRevisions("langfuse:a")).toEqual([]);
      expect(await store.chargeRevisions("bedrock_batch:b")).toEqual([]);
      expect(await store.chargeRevisions("langfuse:other")).toHaveLength(2);
      await rerate(store, revisionOf(late, 3000n));
      expect(await effectiveCost(store)).toBe(dollarsOf(623_000n));
    },
  );

  check(
    "reads a range in batches, each attempt once, with the charges that hold now",
    async (store) => {
      const rows = [3, 1, 1, 2, 0, 1].map((minute, index) =>
        attempt({ call_id: `call-${index}`, started_at_ms: NOON_MS + minute * 60_000 }),
      );
      const [first] = rows;
      if (first === undefined) throw new Error("there are rows");
      const others = [
        attempt({ call_id: "before", started_at_ms: NOON_MS - 1 }),
        attempt({ call_id: "end", started_at_ms: NOON_MS + HOUR_MS }),
        attempt({ call_id: "provider", provider: "anthropic" }),
        attempt({ call_id: "model", response_model: "gpt-6" }),
      ];
      await load(store, ...rows, ...others);
      await rerate(store, revisionOf(first, 42n));

      const read: RatedAttempt[] = [];
      for (;;) {
        const last = read.at(-1);
        const batch = await store.attempts({
          fromMs: NOON_MS,
          toMs: NOON_MS + HOUR_MS,
          provider: "openai",
          model: "gpt-5",
          ...(last && { after: { startedAtMs: last.started_at_ms, rowId: last.row_id } }),
          limit: 2,
        });
        if (batch.length === 0) break;
        expect(batch.length).toBeLessThanOrEqual(2);
        read.push(...batch);
      }

      const expected = rows
        .toSorted((a, b) => a.started_at_ms - b.started_at_ms || (a.row_id < b.row_id ? -1 : 1))
        .map((row) =>
          ratedAttemptSchema.parse(strip(row === first ? { ...row, ...revised(42n) } : row)),
        );
      expect(read).toEqual(expected);
    },
  );

  check(
    "tells what changes can be simulated from, with the charges that hold now",
    async (store) => {
      const facts = { digest: "d".repeat(22), deterministic: true, turns: 3 };
      const row = attempt({
        attribution: { team: "red" },
        changes: [{ lever: "output", did: "limit_set" }],
        prompt_parts: { system: 12 },
        request_facts: facts,
      });
      const bare = attempt({ call_id: "bare", started_at_ms: NOON_MS + 1 });
      await load(store, row, bare);
      await rerate(store, revisionOf(row, 42n));

      const [first, second, ...rest] = await store.history({
        fromMs: NOON_MS,
        toMs: NOON_MS + HOUR_MS,
        limit: 10,
      });

      expect(first).toMatchObject({
        row_id: row.row_id,
        call_id: row.call_id,
        final: true,
        outcome: "completed",
        attribution: { team: "red" },
        changes: row.changes,
        prompt_parts: { system: 12 },
        request_facts: facts,
        ...revised(42n),
      });
      expect(second?.request_facts).toBeUndefined();
      expect(rest).toEqual([]);
    },
  );

  check("adds up by any grouping as the charges that hold now do", async (store) => {
    await fc.assert(
      fc.asyncProperty(
        anyCalls,
        fc.infiniteStream(fc.option(fc.bigInt(0n, 10n ** 14n))),
        async (calls, costs) => {
          const rows = calls.flat().map((row) => ({
            ...row,
            attribution: { ...row.attribution, organisation: `${round}` },
            row_id: `${round}.${row.row_id}`,
            call_id: `${round}.${row.call_id}`,
          }));
          const organisation = `${round}`;
          round += 1;
          await load(store, ...rows);
          const picked = rows.filter((_, index) => index % 2 === 0);
          const now = new Map<string, Picodollars | null>(
            rows.map((row) => [
              row.row_id,
              row.charge.effective_cost === null ? null : parseDollars(row.charge.effective_cost),
            ]),
          );
          const revisions = picked.map((row) => {
            const cost = costs.next().value ?? null;
            now.set(row.row_id, cost === null ? null : parseDollars(dollarsOf(cost)));
            return revisionOf(row, cost);
          });
          await rerate(store, ...revisions);

          const known = [...now.values()].filter((cost) => cost !== null);
          const total = formatDollars(sum(known));
          const question = {
            from: "2026-07-01T00:00:00Z",
            to: "2026-08-01T00:00:00Z",
            organisation,
          };
          const { totals } = await store.report("totals", question);
          const by = await store.report("spend-by", { ...question, by: "provider", limit: 10 });
          const over = await store.report("spend-over-time", {
            ...question,
            grain: "hour",
            by: "team",
            limit: 2,
          });
          const listed = await store.report("calls", {
            ...question,
            sort: "time",
            order: "asc",
            limit: 500,
            offset: 0,
          });
          expect(totals.effective_cost).toBe(total);
          expect(totals.unpriced_attempts).toBe(now.size - known.length);
          expect(listed.total).toBe(totals.calls);
          for (const rows of [by.rows, over.rows]) {
            expect(formatDollars(sum(rows.map((row) => parseDollars(row.effective_cost))))).toBe(
              total,
            );
          }
        },
      ),
      { numRuns: 5 },
    );
  });
}

let round = 0;
/** Only what an attempt is priced by. */
const strip = (row: LedgerRow): unknown =>
  Object.fromEntries(
    Object.entries(row).filter(([name]) => Object.hasOwn(ratedAttemptSchema.shape, name)),
  );
