import { expect, test } from "vitest";
import { DEAREST_OF_DAY } from "../../reports/rollups/dearest.ts";
import { attempt, HOUR_MS, NOON_MS } from "../../store.fixture.ts";
import { openDatabase } from "../database.ts";
import { WorkerLedger } from "../worker-ledger.ts";

test("pages of the dearest calls are the same before, across and behind what is kept of a day", async () => {
  const ledger = new WorkerLedger(
    () => openDatabase({ path: ":memory:", memoryLimit: "128MB" }),
    ({ message }) => {
      throw new Error(message);
    },
  );
  // Two days; every third cost is another call's as well, and some are not known.
  const rows = Array.from({ length: 2 * DEAREST_OF_DAY + 60 }, (_, at) =>
    attempt({
      call_id: `call-${at}`,
      started_at_ms: NOON_MS + (at % 2) * 24 * HOUR_MS,
      cost: at % 50 === 7 ? null : BigInt(at - (at % 3)),
      changes: at % 5 === 0 ? [{ lever: "output", did: "limit_reached" }] : [],
    }),
  );
  await ledger.append({ rows, cursors: [] });
  const page = (offset: number) =>
    ledger.report("calls", {
      from: "2026-07-01T00:00:00Z",
      to: "2026-08-01T00:00:00Z",
      sort: "cost",
      order: "desc",
      limit: 20,
      offset,
    });
  const pages = async () => Promise.all([0, 175, 180, 181, 190, 380, 450].map(page));

  const before = await pages();
  await ledger.buildSums();
  const after = await pages();
  await ledger.close();

  expect(before[0]?.rows).toHaveLength(20);
  expect(new Set(before[0]?.rows.map(({ cut }) => cut))).toEqual(new Set([null, "limit_reached"]));
  expect(after).toEqual(before);
});
