import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerRow } from "@headgate/contract";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeReports } from "./reports/reports.conformance.ts";
import { anyRow, attempt, HOUR_MS, NOON_MS } from "./store.fixture.ts";
import type { LedgerStore } from "./store.ts";

/** A test that an adapter does not pass, and why that is right. */
export type Skip = Readonly<{ test: string; because: string }>;
export type Check = (title: string, run: (store: LedgerStore) => Promise<void>) => void;

/**
 * The contract of a ledger store: an adapter's test is one call of this.
 *
 * @param open opens the ledger in a directory, the same one when it is opened there again
 */
export function describeLedgerStore(
  name: string,
  open: (directory: string) => Promise<LedgerStore>,
  skips: readonly Skip[] = [],
): void {
  describe(`${name} is a ledger store`, () => {
    let directory: string;
    let store: LedgerStore;
    const reopen = async (): Promise<LedgerStore> => {
      await store.close();
      store = await open(directory);
      return store;
    };
    const check: Check = (title, run) => {
      const skip = skips.find((candidate) => candidate.test === title);
      test.skipIf(skip !== undefined)(skip ? `${title} (skipped: ${skip.because})` : title, () =>
        run(store),
      );
    };

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), "headgate-ledger-"));
      store = await open(directory);
    });
    afterEach(async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    });

    describeAppending(check, reopen);
    describeReading(check);
    describeReports(check);
  });
}

const batchOf = (...rows: LedgerRow[]) => ({ rows, cursors: [] });

function describeAppending(check: Check, reopen: () => Promise<LedgerStore>): void {
  check("adds a row once, however often it arrives", async (store) => {
    const rows = [attempt({ call_id: "a" }), attempt({ call_id: "b" })];

    const first = await store.append({ rows, cursors: [] });
    const second = await store.append({ rows: [...rows, ...rows], cursors: [] });

    expect(first).toEqual({ added: 2, alreadyThere: 0, conflicting: 0 });
    expect(second).toEqual({ added: 0, alreadyThere: 4, conflicting: 0 });
    expect((await store.extent()).rows).toBe(2);
  });

  check("adds one of two equal rows in one batch", async (store) => {
    const result = await store.append(batchOf(attempt(), attempt(), attempt({ call_id: "b" })));

    expect(result).toEqual({ added: 2, alreadyThere: 1, conflicting: 0 });
  });

  check("counts other work under a used id as conflicting and keeps the first", async (store) => {
    const kept = attempt({ usage: { input: 1 } });
    await store.append(batchOf(kept));

    const other = attempt({ usage: { input: 2 } });
    const result = await store.append(batchOf(other, other));

    expect(result).toEqual({ added: 0, alreadyThere: 2, conflicting: 2 });
    expect(await store.call("call-1")).toEqual([kept]);
  });

  check("counts a conflict inside one batch, and keeps the first", async (store) => {
    const kept = attempt({ cost: 1n });

    const result = await store.append(batchOf(kept, attempt({ cost: 2n })));

    expect(result).toEqual({ added: 1, alreadyThere: 1, conflicting: 1 });
    expect(await store.call("call-1")).toEqual([kept]);
  });

  check("does not call a repeat conflicting that only ran at another time", async (store) => {
    await store.append(batchOf(attempt({ client_named: true })));

    const again = attempt({
      client_named: true,
      started_at_ms: NOON_MS + 5 * HOUR_MS,
      duration_ms: 7,
      time_to_first_token_ms: 3,
      response_id: "another",
    });

    expect(await store.append(batchOf(again))).toEqual({
      added: 0,
      alreadyThere: 1,
      conflicting: 0,
    });
  });

  check("knows an id that the client chose, however long ago it came", async (store) => {
    const row = attempt({ client_named: true });
    await store.append(batchOf(row));

    for (const days of [-400, -1, 1, 400]) {
      const result = await store.append(
        batchOf(
          { ...row, started_at_ms: NOON_MS + days * 24 * HOUR_MS },
          attempt({ call_id: `other ${days}`, started_at_ms: NOON_MS + days * 24 * HOUR_MS }),
        ),
      );
      expect(result).toEqual({ added: 1, alreadyThere: 1, conflicting: 0 });
    }
  });

  check("moves the cursors together with the rows", async (store) => {
    await store.append({ rows: [attempt()], cursors: [{ segment: "w/1", offset: 10 }] });
    await store.append({
      rows: [],
      cursors: [
        { segment: "w/1", offset: 25 },
        { segment: "w/2", offset: 0 },
      ],
    });

    expect(await store.cursors()).toEqual([
      { segment: "w/1", offset: 25 },
      { segment: "w/2", offset: 0 },
    ]);
  });

  check("keeps neither rows nor cursors of a batch that fails", async (store) => {
    await store.append({ rows: [attempt()], cursors: [{ segment: "w/1", offset: 10 }] });
    const impossible = attempt({ call_id: "b", baseline_cost: `${"9".repeat(40)}.000000000000` });

    const failing = store.append({
      rows: [attempt({ call_id: "a" }), impossible],
      cursors: [{ segment: "w/1", offset: 99 }],
    });

    await expect(failing).rejects.toThrow();
    expect(await store.knownCalls(["a", "b", "call-1"])).toEqual(["call-1"]);
    expect(await store.cursors()).toEqual([{ segment: "w/1", offset: 10 }]);
    expect(await store.append(batchOf(attempt({ call_id: "a" })))).toMatchObject({ added: 1 });
  });

  check("forgets the cursors of segments that are gone", async (store) => {
    await store.append({
      rows: [],
      cursors: ["w/1", "w/2", "w/3"].map((segment) => ({ segment, offset: 7 })),
    });

    await store.forgetCursors(["w/1", "w/3", "never there"]);
    await store.forgetCursors([]);

    expect(await store.cursors()).toEqual([{ segment: "w/2", offset: 7 }]);
  });

  check("takes more rows at once than one of its chunks holds", async (store) => {
    const rows = Array.from({ length: 5_000 }, (_, index) =>
      attempt({ call_id: `call-${index}`, started_at_ms: NOON_MS + index }),
    );

    expect(await store.append({ rows, cursors: [] })).toMatchObject({ added: 5_000 });
    expect(await store.append({ rows, cursors: [] })).toMatchObject({ alreadyThere: 5_000 });
    expect(await store.call("call-4999")).toEqual([rows[4_999]]);
  });

  check("has everything after it is opened again", async (store) => {
    const row = attempt();
    await store.append({ rows: [row], cursors: [{ segment: "w/1", offset: 10 }] });
    await store.checkpoint();
    await store.append({ rows: [attempt({ call_id: "late" })], cursors: [] });

    const again = await reopen();

    expect(await again.call("call-1")).toEqual([row]);
    expect(await again.cursors()).toEqual([{ segment: "w/1", offset: 10 }]);
    expect((await again.extent()).rows).toBe(2);
    expect(await again.append(batchOf(row))).toMatchObject({ added: 0 });
  });
}

