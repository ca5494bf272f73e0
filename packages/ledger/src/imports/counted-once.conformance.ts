import type { LedgerRow } from "@headgate/contract";
import { attemptSources } from "@headgate/contract";
import fc from "fast-check";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
import { callFrom, importAll } from "./imports.fixture.ts";

const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
const list = { ...july, sort: "time", order: "asc", limit: 100, offset: 0 } as const;
const costOf = async (store: LedgerStore) =>
  (await store.report("totals", july)).totals.effective_cost;
const listed = async (store: LedgerStore) =>
  (await store.report("calls", list)).rows.map((row) => row.call_id);
const append = (store: LedgerStore, ...rows: LedgerRow[]) => store.append({ rows, cursors: [] });

const answer = "chatcmpl-0123456789abcdef";
const span = { trace_id: "0af7651916cd43dd8448eb211c80319c", span_id: "b7ad6b7169203331" };
const own = attempt({ call_id: "own", response_id: answer, cost: 1n });
const logged = callFrom("litellm", "l", { response_id: answer, ...span, cost: 10n });
const traced = callFrom("otlp", "t", { ...span, cost: 100n });

/** What every store must keep of calls that several sources saw. */
export function describeCountedOnce(check: Check): void {
  check(
    "counts a call for the most trusted source that saw it, whoever came first",
    async (store) => {
      const lone = callFrom("otlp", "lone", { cost: 1_000n });
      const first = await importAll(store, { attempts: [traced, lone] });
      expect(await costOf(store)).toBe(dollarsOf(1_100n));
      const second = await importAll(store, { attempts: [logged] });
      expect(await costOf(store)).toBe(dollarsOf(1_010n));

      await append(store, own);

      expect(await costOf(store)).toBe(dollarsOf(1_001n));
      expect(first.sources).toMatchObject([{ added: 2, seen_elsewhere: 0 }]);
      expect(second.sources).toMatchObject([{ added: 1, seen_elsewhere: 0 }]);
      expect((await listed(store)).toSorted()).toEqual(["otlp:lone", "own"]);
      const by = await store.report("spend-by", { ...july, by: "source", limit: 9 });
      expect(by.rows.map(({ group, attempts }) => [group, attempts])).toEqual([
        ["otlp", 1],
        ["gateway", 1],
      ]);
      const over = await store.report("spend-over-time", { ...july, grain: "month", limit: 8 });
      expect(over.rows).toMatchObject([{ calls: 2, effective_cost: dollarsOf(1_001n) }]);
      const rated = await store.attempts({
        fromMs: NOON_MS - HOUR_MS,
        toMs: NOON_MS + HOUR_MS,
        limit: 9,
      });
      expect(rated.map((row) => row.row_id)).toEqual(["otlp:lone", own.row_id]);
    },
  );

  check("tells of rows that come later how many another source saw", async (store) => {
    await append(store, own);

    const { sources } = await importAll(store, { attempts: [traced, logged] });

    expect(sources).toMatchObject([
      { source: "litellm", added: 1, seen_elsewhere: 1 },
      { source: "otlp", added: 1, seen_elsewhere: 1 },
    ]);
  });

  check(
    "a row that was seen elsewhere stays so where its source writes it down anew",
    async (store) => {
      await append(store, own);
      const restate = (cost: bigint) =>
        importAll(
          store,
          { attempts: [callFrom("litellm", "l", { response_id: answer, cost })] },
          { restating: ["litellm"] },
        );
      await restate(10n);

      const again = await restate(11n);
      const once_more = await restate(12n);

      for (const { sources } of [again, once_more]) {
        expect(sources).toMatchObject([{ source: "litellm", replaced: 1, seen_elsewhere: 1 }]);
      }
      expect(await costOf(store)).toBe(dollarsOf(1n));
      expect(await store.seenElsewhere("own")).toMatchObject([
        { row_id: own.row_id },
        { row_id: "litellm:l", counted_by: { row_id: own.row_id } },
      ]);
      const { calls } = await store.report("precedence", july);
      expect(calls).toMatchObject([
        { source: "gateway", counted: 1 },
        { source: "litellm", counted: 0, seen_elsewhere: 1 },
      ]);
    },
  );

  check("shows which other sources saw a call, from any of its rows", async (store) => {
    await append(store, own, attempt({ call_id: "other" }));
    await importAll(store, { attempts: [traced, logged] });

    const counted_by = { row_id: own.row_id, source: "gateway" };
    const seen = [
      { row_id: own.row_id, call_id: "own", source: "gateway" },
      { row_id: "litellm:l", call_id: "litellm:l", source: "litellm", counted_by },
      { row_id: "otlp:t", call_id: "otlp:t", source: "otlp", counted_by },
    ];
    for (const id of ["own", "litellm:l", "otlp:t"]) {
      expect(await store.seenElsewhere(id)).toEqual(seen);
    }
    expect(await store.seenElsewhere("other")).toEqual([]);
    expect(await store.call("otlp:t")).toEqual([traced]);
  });

  check("explains by which source the calls of a range count", async (store) => {
    await append(store, own);
    await importAll(store, { attempts: [traced, logged, callFrom("otlp", "lone")] });

    const { calls } = await store.report("precedence", july);

    expect(calls).toEqual([
      { source: "gateway", counted: 1, seen_elsewhere: 0, counted_by: [] },
      {
        source: "litellm",
        counted: 0,
        seen_elsewhere: 1,
        counted_by: [{ source: "gateway", attempts: 1 }],
      },
      {
        source: "otlp",
        counted: 1,
        seen_elsewhere: 1,
        counted_by: [{ source: "gateway", attempts: 1 }],
      },
    ]);
    expect(await store.report("precedence", { from: july.to, to: "2026-09-01T00:00:00Z" })).toEqual(
      { calls: [], bills: [] },
    );
  });

  check(
    "takes no rows for one call that share no id, a short one, one a day apart, or a constant",
    async (store) => {
      const constant = "unknown-response-id-unknown";
      await append(
        store,
        attempt({ call_id: "short", response_id: "chatcmpl-123" }),
        attempt({ call_id: "early", response_id: answer }),
        attempt({ call_id: "constant", response_id: constant }),
        attempt({ call_id: "none" }),
      );

      const { sources } = await importAll(store, {
        attempts: [
          callFrom("otlp", "short", { response_id: "chatcmpl-123" }),
          callFrom("otlp", "late", { response_id: answer, started_at_ms: NOON_MS + 25 * HOUR_MS }),
          callFrom("otlp", "none"),
          ...Array.from({ length: 20 }, (_, index) =>
            callFrom("otlp", `constant-${index}`, { response_id: constant }),
          ),
        ],
      });

      expect(sources).toMatchObject([{ added: 23, seen_elsewhere: 0 }]);
    },
  );

  check(
    "lets rows count again whose id turns out to be a constant in a later import",
    async (store) => {
      const constant = "unknown-response-id-unknown";
      const some = (from: number) =>
        Array.from({ length: 10 }, (_, index) =>
          callFrom("otlp", `constant-${from + index}`, { response_id: constant, cost: 10n }),
        );
      await append(store, attempt({ call_id: "constant", response_id: constant, cost: 1n }));

      await importAll(store, { attempts: some(0) });
      expect(await costOf(store)).toBe(dollarsOf(1n));
      await importAll(store, { attempts: some(10) });

      expect(await costOf(store)).toBe(dollarsOf(201n));
      expect(await listed(store)).toHaveLength(21);
    },
  );

  check(
    "calls that were sent in one span all count, and its tracer's row does not",
    async (store) => {
      await append(
        store,
        attempt({ call_id: "first", ...span, cost: 1n }),
        attempt({ call_id: "second", ...span, cost: 2n }),
      );
      await importAll(store, {
        attempts: [
          callFrom("otlp", "same span", { ...span, cost: 50n }),
          callFrom("otlp", "same trace", { ...span, span_id: "00f067aa0ba902b7", cost: 10n }),
        ],
      });

      expect(await costOf(store)).toBe(dollarsOf(13n));
      expect((await listed(store)).toSorted()).toEqual(["first", "otlp:same trace", "second"]);
    },
  );

  check("finds the id of a request in the place of an answer's", async (store) => {
    const request = "7e1c9d3a-52f4-4a6f-9a51-0f2b8c1d6e70";
    await importAll(store, {
      attempts: [callFrom("bedrock_invocation_log", "b", { provider_request_id: request })],
    });

    const { sources } = await importAll(store, {
      attempts: [callFrom("litellm", "l", { response_id: request })],
    });

    expect(sources).toMatchObject([{ added: 1, seen_elsewhere: 1 }]);
  });

  check(
    "counts the same whatever the order in which sources come, and in one import or several",
    async (store) => {
      const anyRows = fc.array(
        fc.record({
          source: fc.constantFrom(...attemptSources.slice(0, 4), "otlp" as const),
          answer: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
          request: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
          span: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
          cost: fc.bigInt({ min: 0n, max: 1_000n }),
        }),
        { maxLength: 36 },
      );
      let round = 0;
      /** A year that no other round is in, so that one ledger serves them all. */
      const yearOf = (number: number) => 2000 + number;
      await fc.assert(
        fc.asyncProperty(
          anyRows,
          fc.array(fc.nat({ max: 2 }), { minLength: 36, maxLength: 36 }),
          async (facts, parts) => {
            const totals: unknown[] = [];
            for (const isReversed of [false, true]) {
              round += 1;
              const startedAtMs = Date.UTC(yearOf(round), 6, 15);
              const rows = facts.map((fact, index) =>
                callFrom(fact.source, `${round}.${index}`, {
                  started_at_ms: startedAtMs + index,
                  cost: fact.cost,
                  ...(fact.answer === undefined
                    ? {}
                    : { response_id: idOf("answer", fact.answer) }),
                  ...(fact.request === undefined
                    ? {}
                    : { provider_request_id: idOf("request", fact.request) }),
                  ...(fact.span === undefined ? {} : { trace_id: "t", span_id: `${fact.span}` }),
                }),
              );
              const batches = isReversed
                ? [0, 1, 2].map((part) => rows.filter((_, index) => parts[index] === part))
                : [rows];
              for (const [index, batch] of batches.entries()) {
                // The gateway's own rows come by the spool, and so may any other.
                if (index % 2 === 1) await append(store, ...batch.toReversed());
                else await importAll(store, { attempts: batch.toReversed() });
              }
              const { totals: year } = await store.report("totals", {
                from: `${yearOf(round)}-01-01T00:00:00Z`,
                to: `${yearOf(round) + 1}-01-01T00:00:00Z`,
              });
              totals.push(year);
            }
            expect(totals[1]).toEqual(totals[0]);
            expect(totals[0]).toMatchObject(expectedOf(facts));
          },
        ),
        { numRuns: 6 },
      );
    },
  );
}

const idOf = (kind: string, number: number): string => `${kind}-${number}`.padEnd(24, "0");

type Fact = Readonly<{
  source: LedgerRow["source"];
  answer: number | undefined;
  request: number | undefined;
  span: number | undefined;
  cost: bigint;
}>;

/** Rows that share an id, by any chain, are one call; of each, the rows of its most trusted source count. */
function expectedOf(facts: readonly Fact[]) {
  const shares = (a: Fact, b: Fact): boolean =>
    (["answer", "request", "span"] as const).some(
      (kind) => a[kind] !== undefined && a[kind] === b[kind],
    );
  const left = new Set(facts);
  let cost = 0n;
  let attempts = 0;
  for (const fact of facts) {
    if (!left.delete(fact)) continue;
    const call = [fact];
    for (const member of call) {
      for (const other of left) {
        if (shares(member, other)) {
          left.delete(other);
          call.push(other);
        }
      }
    }
    const best = Math.min(...call.map((member) => attemptSources.indexOf(member.source)));
    for (const member of call) {
      if (attemptSources.indexOf(member.source) !== best) continue;
      cost += member.cost;
      attempts += 1;
    }
  }
  return { attempts, effective_cost: dollarsOf(cost) };
}
