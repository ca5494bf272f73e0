import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { azureCostExport } from "../azure-cost-export/source.ts";
import { BrokenBills } from "./broken-bills.ts";
import { createLedgerSink } from "./ledger-sink.ts";
import { type ImportOptions, runImport } from "./run-import.ts";
import { openTemporaryLedger, type TemporaryLedger } from "./temporary-ledger.ts";

let folder: string;
let temporary: TemporaryLedger;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "headgate-bill-"));
  temporary = await openTemporaryLedger();
});
afterEach(async () => {
  await temporary.close();
  rmSync(folder, { recursive: true });
});

const DAY_MS = 86_400_000;
const NOVEMBER_MS = Date.UTC(2026, 10, 1);

const bill = (rows: number): Buffer =>
  gzipSync(
    [
      "Date,MeterCategory,MeterId,ResourceId,Cost,BillingCurrency,BillingAccountId",
      ...Array.from(
        { length: rows },
        (_, row) =>
          `2026-11-03,Azure OpenAI,m-${row},/subscriptions/${(row * 7919) % 104_729},2,USD,a-1`,
      ),
      "",
    ].join("\n"),
  );
const load = (options: Partial<ImportOptions> = {}) =>
  runImport({
    paths: [folder],
    sources: [azureCostExport],
    sink: createLedgerSink({
      store: temporary.store,
      book: loadPriceBook(),
      config: configSchema.parse({}),
      nowMs: () => NOVEMBER_MS,
    }),
    signal: new AbortController().signal,
    ...options,
  });
/** No gzip, whatever its name says. */
const noGzip = Buffer.from([0x1f, 0x8b, 8, 0]);
const billed = async (): Promise<readonly string[]> => {
  const { rows } = await temporary.store.report("bill-by", {
    from: new Date(NOVEMBER_MS).toISOString(),
    to: new Date(NOVEMBER_MS + 30 * DAY_MS).toISOString(),
    by: "provider_name",
    limit: 10,
  });
  return rows.map((row) => String(row.billed_cost));
};

test("a bill that breaks off does not replace the ledger's statement, and that is told", async () => {
  const whole = bill(4_000);
  writeFileSync(join(folder, "part-1.csv.gz"), whole);
  await load();
  expect(await billed()).toEqual(["8000.000000000000"]);

  writeFileSync(join(folder, "part-1.csv.gz"), whole.subarray(0, whole.length / 2));
  const { summary, hasUnreadable } = await load();

  expect(await billed()).toEqual(["8000.000000000000"]);
  expect(hasUnreadable).toBe(true);
  expect(summary.skips).toContainEqual({
    source: "azure_cost_export",
    reason: "statement_incomplete",
    count: expect.any(Number),
    examples: [
      {
        reason: "statement_incomplete",
        place: "azure_cost_export:a-1:2026-11-01",
        detail: expect.stringMatching(
          /^part-1\.csv\.gz.* could not be .* The ledger's statement stays/,
        ),
      },
    ],
  });

  writeFileSync(join(folder, "part-1.csv.gz"), bill(2_000));
  await load();
  expect(await billed()).toEqual(["4000.000000000000"]);
});

test("a part of a bill that cannot be opened keeps the others from replacing its statement", async () => {
  const [first, second] = [join(folder, "part-1.csv.gz"), join(folder, "part-2.csv.gz")];
  writeFileSync(first, bill(100));
  writeFileSync(second, "");
  await load();

  writeFileSync(first, bill(50));
  // It may have been the other half.
  writeFileSync(second, noGzip);
  const { summary } = await load();

  expect(await billed()).toEqual(["200.000000000000"]);
  expect(summary.skips.at(-1)?.examples[0]?.detail).toContain("part-2.csv.gz could not be read");
});

test("what lies elsewhere, or is named otherwise than a bill's parts, keeps no statement from being replaced", async () => {
  const part = join(folder, "part-1.csv.gz");
  writeFileSync(part, bill(100));
  await load();
  mkdirSync(join(folder, "other"));
  writeFileSync(join(folder, "other", "part-2.csv.gz"), noGzip);
  writeFileSync(join(folder, "chats-2.jsonl.gz"), noGzip);

  writeFileSync(part, bill(50));
  const { summary, hasUnreadable } = await load();

  expect(await billed()).toEqual(["100.000000000000"]);
  expect(hasUnreadable).toBe(true);
  expect(summary.skips).toMatchObject([{ reason: "file_unreadable", count: 2 }]);
});

test("a file that is named itself, or read as the bill whatever it is, may be a part of it wherever it lies", async () => {
  const [part, elsewhere] = [join(folder, "part-1.csv.gz"), join(folder, "other", "rest.csv")];
  writeFileSync(part, bill(100));
  await load();
  mkdirSync(join(folder, "other"));
  writeFileSync(elsewhere, noGzip);
  writeFileSync(part, bill(50));

  await load({ paths: [part, elsewhere] });
  expect(await billed()).toEqual(["200.000000000000"]);
  await load({ forced: azureCostExport });
  expect(await billed()).toEqual(["200.000000000000"]);
  await load();
  expect(await billed()).toEqual(["100.000000000000"]);
});

test("a folder that cannot be opened may hold a part where it is named like one that does", () => {
  const brokenBeside = (name: string): readonly unknown[] => {
    const bills = new BrokenBills(undefined);
    bills.read("aws_cur", "/bills/month=11/day=16/part-1.parquet");
    bills.unopened({ kind: "folder", name, path: `/bills/month=11/${name}` });
    return bills.broken();
  };

  expect(brokenBeside("day=17")).toEqual([{ source: "aws_cur", place: "day=17" }]);
  expect(brokenBeside("lost+found")).toEqual([]);
});

test("a first import takes what can be read of a bill that breaks off", async () => {
  const whole = bill(4_000);
  writeFileSync(join(folder, "cut.csv.gz"), whole.subarray(0, whole.length / 2));

  const { summary } = await load();

  expect(summary.skips).toMatchObject([{ reason: "file_unreadable", count: 1 }]);
  expect(Number((await billed())[0])).toBeGreaterThan(1_000);
});
