import type { LedgerRow } from "@headgate/contract";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { ChangeCellsQuery } from "./change-cells.ts";

const question: ChangeCellsQuery = {
  before: { from: "2026-07-14T00:00:00Z", to: "2026-07-15T00:00:00Z" },
  from: "2026-07-15T00:00:00Z",
  to: "2026-07-16T00:00:00Z",
  by: ["team", "model"],
  limit: 10,
};
const earlier = { started_at_ms: NOON_MS - 24 * HOUR_MS };
const row = (
  id: string,
  team: string,
  change: Partial<LedgerRow> & { cost?: bigint | null } = {},
): LedgerRow => attempt({ call_id: id, request_model: "large", attribution: { team }, ...change });

/** What every store must answer about the cost of combinations of values in two ranges. */
export function describeChangeCells(check: Check): void {
  check("adds up each combination's attempts and cost in each of two ranges", async (store) => {
    const rows = [
      row("a", "red", { cost: 5n }),
      row("b", "red", { cost: 7n }),
      row("c", "red", { cost: 100n, ...earlier }),
      row("d", "blue", { cost: 3n, ...earlier }),
      row("unpriced", "blue", { cost: null }),
      row("long ago", "red", { cost: 900n, started_at_ms: NOON_MS - 48 * HOUR_MS }),
    ];
    await store.append({ rows, cursors: [] });

    expect(await store.report("change-cells", question)).toEqual({
      cells: [
        {
          values: { team: "red", model: "large" },
          before: { attempts: 1, tokens: 15, cost: 100n },
          after: { attempts: 2, tokens: 30, cost: 12n },
        },
        {
          values: { team: "blue", model: "large" },
          before: { attempts: 1, tokens: 15, cost: 3n },
          after: { attempts: 0, tokens: 0, cost: 0n },
        },
      ],
      leftOut: 0,
    });
  });

  check("tells the dearest combinations, and how many it leaves out", async (store) => {
    const rows = [row("a", "red", { cost: 5n }), row("b", "blue", { cost: 6n, ...earlier })];
    await store.append({ rows, cursors: [] });

    const { cells, leftOut } = await store.report("change-cells", { ...question, limit: 1 });

    expect(cells.map(({ values }) => values.team)).toEqual(["blue"]);
    expect(leftOut).toBe(1);
  });

  check("refuses ranges that overlap", async (store) => {
    const overlapping = { ...question, before: { from: question.from, to: question.to } };

    await expect(store.report("change-cells", overlapping)).rejects.toMatchObject({
      code: "request_invalid",
    });
  });
}
