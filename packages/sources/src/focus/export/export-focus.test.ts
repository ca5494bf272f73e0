import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, focusExportSummary, spendDimensions } from "@headgate/contract";
import { formatDollars, parseDollars, sum } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLedgerSink } from "../../import/ledger-sink.ts";
import { runImport } from "../../import/run-import.ts";
import { openTemporaryLedger, type TemporaryLedger } from "../../import/temporary-ledger.ts";
import { all } from "../../memory-file.fixture.ts";
import { openFile } from "../../read/open-file.ts";
import { readTable } from "../../read/read-table.ts";
import { focus } from "../source.ts";
import { billLines, calls, fill, month } from "./constructed-ledger.fixture.ts";
import { focusColumnNames, focusCsv, focusRows } from "./export-focus.ts";
import {
  type Cells,
  columnsPresent,
  focusRules,
  isProduct,
  oneParent,
} from "./focus-rules.fixture.ts";
import { summariseFocusExport } from "./summarise-export.ts";
import { unitPriceOf } from "./unit-price.ts";
import { writeFocusParquet } from "./write-parquet.ts";

const whole = { ...month, simulated: false, providers: {} };
let folder: string;
let ledger: TemporaryLedger;
let rows: readonly Cells[];
const file = (name: string): string => join(folder, name);

