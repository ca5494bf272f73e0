import { createClient } from "@clickhouse/client";
import type { LedgerRow } from "@headgate/contract";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { columns } from "../columns.ts";
import { heldPromise } from "../loader/held-promise.fixture.ts";
import { linesOf, newWorkplace } from "../loader/spool-with-loader.fixture.ts";
import { startLoader } from "../loader/start-loader.ts";
import { plainLine } from "../spool/plain-row.ts";
import { segmentLines } from "../spool/segment-lines.fixture.ts";
import type { SegmentLines } from "../spool/segment-lines.ts";
import { attempt, NOON_MS, plainRow } from "../store.fixture.ts";
import type { LedgerBatch, LedgerStore } from "../store.ts";
import { openClickHouseLedger } from "./open-clickhouse-ledger.ts";
import { testConfig } from "./opening-ledgers.fixture.ts";

// Each question goes over the wire, and machines of tests are slow.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const url = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];
const DAY_MS = 86_400_000;

const pattern = plainLine();
function isPlain(row: LedgerRow): boolean {
  pattern.lastIndex = 0;
  return pattern.test(linesOf([row]).toString("latin1"));
}

const calls = (first: number, count: number): LedgerRow[] =>
  Array.from({ length: count }, (_, index) =>
    attempt({ call_id: `call-${first + index}`, started_at_ms: NOON_MS + first + index }),
  );

