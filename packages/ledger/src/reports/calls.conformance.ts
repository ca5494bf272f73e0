import { type CallSummary, callSortColumns, callsReport, type LedgerRow } from "@headgate/contract";
import fc from "fast-check";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { anyCalls, attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore, Reports } from "../store.ts";

const defaults = {
  from: "2026-07-13T00:00:00Z",
  to: "2026-07-18T00:00:00Z",
  sort: "time",
  order: "desc",
  limit: 50,
  offset: 0,
} as const;

const list = async (store: LedgerStore, query: Partial<Reports["calls"]["query"]> = {}) =>
  callsReport.strict().parse(await store.report("calls", { ...defaults, ...query }));
const load = (store: LedgerStore, rows: readonly LedgerRow[]) =>
  store.append({ rows, cursors: [] });

/** What every store must answer when it is asked for calls one by one. */
export function describeCalls(check: Check): void {
  check("lists no calls of an empty ledger", async (store) => {
    expect(await list(store)).toEqual({ rows: [], total: 0 });
  });

  check("lists each of two calls that came under one id of the client's", async (store) => {
    await load(
      store,
      ["a", "b"].map((callId) => attempt({ call_id: callId, client_call_id: "order-7" })),
    );

    const { rows, total } = await list(store);

    expect(total).toBe(2);
    expect(rows.map((row) => row.call_id).sort()).toEqual(["a", "b"]);
  });

  check("adds the attempts of a call up and describes it by the final one", async (store) => {
    await load(store, [
      attempt({
        final: false,
        duration_ms: 500,
        provider: "anthropic",
        outcome: "provider_error",
        status: 529,
        usage: { input: 4 },
        cost: 7n,
        charge: { ...attempt({ cost: 7n }).charge, confidence: "derived" },
      }),
      attempt({
        attempt: 1,
        started_at_ms: NOON_MS + 2_000,
        duration_ms: 400,
        time_to_first_token_ms: 150,
        stream: true,
        cost: 5n,
        attribution: { team: "red", project: "p", feature: "f" },
      }),
    ]);

    expect(await list(store)).toEqual({
      total: 1,
      rows: [
        {
          call_id: "call-1",
          started_at: "2026-07-15T12:00:00.000Z",
          provider: "openai",
          model: "gpt-5",
          operation: "chat",
          team: "red",
          project: "p",
          feature: "f",
          outcome: "completed",
          status: 200,
          cache_status: null,
          cut: null,
          stream: true,
          simulated: false,
          attempts: 2,
          input_tokens: 14,
          output_tokens: 5,
          confidence: "derived",
          effective_cost: dollarsOf(12n),
          duration_ms: 2_400,
          time_to_first_token_ms: 2_150,
        },
      ],
    });
  });

  check("lists a call last whose answer's duration is not known, by duration", async (store) => {
    const failed = { final: false, outcome: "provider_error" } as const;
    await load(store, [
      attempt({ ...failed, call_id: "open", row_id: "open.0", duration_ms: 90_000 }),
      attempt({ call_id: "open", row_id: "open.1", attempt: 1, duration_ms: undefined }),
      attempt({ ...failed, call_id: "begun", row_id: "begun.0", duration_ms: 80_000 }),
      attempt({
        ...failed,
        call_id: "begun",
        row_id: "begun.1",
        attempt: 1,
        duration_ms: undefined,
      }),
      attempt({ call_id: "brief", row_id: "brief.0", duration_ms: 10 }),
    ]);

    const { rows } = await list(store, { sort: "duration", order: "desc" });

    expect(rows.map(({ duration_ms }) => duration_ms)).toEqual([10, null, null]);
  });

  check("leaves a call's cost open when one of its attempts has no price", async (store) => {
    await load(store, [
      attempt({ final: false, cost: null, usage: {}, outcome: "interrupted" }),
      attempt({ attempt: 1, cost: 5n, started_at_ms: NOON_MS + 1 }),
    ]);

    expect((await list(store)).rows).toMatchObject([
      { effective_cost: null, confidence: "unknown", input_tokens: 10 },
    ]);
  });

  check("describes a call that has no final attempt by its last", async (store) => {
    await load(store, [
      attempt({ final: false, status: 500, outcome: "provider_error", usage: {} }),
      attempt({
        attempt: 1,
        final: false,
        outcome: "timed_out",
        usage: {},
        started_at_ms: NOON_MS + 9,
      }),
    ]);

    const { rows, total } = await list(store);

    expect(total).toBe(1);
    expect(rows).toMatchObject([
      { outcome: "timed_out", attempts: 2, input_tokens: null, output_tokens: null },
    ]);
  });

  check("filters calls by what describes them and still adds all attempts up", async (store) => {
    await load(store, [
      attempt({ final: false, provider: "anthropic", outcome: "provider_error", cost: 3n }),
      attempt({ attempt: 1, provider: "openai", cost: 4n, started_at_ms: NOON_MS + 1 }),
      attempt({ call_id: "other", provider: "anthropic", cost: 9n }),
    ]);

    expect(await list(store, { provider: "openai" })).toMatchObject({
      total: 1,
      rows: [{ call_id: "call-1", effective_cost: dollarsOf(7n), attempts: 2 }],
    });
    expect(await list(store, { provider: "anthropic" })).toMatchObject({
      total: 1,
      rows: [{ call_id: "other" }],
    });
  });

  check("lists calls of the range only", async (store) => {
    const from = NOON_MS;
    const to = NOON_MS + HOUR_MS;
    await load(
      store,
      [from - 1, from, to - 1, to].map((ms) => attempt({ call_id: `at ${ms}`, started_at_ms: ms })),
    );

    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };

    expect((await list(store, range)).rows.map((row) => row.call_id)).toEqual([
      `at ${to - 1}`,
      `at ${from}`,
    ]);
  });

  check("tells which answers were cut, in every order, and finds them", async (store) => {
    const cut = (did: string) => [{ lever: "output" as const, did }];
    const again = { attempt: 1, started_at_ms: NOON_MS + 1 };
    await load(store, [
      attempt({ call_id: "limited", changes: cut("limit_reached"), cost: 9n }),
      attempt({ call_id: "looping", changes: cut("stopped_repetition"), outcome: "ended_early" }),
      attempt({ call_id: "set", changes: cut("limit_set") }),
      attempt({ call_id: "whole" }),
      attempt({ call_id: "again", final: false, outcome: "provider_error" }),
      attempt({ call_id: "again", ...again, changes: cut("limit_reached") }),
    ]);
    const expected = {
      limited: "limit_reached",
      looping: "stopped_repetition",
      set: null,
      whole: null,
      again: "limit_reached",
    };
    const cutsOf = async (query: Parameters<typeof list>[1]) =>
      Object.fromEntries((await list(store, query)).rows.map((row) => [row.call_id, row.cut]));

    expect(await cutsOf({})).toEqual(expected);
    expect(await cutsOf({ sort: "cost" })).toEqual(expected);
    expect(await cutsOf({ cut: "any" })).toEqual({
      limited: "limit_reached",
      looping: "stopped_repetition",
      again: "limit_reached",
    });
    expect((await list(store, { cut: "limit_reached" })).total).toBe(2);
    expect((await list(store, { cut: "stopped_complete" })).rows).toEqual([]);
  });

  check("sorts calls by any column, unknown values last, and pages without gaps", async (store) => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(anyCalls, fc.integer({ min: 3, max: 15 }), async (calls, limit) => {
        round += 1;
        const organisation = `round ${round}`;
        await load(
          store,
          calls.flat().map((row) => ({
            ...row,
            row_id: `${round}.${row.row_id}`,
            call_id: `${round}.${row.call_id}`,
            attribution: { ...row.attribution, organisation },
          })),
        );
        for (const sort of callSortColumns) {
          for (const order of ["asc", "desc"] as const) {
            const whole = await list(store, { organisation, sort, order, limit: 500 });
            const paged: CallSummary[] = [];
            for (let offset = 0; offset < whole.total; offset += limit) {
              const page = await list(store, { organisation, sort, order, limit, offset });
              paged.push(...page.rows);
            }
            expect(paged).toEqual(whole.rows);
            expectSorted(whole.rows.map(sortValues[sort]), order);
          }
        }
      }),
      { numRuns: 4 },
    );
  });
}

const sortValues = {
  time: (row: CallSummary) => Date.parse(row.started_at),
  cost: (row: CallSummary) => (row.effective_cost === null ? null : Number(row.effective_cost)),
  input_tokens: (row: CallSummary) => row.input_tokens,
  output_tokens: (row: CallSummary) => row.output_tokens,
  duration: (row: CallSummary) => row.duration_ms,
};

function expectSorted(values: readonly (number | null)[], order: "asc" | "desc"): void {
  const known = values.filter((value) => value !== null);
  const sorted = [...known].sort((left, right) => (order === "asc" ? left - right : right - left));
  expect(values).toEqual([...sorted, ...values.filter((value) => value === null)]);
}
