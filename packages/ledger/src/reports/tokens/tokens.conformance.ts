import { type LedgerRow, promptPartNames, type TokenUse, timeGrains } from "@headgate/contract";
import { parseDollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect } from "vitest";
import type { Check } from "../../store.conformance.ts";
import { anyCalls, attempt, dollarsOf, HOUR_MS, NOON_MS } from "../../store.fixture.ts";

const day = {
  from: new Date(NOON_MS - 12 * HOUR_MS).toISOString(),
  to: new Date(NOON_MS + 12 * HOUR_MS).toISOString(),
};
const line = (component: "input" | "output" | "web_searches", cost: bigint) => ({
  component,
  quantity: 1,
  unit_price: dollarsOf(cost),
  list_cost: dollarsOf(cost),
  price_record: "a record",
});
const charged = (...lines: ReturnType<typeof line>[]): LedgerRow["charge"] => {
  const cost = dollarsOf(sum(lines.map(({ list_cost }) => parseDollars(list_cost))));
  return {
    confidence: "exact",
    list_cost: cost,
    contracted_cost: cost,
    effective_cost: cost,
    billed_cost: cost,
    lines,
  };
};

/** `told`: its parts are known. `untold`: they are not. `shortened`: two levers worked on it. */
const rows = [
  attempt({
    call_id: "told",
    usage: { input: 60, cache_read: 30, cache_write_1h: 10, output: 8, reasoning: 3 },
    charge: charged(line("input", 70n), line("output", 20n), line("web_searches", 10n)),
    prompt_parts: { system: 300, history: 100 },
    attribution: { team: "red" },
  }),
  attempt({
    call_id: "untold",
    started_at_ms: NOON_MS + HOUR_MS,
    usage: { input: 7, output: 1 },
    charge: charged(line("input", 5n)),
  }),
  attempt({
    call_id: "shortened",
    simulated: true,
    usage: { input: 11, output: 1 },
    cost: null,
    prompt_parts: { user: 40 },
    attribution: { team: "red" },
    savings: [
      { lever: "context", amount: dollarsOf(-3n) },
      { lever: "prompt", amount: null },
    ],
    changes: [
      { lever: "context", did: "old_turns", count: 4, input_tokens: 900 },
      { lever: "context", did: "note_added", input_tokens: -20 },
      { lever: "prompt", did: "whitespace", digest: "d".repeat(43) },
    ],
  }),
  attempt({
    call_id: "near",
    usage: {},
    usage_origin: "none",
    charge: charged(),
    prompt_parts: { user: 10 },
    savings: [{ lever: "semantic-cache", amount: dollarsOf(40n) }],
    cache: {
      status: "hit",
      tier: "semantic",
      call_id: "told",
      age_ms: 1,
      usage: { input: 100, output: 8 },
    },
  }),
];

const noCosts = { costs: {}, other_cost: dollarsOf(0n) };
const parts = { system: 0, tools: 0, history: 0, tool_results: 0, documents: 0, user: 0 };