if (url === undefined) {
  describe.skip("ClickHouse takes lines (no server of ClickHouse is named)", () => {
    test("HEADGATE_TEST_CLICKHOUSE", () => undefined);
  });
} else {
  describe("ClickHouse takes lines of a spool as they stand", () => {
    const [asLines, asRows] = [testConfig(url), testConfig(url)];
    const client = createClient({ url });
    const ledgers: LedgerStore[] = [];
    const open = async (config: typeof asLines): Promise<LedgerStore> => {
      const ledger = await openClickHouseLedger(config);
      ledgers.push(ledger);
      return ledger;
    };
    const ask = async (query: string): Promise<Record<string, string>[]> =>
      (await client.query({ query, format: "JSONEachRow" })).json();
    const held = async (): Promise<{ rows: number; ids: number }> => {
      const [found] = await ask(
        `select count() as rows, count(distinct row_id) as ids from ${asLines.database}.attempts final`,
      );
      return { rows: Number(found?.rows), ids: Number(found?.ids) };
    };
    let ledger: LedgerStore;
    beforeAll(async () => {
      ledger = await open(asLines);
    });
    afterAll(async () => {
      for (const each of ledgers) await each.close();
      for (const { database } of [asLines, asRows]) {
        await client.command({ query: `drop database if exists ${database} sync` });
      }
      await client.close();
    });

    test("every column is as it is when the rows are appended", async () => {
      const sampled = fc.sample(plainRow, { seed: 41, numRuns: 500 }).filter(isPlain);
      expect(sampled.length).toBeGreaterThan(250);
      const rows = [...sampled, ...calls(0, 5)].map((row, index) => ({
        ...row,
        row_id: `row-${index}`,
        // Of one month, so that they are one part: their times of day differ.
        started_at_ms: NOON_MS + (row.started_at_ms % DAY_MS),
      }));
      const other = await open(asRows);

      expect(await ledger.appendLines?.(segmentLines("same/1", rows))).toBe(true);
      await other.append({ rows, cursors: [] });

      const differing = columns.map(
        ({ name, type }) =>
          `countIf(${
            type === "MAP(VARCHAR, VARCHAR)"
              ? `toString(lines."${name}") <> toString(rows."${name}")`
              : `not (lines."${name}" <=> rows."${name}")`
          }) as "${name}"`,
      );
      const [found = {}] = await ask(
        `select count() as compared, ${differing.join(", ")}
         from ${asLines.database}.attempts as lines final
         inner join ${asRows.database}.attempts as rows final on lines.row_id = rows.row_id`,
      );
      const { compared, ...differences } = found;
      expect(Number(compared)).toBe(rows.length);
      expect(Object.entries(differences).filter(([, count]) => Number(count) !== 0)).toEqual([]);
      expect(await ledger.call(rows.at(-1)?.call_id ?? "")).toEqual([rows.at(-1)]);
    });

    test("lines that may be in are not taken again, and appending their rows finds them there", async () => {
      const rows = calls(1_000, 20);
      const lines = segmentLines("again/1", rows);

      expect(await ledger.appendLines?.(lines)).toBe(true);
      const before = await held();
      expect(await ledger.appendLines?.(lines)).toBe(false);
      expect(
        await ledger.append({ rows, cursors: [{ segment: "again/1", offset: lines.to }] }),
      ).toEqual({ added: 0, alreadyThere: 20, conflicting: 0 });
      expect(await held()).toEqual(before);

      const next = segmentLines("again/1", calls(1_020, 20), lines.to);
      expect(await ledger.appendLines?.(next)).toBe(true);
    });

    test("a segment whose cursor was forgotten is known", async () => {
      const lines = segmentLines("forgotten/1", calls(2_000, 5));
      await ledger.appendLines?.(lines);
      await ledger.append({ rows: [], cursors: [{ segment: "forgotten/1", offset: lines.to }] });
      await ledger.forgetCursors(["forgotten/1"]);

      expect(await ledger.appendLines?.(lines)).toBe(false);
    });

    test("lines that the server cannot read are left out as a whole", async () => {
      const before = await held();
      const lines = segmentLines("wrong/1", calls(3_000, 5));
      const json = Buffer.from(lines.json).toString("utf8").replace('"attempt":0', '"attempt":"x"');

      expect(await ledger.appendLines?.({ ...lines, json: Buffer.from(json) })).toBe(false);
      const wide = { usage: { input: 1e14 }, prompt_parts: { system: 1e14, user: 1 } };
      const tooWide = calls(3_100, 5).map((row) => ({ ...row, ...wide }));
      expect(await ledger.appendLines?.(segmentLines("wrong/2", tooWide))).toBe(false);
      expect(await held()).toEqual(before);
    });

    test("a loader that ends between the rows and their cursor leaves nothing out and doubles nothing", async () => {
      const place = await newWorkplace();
      const rows = calls(4_000, 60);
      await place.append("g1/00000001.spool", linesOf(rows));
      const before = await held();
      const killed: LedgerStore = Object.create(ledger, {
        append: { value: () => Promise.reject(new Error("killed")) },
        appendLines: { value: (lines: SegmentLines) => ledger.appendLines?.(lines) },
        cursors: { value: () => ledger.cursors() },
      });
      const options = {
        ...{ spoolDirectory: place.spoolDirectory, quarantineDirectory: place.quarantineDirectory },
        ...{ pollIntervalMs: 3_600_000, linesFromBytes: 1 },
      };
      const first = startLoader({ ...options, store: killed });
      await expect(first.loadNow()).rejects.toThrow("killed");

      const second = startLoader({ ...options, store: ledger });
      await second.loadNow();

      expect(second.status()).toMatchObject({ rows_added: 0, rows_already_there: 60 });
      expect(await held()).toEqual({ rows: before.rows + 60, ids: before.ids + 60 });
      await second.stop();
      await Promise.allSettled([first.stop()]);
    });

    test("rows that were read behind all that was sent are added, and others are looked for", async () => {
      const rows = calls(7_000, 10);
      const from = (offset: number) => [{ segment: "rows/1", offset }];
      const batch = (begin: number, end: number) => ({
        ...{ rows, begins: from(begin), cursors: from(end) },
      });

      expect(await ledger.append(batch(0, 900))).toMatchObject({ added: 10, alreadyThere: 0 });
      // As after a cursor that was lost on its way: by this process, and by one that has sent nothing itself.
      expect(await ledger.append(batch(0, 900))).toMatchObject({ added: 0, alreadyThere: 10 });
      const other = await open(asLines);
      expect(await other.append(batch(0, 900))).toMatchObject({ added: 0, alreadyThere: 10 });
      expect(await other.appendLines?.(segmentLines("rows/1", calls(7_100, 5), 800))).toBe(false);
      const next = { ...batch(900, 1_000), rows: calls(7_200, 5) };
      expect(await ledger.append(next)).toMatchObject({ added: 5, alreadyThere: 0 });
    });

    test("of two blocks beside each other one that is killed leaves no gap, and the other's rows are found", async () => {
      const place = await newWorkplace();
      const rows = calls(8_000, 600);
      const bytes = linesOf(rows);
      await place.append("g2/00000001.spool", bytes);
      const before = await held();
      const isOtherIn = heldPromise<void>();
      const killed: LedgerStore = Object.create(ledger, {
        append: { value: (batch: LedgerBatch) => ledger.append(batch) },
        appendLines: {
          value: async (lines: SegmentLines) => {
            if (lines.from > 0) return ledger.appendLines?.(lines).finally(isOtherIn.resolve);
            await isOtherIn.promise;
            throw new Error("killed");
          },
        },
        cursors: { value: () => ledger.cursors() },
      });
      const options = {
        ...{ spoolDirectory: place.spoolDirectory, quarantineDirectory: place.quarantineDirectory },
        ...{ pollIntervalMs: 3_600_000, linesFromBytes: 1 },
        blockBytes: Math.ceil(bytes.length / 3),
      };
      const first = startLoader({ ...options, store: killed });
      await expect(first.loadNow()).rejects.toThrow("killed");
      const half = await held();
      expect(half.rows).toBeGreaterThan(before.rows);
      expect(half.rows).toBeLessThan(before.rows + 600);

      // As another process does, which knows only what the server was told.
      const second = startLoader({ ...options, store: await open(asLines) });
      await second.loadNow();

      const status = second.status();
      expect(status.rows_already_there).toBe(half.rows - before.rows);
      expect(status.rows_added + status.rows_already_there).toBe(600);
      expect(await held()).toEqual({ rows: before.rows + 600, ids: before.ids + 600 });
      await second.stop();
      await Promise.allSettled([first.stop()]);
    });

    // Behind the others: from then on another source is known to have seen calls of this time.
    test.each([
      ["few rows", 1],
      ["many rows", 40],
    ])(
      "lines of a time that another source wrote %s of go as they stand, and each call counts once",
      async (_, others) => {
        const atMs = NOON_MS + others * 5 * DAY_MS;
        const of = (call: number, change: Partial<LedgerRow>): LedgerRow =>
          attempt({ call_id: `seen-${others}-${call}`, started_at_ms: atMs + call, ...change });
        const answer = (call: number) => ({ response_id: `answer-${others}-of-twenty-${call}` });
        const span = { trace_id: `trace/${others}`, span_id: "span/1" };
        await ledger.append({
          rows: Array.from({ length: others }, (_row, call) =>
            of(1_000 + call, { source: "otlp", ...answer(call) }),
          ),
          cursors: [],
        });
        // The first of them shares its span with the second, whose answer the other source has: all are one call.
        const rows = [
          of(0, { ...span, response_id: "another-answer-of-twenty" }),
          of(5, { ...span, ...answer(0) }),
          ...calls(9_000 + others * 100, 50).map((row) => ({ ...row, started_at_ms: atMs + 99 })),
        ];
        expect(rows.every((row) => isPlain(row))).toBe(true);

        expect(await ledger.appendLines?.(segmentLines(`seen/${others}`, rows))).toBe(true);

        const superseded = await ask(
          `select row_id, by_row_id from ${asLines.database}.supersessions final
           where started_at between fromUnixTimestamp64Milli(${atMs}) and fromUnixTimestamp64Milli(${atMs + 2_000})`,
        );
        expect(superseded).toEqual([{ row_id: of(1_000, {}).row_id, by_row_id: of(0, {}).row_id }]);
        const [counted] = await ask(
          `select countIf(superseded) as others, countIf(not superseded and source = 'gateway') as gateways
           from ${asLines.database}.attempts final
           where started_at between fromUnixTimestamp64Milli(${atMs}) and fromUnixTimestamp64Milli(${atMs + 2_000})`,
        );
        expect(Object.values(counted ?? {}).map(Number)).toEqual([1, 52]);
      },
    );
  });
}