const cellsOf = async (name: string): Promise<readonly Cells[]> => {
  const found = await all(
    readTable(openFile(name, file(name)), { signal: new AbortController().signal }),
  );
  return found.map((row) => {
    if (row.kind === "skip") throw new Error(row.skip.detail);
    return row.cells;
  });
};
const write = (name: string, question = whole): Promise<void> =>
  writeFile(file(name), focusCsv(focusRows(ledger.store, question)));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-focus-export-"));
  ledger = await openTemporaryLedger();
  await fill(ledger.store, { calls, billLines });
  await write("export.csv");
  rows = await cellsOf("export.csv");
});
afterAll(async () => {
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

test("an export has every column that FOCUS 1.2 wants of it", () => {
  const missing = Object.entries(columnsPresent).filter(
    ([, column]) => !focusColumnNames.some((name) => name === column),
  );

  expect(missing).toEqual([]);
});

test.each(focusRules.map((rule) => [rule.id, rule] as const))(
  "%s holds for every row",
  (_, rule) => {
    const broken = rows.filter((row) => (rule.when?.(row) ?? true) && !rule.holds(row));

    expect(broken.map((row) => [rule.says, row.ChargeDescription, row.x_HeadgateFilled])).toEqual(
      [],
    );
  },
);

test.each(oneParent)("$id: a $child has one $parent", ({ child, parent }) => {
  const parents = new Map<string, Set<string>>();
  for (const row of rows) {
    const name = row[child] ?? "";
    if (name === "") continue;
    parents.set(name, (parents.get(name) ?? new Set()).add(row[parent] ?? ""));
  }

  expect([...parents].filter(([, of]) => of.size !== 1)).toEqual([]);
});

test("the rows come to what the report of spend says, each basis and currency by itself", async () => {
  const summary = focusExportSummary.parse(await summariseFocusExport(ledger.store, whole));

  const sums = summary.totals.map(({ basis, currency }) => {
    const own = rows.filter(
      (row) => row.x_HeadgateBasis === basis && row.BillingCurrency === currency,
    );
    // A line of half a picodollar is one more than the ledger's columns hold: its sum rounds it.
    const costs = own
      .map((row) => row.BilledCost ?? "")
      .filter((cost) => cost !== "0.0000000000005");
    return { basis, currency, billed_cost: formatDollars(sum(costs.map(parseDollars))) };
  });
  const bill = { basis: "bill", currency: "USD" } as const;
  expect(sums).toEqual(
    summary.totals.map((total) =>
      total.basis === "bill" && total.currency === "USD"
        ? {
            ...bill,
            billed_cost: formatDollars(
              sum([parseDollars(total.billed_cost), parseDollars("-0.000000000001")]),
            ),
          }
        : total,
    ),
  );
  expect(rows.filter((row) => row.x_HeadgateBasis === "bill")).toHaveLength(summary.bill_lines);
});

test("an export breaks off where bills come in while it is read, for their lines would be in no piece", async () => {
  const own = await openTemporaryLedger();
  try {
    await fill(own.store, { calls, billLines });
    const pieces = focusRows(own.store, whole)[Symbol.asyncIterator]();
    expect((await pieces.next()).done).toBe(false);
    const number = await own.store.beginImport({ startedAtMs: 0, named: ["constructed"] });
    const late = billLines.slice(0, 1).map((line) => ({ ...line, statement: "late" }));
    await own.store.addToImport({ import: number, sequence: 0, billLines: late });
    await own.store.finishImport({
      ...{ import: number, finishedAtMs: 2, read: [], skips: [], warnings: [] },
    });

    await expect(pieces.next()).rejects.toMatchObject({ code: "ledger_changed" });
    expect((await all(focusRows(own.store, whole))).length).toBeGreaterThan(1);
  } finally {
    await own.close();
  }
});

test("calls that a bill covers, simulated and unpriced ones are in no row, and the summary says so", async () => {
  const summary = await summariseFocusExport(ledger.store, whole);

  expect(summary.attempts).toEqual({ exported: 11, counted_by_bills: 1 });
  expect(summary.unpriced).toMatchObject({
    attempts: 1,
    models: [{ provider: "openai", model: "new-model", reason: "no price", attempts: 1 }],
  });
  expect(summary.simulated_cost).toBe("0.000011250000");
  expect(summary.lines_across_the_range).toEqual([
    { currency: "USD", lines: 1, cost: "77.000000000000" },
  ]);
  const days = rows
    .filter((row) => row.x_HeadgateBasis === "calls" && row.x_HeadgateProvider === "bedrock")
    .map((row) => row.ChargePeriodStart);
  expect(days).toEqual(["2026-11-04T00:00:00Z"]);
  expect(rows.filter((row) => row.x_HeadgateModel === "new-model")).toEqual([]);
});

test("alike calls of a day are one row; a user and a session are in none", () => {
  const same = rows.filter((row) => row.SkuMeter === "input" && row.ConsumedQuantity === "1000");

  expect(same).toHaveLength(1);
  expect(same[0]).toMatchObject({
    SkuId: "openai/gpt-5/input",
    SkuPriceId: "openai/gpt-5/standard/global/input@2026-01-01",
    ListUnitPrice: "0.000001250000",
    Tags: '{"headgate:team":"search"}',
    x_HeadgateConfidence: "exact",
    InvoiceIssuerName: "OpenAI",
  });
  expect(same[0]?.InvoiceId).toBeUndefined();
});

test("simulated calls are exported alone where that is asked for, and say so on every row", async () => {
  await write("simulated.csv", { ...whole, simulated: true });
  const summary = await summariseFocusExport(ledger.store, { ...whole, simulated: true });

  expect(summary.attempts).toEqual({ exported: null, counted_by_bills: 0 });
  expect(summary.unpriced).toEqual({ attempts: null, models: [] });

  expect(await cellsOf("simulated.csv")).toEqual([
    expect.objectContaining({ BilledCost: "0.000011250000", x_HeadgateSimulated: "true" }),
  ]);
});

test("an export of simulated calls is read back as simulated: kept, shown, and in no total", async () => {
  await write("simulated.csv", { ...whole, simulated: true });
  const again = await openTemporaryLedger();
  try {
    const { summary } = await load(again, file("simulated.csv"));

    expect(summary.sources).toMatchObject([{ source: "focus", added: 1 }]);
    expect(summary.warnings).toMatchObject([{ warning: expect.stringContaining("simulated") }]);
    expect(
      await again.store.report("spend", { ...month, by: "provider", cost: "billed" }),
    ).toMatchObject({
      rows: [],
      totals: [],
      simulated_lines: [{ currency: "USD", lines: 1, cost: "0.000011250000" }],
    });
    const by = { ...month, by: "source", limit: 10 } as const;
    expect(await again.store.report("bill-by", by)).toMatchObject({
      rows: [],
      lines_seen_elsewhere: 0,
    });
    expect(await again.store.report("bill-by", { ...by, simulated: true })).toMatchObject({
      rows: [{ group: "focus", lines: 1, billed_cost: "0.000011250000" }],
    });
  } finally {
    await again.close();
  }
});

/** Reads a file into a ledger as a user would. */
const load = ({ store }: TemporaryLedger, path: string) =>
  runImport({
    paths: [path],
    sources: [focus],
    sink: createLedgerSink({
      store,
      book: loadPriceBook(),
      config: configSchema.parse({}),
      nowMs: () => 0,
    }),
    signal: new AbortController().signal,
  });

test.each(["csv", "parquet"])(
  "an export that is imported again (%s) has the same totals to the picodollar",
  async (format) => {
    if (format === "parquet") {
      const made = await writeFocusParquet(focusRows(ledger.store, whole), folder);
      await rename(made.path, file("export.parquet"));
      await made.remove();
    }
    const again = await openTemporaryLedger();
    try {
      const { summary } = await load(again, file(`export.${format}`));
      expect(summary.skips).toEqual([]);
      // Half a picodollar: the ledger keeps its text.
      expect(summary.warnings.map(({ warning }) => warning)).toEqual([
        expect.stringContaining("more than twelve places"),
      ]);

      for (const cost of ["billed", "effective"] as const) {
        for (const by of spendDimensions.filter((each) =>
          ["provider", "category", "model"].includes(each),
        )) {
          const [before, after] = await Promise.all(
            [ledger, again].map(async ({ store }) => {
              const report = await store.report("spend", { ...month, by, cost });
              const groups = new Map<string, bigint>();
              for (const row of report.rows) {
                // What a bill has beyond its calls is of its model once the calls are gone.
                const key = `${row.currency} ${by === "model" ? "" : row.group}`;
                groups.set(key, (groups.get(key) ?? 0n) + parseDollars(row.cost));
              }
              return { groups: Object.fromEntries(groups), totals: report.totals };
            }),
          );
          expect(after).toEqual(before);
        }
      }
      const bills = async (store: TemporaryLedger["store"]) =>
        (
          await store.report("bill-by", {
            ...month,
            by: "charge_category",
            billing_currency: "USD",
            limit: 100,
            source: "aws_cur",
          })
        ).rows;
      const own = (
        await again.store.report("bill-by", {
          ...month,
          by: "charge_category",
          billing_currency: "USD",
          limit: 100,
          billing_account: "111122223333",
        })
      ).rows;
      expect(own).toEqual(
        (await bills(ledger.store)).map((row) =>
          // The line that reaches beyond the month is in no export.
          row.group === "usage"
            ? {
                ...row,
                lines: row.lines - 1,
                billed_cost: formatDollars(
                  sum([parseDollars(row.billed_cost), parseDollars("-77")]),
                ),
                effective_cost: formatDollars(
                  sum([parseDollars(row.effective_cost), parseDollars("-1.5")]),
                ),
                lines_without_list_cost: row.lines_without_list_cost - 1,
                lines_without_contracted_cost: row.lines_without_contracted_cost - 1,
              }
            : row,
        ),
      );
    } finally {
      await again.close();
    }
  },
);

test("a unit price times its quantity is the cost, whatever both are", () => {
  const decimal = fc
    .tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.nat(15))
    .map(([digits, places]) => {
      const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
      const point = text.length - places;
      const plain = places === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
      return digits < 0n ? `-${plain}` : plain;
    });

  fc.assert(
    fc.property(decimal, decimal, (cost, quantity) => {
      const price = unitPriceOf(cost, quantity);
      expect(
        price === undefined ? /^-?0+(\.0+)?$/.test(quantity) : isProduct(price, quantity, cost),
      ).toBe(true);
    }),
  );
});