function describeReading(check: Check): void {
  check("gives back any row of the contract unchanged", async (store) => {
    let batch = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (generated) => {
        batch += 1;
        const rows = generated.map((row, index) => ({
          ...row,
          row_id: `${batch}.${index}`,
          call_id: `${batch}.${index} ${row.call_id}`,
        }));

        await store.append({ rows, cursors: [] });

        for (const row of rows) expect(await store.call(row.call_id)).toEqual([row]);
      }),
      { numRuns: 25 },
    );
  });

  check("gives back a call's attempts in their order", async (store) => {
    const attempts = [2, 0, 1].map((number) => attempt({ attempt: number, final: number === 2 }));
    await store.append(batchOf(...attempts, attempt({ call_id: "other" })));

    const read = await store.call("call-1");

    expect(read.map((row) => row.attempt)).toEqual([0, 1, 2]);
    expect(await store.call("nobody's")).toEqual([]);
  });

  check("keeps text that looks like SQL or holds odd characters as it is", async (store) => {
    const odd = attempt({
      call_id: "'; drop table attempts; --",
      provider: "$from \\ \" ' \u0000 \u{1F511} é",
      tags: { "a.b-c_d": "= , ' \u0000" },
      raw_usage: null,
    });
    await store.append(batchOf(odd));

    expect(await store.call("'; drop table attempts; --")).toEqual([odd]);
    expect(await store.knownCalls(["'; drop table attempts; --"])).toEqual([odd.call_id]);
  });

  check("tells which of many call ids it holds", async (store) => {
    const ids = Array.from({ length: 300 }, (_, index) => `call-${index}`);
    await store.append({
      rows: ids.flatMap((callId) =>
        [0, 1].map((number) => attempt({ call_id: callId, attempt: number })),
      ),
      cursors: [],
    });

    const known = await store.knownCalls([...ids.slice(100), "x", "call-150", "call-300"]);

    expect([...known].sort()).toEqual(ids.slice(100).sort());
    expect(await store.knownCalls([])).toEqual([]);
  });

  check("knows how far it reaches", async (store) => {
    expect(await store.extent()).toEqual({
      rows: 0,
      firstRowAtMs: undefined,
      lastRowAtMs: undefined,
    });

    await store.append(
      batchOf(
        attempt({ call_id: "b", started_at_ms: NOON_MS + 1 }),
        attempt({ call_id: "a", started_at_ms: NOON_MS - 1 }),
      ),
    );

    expect(await store.extent()).toEqual({
      rows: 2,
      firstRowAtMs: NOON_MS - 1,
      lastRowAtMs: NOON_MS + 1,
    });
  });
}
