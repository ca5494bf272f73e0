import { exploreReport } from "@headgate/contract";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore, Reports } from "../store.ts";

const day = { from: "2026-07-15T00:00:00Z", to: "2026-07-16T00:00:00Z" };
type Query = Reports["explore"]["query"];

const explore = async (store: LedgerStore, query: Partial<Query> & Pick<Query, "by">) =>
  exploreReport.parse(
    await store.report("explore", {
      ...day,
      rank: "effective_cost",
      limit: 20,
      split_limit: 8,
      ...query,
    }),
  );

const rows = [
  attempt({ call_id: "1", attribution: { team: "red" }, request_model: "big", cost: 5n }),
  attempt({ call_id: "2", attribution: { team: "red" }, request_model: "small", cost: 1n }),
  attempt({ call_id: "3", attribution: { team: "blue" }, request_model: "small", cost: 2n }),
  attempt({
    call_id: "4",
    attribution: { team: "blue" },
    request_model: "small",
    cost: 1n,
    started_at_ms: NOON_MS + HOUR_MS,
  }),
  attempt({ call_id: "5", request_model: "mystery", cost: null }),
  attempt({ call_id: "6", request_model: "mystery", cost: null, final: false }),
];

/** What every store must answer about any measure by any two dimensions. */
export function describeExplore(check: Check): void {
  check("explores two dimensions at once, each ranked over the whole range", async (store) => {
    await store.append({ rows, cursors: [] });

    const { rows: found, left_out } = await explore(store, {
      by: "team",
      split: "model",
      limit: 2,
      split_limit: 1,
    });

    expect(
      found.map((row) => [row.group, row.is_other, row.split, row.split_is_other, row.calls]),
    ).toEqual([
      ["red", false, "big", false, 1],
      ["red", false, null, true, 1],
      ["blue", false, null, true, 2],
      [null, true, null, true, 2],
    ]);
    expect(left_out).toBe(1);
    expect(found.at(-1)).toMatchObject({ unpriced_attempts: 2, effective_cost: "0.000000000000" });
  });

  check("ranks an exploration by what is asked for, and buckets it by a grain", async (store) => {
    await store.append({ rows, cursors: [] });

    const byCalls = await explore(store, { by: "team", rank: "calls" });
    const hours = await explore(store, { by: "team", grain: "hour", limit: 1 });

    expect(byCalls.rows.map((row) => [row.group, row.start, row.calls])).toEqual([
      ["blue", null, 2],
      ["red", null, 2],
      [null, null, 2],
    ]);
    expect(hours.rows.map((row) => [row.start?.slice(11, 13), row.group, row.is_other])).toEqual([
      ["12", "red", false],
      ["12", null, true],
      ["13", null, true],
    ]);
    expect((await explore(store, { by: "user", team: "nobody" })).rows).toEqual([]);
  });
}
