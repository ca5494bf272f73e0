import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { azureCostExport } from "../azure-cost-export/source.ts";
import { createLedgerSink } from "./ledger-sink.ts";
import { runImport } from "./run-import.ts";
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
const load = () =>
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
  });
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
        detail: expect.stringContaining("The ledger's statement stays"),
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
  // No gzip, whatever its name says: it may have been the other half.
  writeFileSync(second, Buffer.from([0x1f, 0x8b, 8, 0]));
  await load();

  expect(await billed()).toEqual(["200.000000000000"]);
});

test("a first import takes what can be read of a bill that breaks off", async () => {
  const whole = bill(4_000);
  writeFileSync(join(folder, "cut.csv.gz"), whole.subarray(0, whole.length / 2));

  const { summary } = await load();

  expect(summary.skips).toMatchObject([{ reason: "file_unreadable", count: 1 }]);
  expect(Number((await billed())[0])).toBeGreaterThan(1_000);
});
