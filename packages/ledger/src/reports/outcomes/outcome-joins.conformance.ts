import { outcomeDetailReport } from "@headgate/contract";
import { expect } from "vitest";
import { callFrom, importAll, outcome } from "../../imports/imports.fixture.ts";
import type { Check } from "../../store.conformance.ts";
import { attempt, HOUR_MS, NOON_MS } from "../../store.fixture.ts";

import { ask, DAY_MS, inSession, iso, list, load, none } from "./outcomes.fixture.ts";

/** How a store finds the calls of outcomes. */
export function describeOutcomeJoins(check: Check): void {
  check(
    "of the keys that an outcome names, the surest that finds a call joins it",
    async (store) => {
      await load(
        store,
        [
          attempt({ call_id: "by-id" }),
          attempt({ call_id: "by-own-id", client_call_id: "job-9" }),
          attempt({ call_id: "by-trace", trace_id: "0af7651916cd43dd8448eb211c80319c" }),
          inSession("by-session", "chat-1"),
          attempt({ call_id: "by-tags", tags: { ticket: "7", lang: "de" } }),
          attempt({ call_id: "other-lang", tags: { ticket: "7", lang: "en" } }),
          attempt({ call_id: "by-window", attribution: { customer: "acme" } }),
          attempt({ call_id: "other-customer", attribution: { customer: "globex" } }),
        ],
        [
          outcome("1", { call_ids: ["by-id", "job-9"], session: "chat-1" }),
          outcome("2", { call_ids: ["gone"], trace_id: "0af7651916cd43dd8448eb211c80319c" }),
          outcome("3", { trace_id: "none-such", session: "chat-1" }),
          outcome("4", { tags: { ticket: "7", lang: "de" } }),
          outcome("5", {
            customer: "acme",
            window: { from: iso(NOON_MS - HOUR_MS), to: iso(NOON_MS + 1) },
          }),
          outcome("6", { session: "chat-2" }),
        ],
      );

      const { rows } = await list(store);
      const found = await Promise.all(
        rows.map(async ({ id, joined }) => {
          const detail = outcomeDetailReport.parse(await store.report("outcome", { id }));
          return [id, joined, ...detail.calls.map((call) => call.call_id).sort()];
        }),
      );
      expect(found.toSorted(([a = ""], [b = ""]) => a.localeCompare(b))).toEqual([
        ["1", "call", "by-id", "by-own-id"],
        ["2", "trace", "by-trace"],
        ["3", "session", "by-session"],
        ["4", "tags", "by-tags"],
        ["5", "window", "by-window"],
        ["6", "none"],
      ]);
      const report = await ask(store);
      expect(report.names[0]?.joined).toEqual({
        ...none,
        call: 1,
        trace: 1,
        session: 1,
        tags: 1,
        window: 1,
        none: 1,
      });
      expect(report.coverage).toMatchObject({
        calls: 8,
        under_outcomes: { calls: 6 },
        under_none: { calls: 2 },
      });
    },
  );

  check("a key that finds more calls than one outcome can have joins none", async (store) => {
    const calls = Array.from({ length: 10_001 }, (_, index) =>
      inSession(`c-${index}`, "everybody"),
    );
    await load(store, calls, [outcome("t", { session: "everybody" })]);

    const report = await ask(store);
    expect(report.names[1]).toMatchObject({
      joined: { ...none, too_many_calls: 1 },
      calls: 0,
      cost_per_outcome: null,
    });
    expect(report.coverage.under_outcomes.calls).toBe(0);
  });

  check("labels narrow a session, tags and windows", async (store) => {
    await load(
      store,
      [
        inSession("acme", "1", { attribution: { session: "1", customer: "acme" } }),
        inSession("globex", "1", { attribution: { session: "1", customer: "globex" } }),
      ],
      [outcome("t", { session: "1", customer: "globex" })],
    );

    const { calls, keys } = await store.report("outcome", { id: "t" });
    expect(calls.map((call) => call.call_id)).toEqual(["globex"]);
    expect(keys).toEqual([{ join: "session", text: "1, customer=globex" }]);
  });

  check("calls are looked for from thirty days before to a day behind", async (store) => {
    const at = NOON_MS + HOUR_MS;
    await load(
      store,
      [
        inSession("too-old", "s", { started_at_ms: at - 30 * DAY_MS - 1 }),
        inSession("old", "s", { started_at_ms: at - 30 * DAY_MS }),
        inSession("late", "s", { started_at_ms: at + DAY_MS - 1 }),
        inSession("too-late", "s", { started_at_ms: at + DAY_MS }),
      ],
      [outcome("t", { session: "s" })],
    );

    const { calls } = await store.report("outcome", { id: "t" });
    expect(calls.map((call) => call.call_id)).toEqual(["old", "late"]);
  });

  check("a key that any source of a call knows finds the one that counts", async (store) => {
    const id = "chatcmpl-0123456789abcdefghij";
    await store.append({
      rows: [attempt({ call_id: "seen", response_id: id, cost: 7n })],
      cursors: [],
    });
    await importAll(store, {
      attempts: [
        callFrom("langfuse", "trace", {
          response_id: id,
          trace_id: "t-1",
          attribution: { session: "chat" },
          cost: 9n,
        }),
      ],
    });
    await load(store, [], [outcome("a", { trace_id: "t-1" }), outcome("b", { session: "chat" })]);

    expect((await list(store)).rows.map(({ joined, cost }) => [joined, cost])).toEqual([
      ["trace", "0.000000000004"],
      ["session", "0.000000000003"],
    ]);
  });

  check(
    "a key that a source wrote down on another day finds the one that counts",
    async (store) => {
      const id = "chatcmpl-0123456789abcdefghij";
      const midnight = NOON_MS + 12 * HOUR_MS;
      await store.append({
        rows: [
          attempt({ call_id: "seen", response_id: id, cost: 7n, started_at_ms: midnight - 1000 }),
        ],
        cursors: [],
      });
      await importAll(store, {
        attempts: [
          callFrom("langfuse", "trace", {
            response_id: id,
            trace_id: "t-1",
            started_at_ms: midnight + 1000,
            cost: 9n,
          }),
        ],
      });
      await load(store, [], [outcome("a", { trace_id: "t-1" })]);

      expect((await list(store)).rows.map(({ joined, cost }) => [joined, cost])).toEqual([
        ["trace", "0.000000000007"],
      ]);
    },
  );
}