/** Where tokens went, and what took some away. */
export function describeTokens(check: Check): void {
  check("gives back what a prompt is made of, and what levers did", async (store) => {
    await store.append({ rows, cursors: [] });

    for (const row of rows) expect(await store.call(row.call_id)).toEqual([row]);
  });

  check("divides the tokens of prompts over their parts, what is not told apart", async (store) => {
    await store.append({ rows, cursors: [] });

    const report = await store.report("tokens", { ...day, limit: 20 });

    expect(report.total).toEqual({
      calls: 4,
      attempts: 4,
      input_tokens: 118,
      parts: { ...parts, system: 75, history: 25, user: 11 },
      not_told_tokens: 7,
      told_attempts: 2,
      not_told_attempts: 1,
      uncached_tokens: 78,
      cache_read_tokens: 30,
      cache_write_tokens: 10,
      visible_tokens: 10,
      reasoning_tokens: 3,
      effective_cost: dollarsOf(105n),
      unpriced_attempts: 1,
      simulated_cost: dollarsOf(0n),
      costs: { input: dollarsOf(75n), output: dollarsOf(20n) },
      other_cost: dollarsOf(10n),
    });
    expect(report).toMatchObject({ groups: [], left_out: 0, course: [] });
  });

  check(
    "tells of each lever what it saved and took away, and on what that rests",
    async (store) => {
      await store.append({ rows, cursors: [] });

      const { levers, changes } = await store.report("tokens", { ...day, limit: 20 });

      const one = { calls: 1, known: 1, unknown: 0, simulated: dollarsOf(0n), output_tokens: null };
      expect(levers).toEqual([
        {
          ...one,
          lever: "semantic-cache",
          basis: "estimated",
          saved: dollarsOf(40n),
          input_tokens: 100,
          output_tokens: 8,
        },
        {
          ...one,
          lever: "context",
          basis: "estimated",
          saved: dollarsOf(-3n),
          simulated: dollarsOf(-3n),
          input_tokens: 880,
        },
        {
          ...one,
          lever: "prompt",
          basis: "estimated",
          known: 0,
          unknown: 1,
          saved: dollarsOf(0n),
          input_tokens: null,
        },
      ]);
      expect(changes).toEqual([
        { lever: "context", did: "note_added", calls: 1, count: null, input_tokens: -20 },
        { lever: "context", did: "old_turns", calls: 1, count: 4, input_tokens: 900 },
        { lever: "prompt", did: "whitespace", calls: 1, count: null, input_tokens: null },
      ]);
    },
  );

  check("lists the calls behind a lever, a change and a part of prompts", async (store) => {
    await store.append({ rows, cursors: [] });
    const listed = async (filter: object) => {
      const page = { sort: "time", order: "asc", limit: 10, offset: 0 } as const;
      const report = await store.report("calls", { ...day, ...page, ...filter });
      expect(report.total).toBe(report.rows.length);
      return report.rows.map(({ call_id }) => call_id);
    };

    expect(await listed({ lever: "semantic-cache" })).toEqual(["near"]);
    expect(await listed({ lever: "context", did: "old_turns" })).toEqual(["shortened"]);
    expect(await listed({ lever: "prompt", did: "old_turns" })).toEqual([]);
    expect(await listed({ part: "history" })).toEqual(["told"]);
    expect(await listed({ part: "not_told" })).toEqual(["untold"]);
  });

  check("tells of a range without calls that nothing was used", async (store) => {
    const report = await store.report("tokens", { ...day, by: "team", grain: "day", limit: 2 });

    expect(report).toEqual({
      total: {
        calls: 0,
        attempts: 0,
        input_tokens: 0,
        parts,
        not_told_tokens: 0,
        told_attempts: 0,
        not_told_attempts: 0,
        uncached_tokens: 0,
        cache_read_tokens: 0,
        cache_write_tokens: 0,
        visible_tokens: 0,
        reasoning_tokens: 0,
        effective_cost: dollarsOf(0n),
        unpriced_attempts: 0,
        simulated_cost: dollarsOf(0n),
        ...noCosts,
      },
      groups: [],
      left_out: 0,
      course: [],
      levers: [],
      changes: [],
    });
  });

  check(
    "parts and the rest add up to the input, and groups and steps to the whole",
    async (store) => {
      let trial = 0;
      await fc.assert(
        fc.asyncProperty(anyCalls, fc.integer({ min: 1, max: 3 }), async (calls, limit) => {
          trial += 1;
          const organisation = `trial ${trial}`;
          const made = calls.flat().map((row) => ({
            ...row,
            row_id: `${organisation} ${row.row_id}`,
            call_id: `${organisation} ${row.call_id}`,
            attribution: { ...row.attribution, organisation },
          }));
          await store.append({ rows: made, cursors: [] });
          const range = { from: "2026-07-13T00:00:00Z", to: "2026-07-18T00:00:00Z", organisation };

          const { total } = await store.report("tokens", { ...range, limit });

          expect(
            promptPartNames.reduce((all, part) => all + total.parts[part], total.not_told_tokens),
          ).toBe(total.input_tokens);
          expect(total.attempts).toBe(made.length);
          for (const grain of timeGrains) {
            const query = { ...range, by: "team", grain, limit } as const;
            const { groups, course } = await store.report("tokens", query);
            expect(added(groups)).toEqual(added([total]));
            expect(added(course)).toEqual(added([total]));
          }
        }),
        { numRuns: 6 },
      );
    },
  );
}

const added = (uses: readonly TokenUse[]) => ({
  calls: uses.reduce((all, use) => all + use.calls, 0),
  told: uses.reduce((all, use) => all + use.told_attempts, 0),
  input: uses.reduce((all, use) => all + use.input_tokens, 0),
  notTold: uses.reduce((all, use) => all + use.not_told_tokens, 0),
  parts: promptPartNames.map((part) => uses.reduce((all, use) => all + use.parts[part], 0)),
  cost: sum(uses.map((use) => parseDollars(use.effective_cost))),
});
