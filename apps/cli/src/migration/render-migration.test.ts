import type { MigrationResult } from "@headgate/contract";
import { describe, expect, test } from "vitest";
import { renderMigration } from "./render-migration.ts";

const amount = "12.000000000001";
const day = {
  ...{ day: "2026-11-20", rows: 3, rows_equal: 3, rows_extra: 0, equal: true },
  amounts: { effective_cost: { source: amount, target: amount } },
};
const ledger = {
  ...{ equal: true, ahead: 0 },
  tables: [{ table: "attempts", rows: 3, copied: 3, removed: 0, days: [day] }],
};
const without = { state: null, batch: null, files: null, counters: null, held: false };
const moved: MigrationResult = { equal: true, ledger, ...without };
const plain = { dryRun: false, rest: false, width: 100 };

describe("what a migration came to", () => {
  test("names what to change when both sides are equal", () => {
    const text = renderMigration(moved, plain);

    expect(text).toMatch(/ledger +attempts +3 +3 +0/);
    expect(text).toContain("put what `move_to` says under `stores`");
  });

  test("names each day that differs, with both sums, and does not call it done", () => {
    const differing = {
      ...{ ...day, rows_equal: 2, equal: false },
      amounts: { effective_cost: { source: amount, target: "12.000000000000" } },
    };

    const text = renderMigration(
      {
        ...moved,
        equal: false,
        ledger: {
          ...ledger,
          equal: false,
          tables: [{ ...ledger.tables[0], days: [differing] }],
        } as never,
      },
      plain,
    );

    expect(text).toContain(
      "attempts 2026-11-20: 2 of 3 rows are equal; 0 too many there; effective_cost 12.000000000001 here, 12.000000000000 there",
    );
    expect(text).toContain("do not move");
    expect(text).not.toContain("under `stores`, and");
  });

  test("asks for the last copy before the move where what waits moves, and for the move behind it", () => {
    const state = { equal: true, ahead: null, tables: [] };

    const before = renderMigration({ ...moved, state }, plain);
    const behind = renderMigration({ ...moved, state, held: true }, plain);

    expect(before).toMatch(/1\. `headgate migrate --last`.*\n +2\. In headgate\.yaml/);
    expect(behind).toMatch(/are held from now on.*\n +1\. In headgate\.yaml/);
    expect(behind).toContain("headgate migrate --lift");
    expect(renderMigration(moved, plain)).not.toContain("--last");
  });

  test("says what becomes of budgets where counters move", () => {
    const text = renderMigration({ ...moved, counters: { budgets: 2 } }, plain);

    expect(text).toContain("2 budgets read what was spent from the ledger");
    expect(renderMigration(moved, plain)).not.toContain("Counters");
  });

  test("says that nothing was copied where the other side was written to", () => {
    const text = renderMigration(
      { ...moved, equal: false, ledger: { equal: false, ahead: 2, tables: [] } },
      plain,
    );

    expect(text).toContain("2 rows (calls, outcomes, measurements, sums of usage, imports or");
  });
});
