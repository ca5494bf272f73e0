import { createClient } from "@clickhouse/client";
import type { LedgerRow } from "@headgate/contract";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { columns } from "../columns.ts";
import { linesOf, newWorkplace } from "../loader/spool-with-loader.fixture.ts";
import { startLoader } from "../loader/start-loader.ts";
import { plainLine } from "../spool/plain-row.ts";
import { segmentLines } from "../spool/segment-lines.fixture.ts";
import type { SegmentLines } from "../spool/segment-lines.ts";
import { attempt, NOON_MS, plainRow } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
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

    // Behind the others: from then on another source is known to have seen calls of this time.
    test("lines of a time that another source saw calls of are left to be appended as rows", async () => {
      await ledger.append({
        rows: [attempt({ call_id: "elsewhere", source: "otlp", started_at_ms: NOON_MS - DAY_MS })],
        cursors: [],
      });

      expect(await ledger.appendLines?.(segmentLines("seen/1", calls(5_000, 5)))).toBe(false);
      const later = calls(6_000, 5).map((row) => ({
        ...row,
        started_at_ms: row.started_at_ms + 3 * DAY_MS,
      }));
      expect(await ledger.appendLines?.(segmentLines("seen/2", later))).toBe(true);
    });
  });
}
