import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerRow } from "@headgate/contract";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeCountedOnce } from "./imports/counted-once.conformance.ts";
import { describeImports } from "./imports/imports.conformance.ts";
import { describeSameBills } from "./imports/same-bills.conformance.ts";
import { describeExperiments } from "./reports/experiments.conformance.ts";
import { describeExports } from "./reports/export/export.conformance.ts";
import { describeOutcomes } from "./reports/outcomes/outcomes.conformance.ts";
import { describePlainJoin } from "./reports/outcomes/plain-join.conformance.ts";
import { describeReports } from "./reports/reports.conformance.ts";
import { describeSavings } from "./reports/savings.conformance.ts";
import { describeTokens } from "./reports/tokens/tokens.conformance.ts";
import { describeRevisions } from "./revisions.conformance.ts";
import { segmentLines } from "./spool/segment-lines.fixture.ts";
import { anyRow, attempt, HOUR_MS, NOON_MS } from "./store.fixture.ts";
import type { LedgerStore } from "./store.ts";

/** A test that an adapter does not pass, and why that is right. */
export type Skip = Readonly<{ test: string; because: string }>;
export type Check = (title: string, run: (store: LedgerStore) => Promise<void>) => void;

/**
 * The contract of a ledger store: an adapter's test is one call of this.
 *
 * @param open opens the ledger in a directory, the same one when it is opened there again
 * @param parts all of it unless said
 */
export function describeLedgerStore(
  name: string,
  open: (directory: string) => Promise<LedgerStore>,
  skips: readonly Skip[] = [],
  parts: readonly Part[] = allParts,
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

    for (const part of parts) part(check, reopen);
  });
}

/** A part of the contract. */
export type Part = (check: Check, reopen: () => Promise<LedgerStore>) => void;

/** What a ledger holds to that takes imports alone. */
export const importParts: readonly Part[] = [
  describeImports,
  describeSameBills,
  describeCountedOnce,
  describeExports,
];

/** What it holds to that takes a gateway's rows, gives them back, and rates them anew. */
export const rowParts: readonly Part[] = [describeAppending, describeReading, describeRevisions];

/** What it holds to of bills that are imported again and again. */
export const importedRowParts: readonly Part[] = [describeSameBills];

const allParts: readonly Part[] = [
  describeAppending,
  describeReading,
  describeReports,
  describeOutcomes,
  describePlainJoin,
  describeRevisions,
  ...importParts,
  describeSavings,
  describeTokens,
  describeExperiments,
];

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

  check(
    "holds a gateway's rows once, as lines or as rows, whichever it takes first",
    async (store) => {
      const rows = Array.from({ length: 40 }, (_, index) =>
        attempt({ call_id: `call-${index}`, prompt_parts: { system: 3, history: 4 }, status: 201 }),
      );
      const lines = segmentLines("w/1", rows);

      if ((await store.appendLines?.(lines)) !== true) await store.append({ rows, cursors: [] });
      const cursors = [{ segment: "w/1", offset: lines.to }];
      const again = await store.append({ rows, cursors });

      expect(again).toEqual({ added: 0, alreadyThere: 40, conflicting: 0 });
      expect(await store.cursors()).toEqual(cursors);
      expect((await store.extent()).rows).toBe(40);
      expect(await store.call("call-39")).toEqual([rows[39]]);
    },
  );

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

  check("counts other usage of another model under a used id as conflicting", async (store) => {
    const of = (input: number) =>
      attempt({ other_usage: [{ model: "advisor", usage: { input } }] });
    await store.append(batchOf(of(1)));

    expect(await store.append(batchOf(of(1)))).toMatchObject({ alreadyThere: 1, conflicting: 0 });
    expect(await store.append(batchOf(of(2)))).toMatchObject({ alreadyThere: 1, conflicting: 1 });
  });

  check("counts a conflict inside one batch, and keeps the first", async (store) => {
    const kept = attempt({ cost: 1n });

    const result = await store.append(batchOf(kept, attempt({ cost: 2n })));

    expect(result).toEqual({ added: 1, alreadyThere: 1, conflicting: 1 });
    expect(await store.call("call-1")).toEqual([kept]);
  });

  check("counts two calls under one id of the client's as two", async (store) => {
    const calls = ["a", "b"].map((callId) =>
      attempt({ call_id: callId, client_call_id: "order-7", cost: 5n }),
    );

    expect(await store.append(batchOf(...calls))).toMatchObject({ added: 2 });
    expect(
      await store.append(batchOf(attempt({ call_id: "c", client_call_id: "order-7" }))),
    ).toEqual({ added: 1, alreadyThere: 0, conflicting: 0 });
    expect((await store.extent()).rows).toBe(3);
  });

  check("counts as conflicting what ran at another time under a used id", async (store) => {
    await store.append(batchOf(attempt()));

    const later = attempt({ started_at_ms: NOON_MS + 1 });

    expect(await store.append(batchOf(later))).toEqual({
      added: 0,
      alreadyThere: 1,
      conflicting: 1,
    });
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
    expect(await store.call("a")).toEqual([]);
    expect((await store.extent()).rows).toBe(1);
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

  check("finds every call that came under an id of the client's, in their order", async (store) => {
    const first = attempt({ call_id: "z", client_call_id: "order-7" });
    const retried = [0, 1].map((number) =>
      attempt({
        call_id: "a",
        attempt: number,
        final: number === 1,
        client_call_id: "order-7",
        started_at_ms: NOON_MS + HOUR_MS + number,
      }),
    );
    const others = [attempt({ call_id: "other", client_call_id: "order-8" }), attempt()];
    await store.append(batchOf(...retried, ...others, first));

    expect(await store.call("order-7")).toEqual([first, ...retried]);
    expect(await store.call("z")).toEqual([first]);
    expect(await store.call("a")).toEqual(retried);
  });

  check("gives back once a call whose two ids are the same", async (store) => {
    const row = attempt({ call_id: "same", client_call_id: "same" });
    await store.append(batchOf(row));

    expect(await store.call("same")).toEqual([row]);
  });

  check("keeps text that looks like SQL or holds odd characters as it is", async (store) => {
    const odd = attempt({
      call_id: "'; drop table attempts; --",
      client_call_id: "'; drop table attempts; -- again",
      provider: "$from \\ \" ' \u0000 \u{1F511} é",
      tags: { "a.b-c_d": "= , ' \u0000" },
      raw_usage: null,
    });
    await store.append(batchOf(odd));

    expect(await store.call("'; drop table attempts; --")).toEqual([odd]);
    expect(await store.knownCalls(["'; drop table attempts; -- again"])).toEqual([
      odd.client_call_id,
    ]);
  });

  check("tells of which of many ids of clients it holds calls", async (store) => {
    const ids = Array.from({ length: 300 }, (_, index) => `order-${index}`);
    await store.append({
      rows: ids.flatMap((clientCallId, index) =>
        [0, 1].map((number) =>
          attempt({ call_id: `call-${index}`, client_call_id: clientCallId, attempt: number }),
        ),
      ),
      cursors: [],
    });

    const known = await store.knownCalls([...ids.slice(100), "order-150", "order-300", "call-1"]);

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
