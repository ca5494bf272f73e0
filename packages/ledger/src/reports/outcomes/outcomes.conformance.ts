import type { Outcome } from "@headgate/contract";
import { parseDollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect } from "vitest";
import { importAll, outcome } from "../../imports/imports.fixture.ts";
import type { Check } from "../../store.conformance.ts";
import { type attempt, HOUR_MS, NOON_MS } from "../../store.fixture.ts";

import { describeOutcomeJoins } from "./outcome-joins.conformance.ts";
import { ask, DAY_MS, day, inSession, iso, list, load, none } from "./outcomes.fixture.ts";

/** What a store does with business events. */
export function describeOutcomes(check: Check): void {
  check("an outcome sent again changes nothing, and a later one replaces it", async (store) => {
    const send = (...outcomes: Outcome[]) => store.addOutcomes({ outcomes, atMs: NOON_MS });
    const first = outcome("t-1", { session: "s" });

    expect(await send(first, outcome("t-2", { session: "s" }))).toEqual({
      added: 2,
      replaced: 0,
      already_there: 0,
    });
    expect(await send(first)).toEqual({ added: 0, replaced: 0, already_there: 1 });
    // Reopened two days later: another time, and not accepted any more.
    const reopened = {
      ...first,
      accepted: false,
      occurred_at: iso(NOON_MS + 2 * DAY_MS),
      value: "2.5",
    };
    expect(await send(first, reopened)).toEqual({ added: 0, replaced: 1, already_there: 1 });

    expect((await list(store)).rows.map(({ id }) => id)).toEqual(["t-2"]);
    const { outcome: now } = await store.report("outcome", { id: "t-1" });
    expect(now).toMatchObject({
      accepted: false,
      occurred_at: reopened.occurred_at,
      value: "2.500000000000",
    });
  });

  check("two outcomes under one id at once are not the same: the last holds", async (store) => {
    const first = outcome("t-1", { session: "s" });
    const second = { ...first, accepted: false };
    const third = { ...first, value: "1" };

    expect(await store.addOutcomes({ outcomes: [first, second, second], atMs: NOON_MS })).toEqual({
      added: 1,
      replaced: 1,
      already_there: 1,
    });
    const { outcome: now } = await store.report("outcome", { id: "t-1" });
    expect(now).toMatchObject({ accepted: false });

    const summary = await importAll(store, { outcomes: [second, first, third] });
    expect(summary.sources).toMatchObject([
      { source: "outcomes", added: 0, already_there: 2, replaced: 1 },
    ]);
    expect(summary.warnings).toEqual([
      {
        warning:
          "an outcome stands in the import twice with different content, and the last counts",
        count: 1,
        example: "t-1",
      },
    ]);
  });

  check("the same moment in another offset is the same outcome", async (store) => {
    const send = (change: Partial<Outcome>) =>
      store.addOutcomes({ outcomes: [outcome("t-1", change)], atMs: NOON_MS });
    const window = { from: "2026-07-15T11:00:00Z", to: "2026-07-15T13:00:00Z" };
    await send({ occurred_at: "2026-07-15T13:00:00Z", window });

    expect(
      await send({
        occurred_at: "2026-07-15T14:00:00+01:00",
        window: { from: "2026-07-15T12:00:00.000+01:00", to: "2026-07-15T14:00:00+01:00" },
      }),
    ).toEqual({ added: 0, replaced: 0, already_there: 1 });
  });

  check("outcomes of an import hold with it, all or none", async (store) => {
    const number = await store.beginImport({ startedAtMs: NOON_MS, named: ["tickets.csv"] });
    await store.addToImport({
      import: number,
      sequence: 0,
      outcomes: [outcome("a", { session: "s" }), outcome("b", { session: "s" })],
    });
    await store.addOutcomes({ outcomes: [outcome("c", { session: "s" })], atMs: NOON_MS });
    expect((await list(store)).total).toBe(1);
    await store.abandonImport(number);
    expect((await list(store)).total).toBe(1);

    const again = { outcomes: [outcome("a", { session: "s" }), outcome("c", { session: "s" })] };
    const summary = await importAll(store, again);
    expect(summary.sources).toMatchObject([
      { source: "outcomes", added: 1, already_there: 1, replaced: 0 },
    ]);
    expect((await list(store)).total).toBe(2);
  });

  check("a call that outcomes of one name share is divided, to the picodollar", async (store) => {
    await load(
      store,
      [inSession("shared", "s", { cost: 10n, usage: { input: 7 } })],
      [
        outcome("a", { session: "s", occurred_at: iso(NOON_MS) }),
        outcome("b", { session: "s", accepted: false }),
        outcome("c", { session: "s", occurred_at: iso(NOON_MS + 2 * DAY_MS) }),
        outcome("d", { session: "s", name: "chat_rated" }),
      ],
    );

    const { names } = await ask(store);
    const picked = names.map(({ name, cost, rejected_cost, tokens, calls, sharing }) => ({
      name,
      cost,
      rejected_cost,
      tokens,
      calls,
      sharing,
    }));
    // Ten among three: four to the first. Among all four: three, three, two, two, of which a, b and d are of the day.
    expect(picked).toEqual([
      {
        name: null,
        cost: "0.000000000008",
        rejected_cost: "0.000000000003",
        tokens: 6,
        calls: 1,
        sharing: 3,
      },
      {
        name: "chat_rated",
        cost: "0.000000000010",
        rejected_cost: "0.000000000000",
        tokens: 7,
        calls: 1,
        sharing: 0,
      },
      {
        name: "ticket_resolved",
        cost: "0.000000000007",
        rejected_cost: "0.000000000003",
        tokens: 5,
        calls: 1,
        sharing: 2,
      },
    ]);
    // The share of the day's outcomes does not depend on the days that are asked about.
    const later = await ask(store, { to: iso(NOON_MS + 3 * DAY_MS), name: "ticket_resolved" });
    expect(later.names.map(({ cost }) => cost)).toEqual(["0.000000000010", "0.000000000010"]);
  });

  check(
    "failed attempts and retries are in the cost of an outcome, and told apart",
    async (store) => {
      const of = (change: Parameters<typeof attempt>[0]) => inSession("c", "s", change);
      await load(
        store,
        [
          of({ attempt: 0, row_id: "c:0", final: false, outcome: "interrupted", cost: 30n }),
          of({ attempt: 1, row_id: "c:1", cost: 100n }),
          inSession("broken", "s", { outcome: "timed_out", cost: 5n }),
          inSession("no-price", "s", { cost: null }),
        ],
        [
          outcome("a", { session: "s", value: "3" }),
          outcome("b", { session: "elsewhere", value: "0.5" }),
          outcome("c", { session: "elsewhere", accepted: false }),
        ],
      );

      expect((await ask(store)).names[1]).toMatchObject({
        name: "ticket_resolved",
        outcomes: 3,
        accepted: 2,
        accepted_with_calls: 1,
        joined: { ...none, session: 1, none: 2 },
        calls: 3,
        attempts: 4,
        failed_attempts: 2,
        unpriced_attempts: 1,
        cost: "0.000000000135",
        failed_cost: "0.000000000035",
        // What no call is behind has no known cost: it does not make the others cheaper.
        cost_per_outcome: "0.000000000135",
        is_lower_bound: true,
        tokens: 60,
        accepted_per_thousand_tokens: "16.666666666667",
        value: "3.500000000000",
        outcomes_with_value: 2,
      });
    },
  );

  check(
    "without a known cost there is no cost of an outcome, and without one accepted neither",
    async (store) => {
      await load(
        store,
        [inSession("no-price", "s", { cost: null }), inSession("priced", "r", { cost: 5n })],
        [
          outcome("a", { session: "s", name: "unpriced" }),
          outcome("b", { session: "r", name: "rejected", accepted: false }),
        ],
      );

      const { names } = await ask(store);
      expect(names.map(({ name, cost_per_outcome }) => [name, cost_per_outcome])).toEqual([
        [null, "0.000000000005"],
        ["rejected", null],
        ["unpriced", null],
      ]);
    },
  );

  check("with filters, an outcome without calls counts by its own labels", async (store) => {
    const label = { team: "support", tags: { plan: "free" } };
    await load(
      store,
      [
        inSession("c", "s", { cost: 10n, attribution: { session: "s", team: "support" } }),
        inSession("d", "r", { cost: 5n, attribution: { session: "r", team: "search" } }),
      ],
      [
        outcome("joined", { session: "s", team: "support" }),
        outcome("alone", { session: "nowhere", ...label }),
        outcome("too", { session: "nowhere", ...label, tags: { plan: "paid" }, accepted: false }),
        outcome("bare", { session: "nowhere" }),
      ],
    );
    const counts = async (filter: object) => {
      const [all] = (await ask(store, filter)).names;
      return all && [all.outcomes, all.accepted, all.joined.session, all.joined.none];
    };

    expect(await counts({})).toEqual([4, 3, 1, 3]);
    expect(await counts({ team: "support" })).toEqual([3, 2, 1, 2]);
    expect(await counts({ team: "search" })).toBeUndefined();
    expect(await counts({ team: "" })).toEqual([1, 1, 0, 1]);
    expect(await counts({ team: "support", tag: "plan=free" })).toEqual([1, 1, 0, 1]);
    // What only a call has, an outcome without one has not.
    expect(await counts({ provider: "openai" })).toEqual([1, 1, 1, 0]);
    expect(await counts({ provider: "openai", team: "support" })).toEqual([1, 1, 1, 0]);
    const days = await ask(store, { team: "support", grain: "day" });
    expect(days.rows[0]).toMatchObject({ name: null, outcomes: 3, joined: { none: 2 } });
  });

  check("outcomes by week and by any dimension of their calls", async (store) => {
    const week = 7 * DAY_MS;
    await load(
      store,
      [
        inSession("a", "a", { cost: 10n, attribution: { session: "a", team: "red" } }),
        inSession("a2", "a", { cost: 1n, attribution: { session: "a", team: "blue" } }),
        inSession("b", "b", { cost: 5n, started_at_ms: NOON_MS + week }),
      ],
      [
        outcome("a", { session: "a" }),
        outcome("b", { session: "b", occurred_at: iso(NOON_MS + week) }),
        outcome("x", { session: "x", occurred_at: iso(NOON_MS + week) }),
      ],
    );
    const two = { from: day.from, to: iso(NOON_MS + 2 * week), name: "ticket_resolved" };

    const weeks = await ask(store, { ...two, grain: "week" });
    expect(
      weeks.rows
        .filter(({ name }) => name !== null)
        .map(({ start, outcomes, cost }) => [start, outcomes, cost]),
    ).toEqual([
      ["2026-07-13T00:00:00.000Z", 1, "0.000000000011"],
      ["2026-07-20T00:00:00.000Z", 2, "0.000000000005"],
    ]);
    const teams = await ask(store, { ...two, by: "team", limit: 1 });
    expect(
      teams.rows
        .filter(({ name }) => name !== null)
        .map(({ group, is_other, outcomes, cost }) => [group, is_other, outcomes, cost]),
    ).toEqual([
      ["red", false, 1, "0.000000000010"],
      [null, true, 2, "0.000000000006"],
    ]);
    const red = await ask(store, { ...two, team: "red" });
    expect(red.names[1]).toMatchObject({ cost: "0.000000000010", joined: { session: 1, none: 0 } });
    expect(red.coverage).toMatchObject({ calls: 1, cost: "0.000000000010" });
  });

  check("lists by cost and by how outcomes were joined, in pages", async (store) => {
    await load(
      store,
      [inSession("dear", "dear", { cost: 9n }), inSession("cheap", "cheap", { cost: 1n })],
      [
        outcome("cheap", { session: "cheap" }),
        outcome("dear", { session: "dear", accepted: false }),
        outcome("lost", { session: "lost" }),
      ],
    );
    const ids = async (change: object) => {
      const { rows, total } = await list(store, change);
      return [rows.map(({ id }) => id), total];
    };

    expect(await ids({ sort: "cost" })).toEqual([["dear", "cheap", "lost"], 3]);
    expect(await ids({ sort: "cost", limit: 1, offset: 1 })).toEqual([["cheap"], 3]);
    expect(await ids({ offset: 9 })).toEqual([[], 3]);
    expect(await ids({ joined: "none" })).toEqual([["lost"], 1]);
    expect(await ids({ accepted: false })).toEqual([["dear"], 1]);
  });

  check(
    "what outcomes cost and what is under none add up to the ledger, exactly",
    async (store) => {
      const sessions = Array.from({ length: 12 }, (_, index) => `s${index}`);
      const names = ["ticket_resolved", "document_processed"] as const;
      const history = fc.record({
        calls: fc.array(
          fc.record({
            session: fc.constantFrom(...sessions, "nobody"),
            cost: fc.option(fc.bigInt({ min: -50n, max: 10n ** 15n }), { freq: 5 }),
            tokens: fc.nat(1000),
            failed: fc.boolean(),
          }),
          { minLength: 1, maxLength: 60 },
        ),
        outcomes: fc.array(
          fc.record({
            session: fc.constantFrom(...sessions),
            name: fc.constantFrom(...names),
            hours: fc.integer({ min: 0, max: 9 }),
            accepted: fc.boolean(),
          }),
          { maxLength: 60 },
        ),
      });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(history, async ({ calls, outcomes }) => {
          run += 1;
          // Each run has its own year, so that one store serves all.
          const noonMs = Date.UTC(1980 + run, 6, 15, 12);
          const range = { from: iso(noonMs - 12 * HOUR_MS), to: iso(noonMs + 12 * HOUR_MS) };
          await load(
            store,
            calls.map(({ session, cost, tokens, failed }, index) =>
              inSession(`${run}-${index}`, session, {
                started_at_ms: noonMs,
                cost,
                usage: { input: tokens },
                ...(failed ? { outcome: "interrupted" as const } : {}),
              }),
            ),
            outcomes.map(({ hours, ...sent }, index) =>
              outcome(`${run}-${index}`, { ...sent, occurred_at: iso(noonMs + hours * HOUR_MS) }),
            ),
          );

          const whole = await ask(store, range);
          const { coverage } = whole;
          const ledger = sum(calls.flatMap(({ cost }) => (cost === null ? [] : [cost as never])));
          const under = calls.filter(({ session }) =>
            outcomes.some((sent) => sent.session === session),
          );
          const costOf = (text: string | undefined) => parseDollars(text ?? "0");
          expect(parseDollars(coverage.cost)).toBe(ledger);
          expect(coverage.under_outcomes.calls).toBe(under.length);
          // Of all names together, each call counts once.
          expect(costOf(whole.names[0]?.cost) + parseDollars(coverage.under_none.cost)).toBe(
            ledger,
          );
          for (const name of names) {
            const alone = await ask(store, { ...range, name, grain: "day" });
            expect(
              costOf(alone.names[1]?.cost) + parseDollars(alone.coverage.under_none.cost),
            ).toBe(ledger);
            const listed = await list(store, { ...range, name, limit: 100 });
            expect(sum(listed.rows.map(({ cost }) => costOf(cost ?? undefined)))).toBe(
              costOf(alone.names[1]?.cost),
            );
          }
          const [all] = whole.names;
          // Without an outcome in the range there is no name, and nothing is under one.
          if (all === undefined) expect(under).toEqual([]);
          else expect(all.tokens).toBe(under.reduce((total, { tokens }) => total + tokens, 0));
        }),
        { numRuns: 4 },
      );
    },
  );
  describeOutcomeJoins(check);
}
