import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { billLineSchema } from "@headgate/contract";
import { afterAll, describe, expect, test } from "vitest";
import { addDecimals } from "../bill/decimal-sum.ts";
import { memoryFile } from "../memory-file.fixture.ts";
import { openFile } from "../read/open-file.ts";
import { fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { linesIn, pick } from "../source-lines.fixture.ts";
import { focus } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-focus-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readAll(focus, fixtureFile("focus", name));
const total = (costs: readonly string[]) => addDecimals("0", ...costs);

describe("AWS's FOCUS 1.2", () => {
  test("keeps purchases, covered usage, what was unused, corrections and taxes, and both costs apart", async () => {
    const lines = linesIn(await read("aws-1.2.csv"));

    expect(
      lines.map((line) => [line.charge_category, line.billed_cost, line.effective_cost]),
    ).toEqual([
      ["usage", "9", "9"],
      ["usage", "9.9", "9.9"],
      ["usage", "0", "4.2"],
      ["usage", "0", "0.8"],
      ["purchase", "5", "0"],
      ["usage", "-2", "-2"],
      ["tax", "1.5", "1.5"],
      ["usage", "0.023", "0.023"],
      ["usage", "0.023", "0.023"],
    ]);
    // Bought for 5: 4.2 were used, 0.8 were not.
    expect(total(lines.map((line) => line.billed_cost))).toBe(
      total(lines.map((line) => line.effective_cost)),
    );
    expect(lines.map((line) => line.commitment_discount_status)).toEqual([
      undefined,
      undefined,
      "used",
      "unused",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(lines[5]?.charge_class).toBe("correction");
    for (const line of lines) {
      expect(billLineSchema.safeParse({ ...line, attribution: {} }).error).toBeUndefined();
      expect(line.statement).toBe("focus:111122223333:2026-11-01");
    }
  });

  test("says model, direction, scope and tokens, of the marketplace too", async () => {
    const [runtime, marketplace, gpu, , , , tax, disk] = linesIn(await read("aws-1.2.csv"));

    expect(runtime).toMatchObject({
      category: "inference",
      provider: "bedrock",
      billed_model: "Claude4.6Sonnet",
      model: "anthropic.claude-sonnet-4-6",
      component: "input",
      component_quantity: "3000000",
      sku_meter: "USE1-Claude4.6Sonnet-input-tokens",
      tags: { "user:Team": "search" },
    });
    expect(marketplace).toMatchObject({
      publisher_name: "Anthropic, PBC",
      billed_model: "Claude Sonnet 4.5",
      model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
      component: "input",
      component_quantity: "3000000",
      scope: "geo",
    });
    expect(marketplace?.list_cost).toBeUndefined();
    expect(gpu?.category).toBe("accelerators_training");
    expect(tax).toMatchObject({ category: "inference", tags: {} });
    expect(disk?.category).toBe("not_ai");
  });

  test("two rows that are alike are two charges, and are the same two when loaded again", async () => {
    const ids = (await Promise.all([read("aws-1.2.csv"), read("aws-1.2.csv")])).map((found) =>
      linesIn(found).map((line) => line.line_id),
    );

    expect(new Set(ids[0]).size).toBe(9);
    expect(ids[1]).toEqual(ids[0]);
  });

  test("is the same lines as CSV, gzip and Parquet", async () => {
    const csv = join(import.meta.dirname, "fixtures", "aws-1.2.csv");
    const parquet = join(folder, "aws.parquet");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(
      `copy (select * from read_csv('${csv}', all_varchar = true)) to '${parquet}' (format parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const { writeFileSync, readFileSync } = await import("node:fs");
    const gzipped = join(folder, "aws.csv.gz");
    writeFileSync(gzipped, gzipSync(readFileSync(csv)));

    const lines = linesIn(await read("aws-1.2.csv"));
    expect(linesIn(await readAll(focus, openFile("aws.parquet", parquet)))).toEqual(lines);
    expect(linesIn(await readAll(focus, openFile("aws.csv.gz", gzipped)))).toEqual(lines);
  });
});

test("Parquet with types is read as exactly, and columns that a bill need not have may lack", async () => {
  const parquet = join(folder, "typed.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `copy (
       select cast('0.1' as decimal(38, 20)) as BilledCost, cast(1e-7 as double) as EffectiveCost,
         'USD' as BillingCurrency, 'Usage' as ChargeCategory, 'AWS' as ProviderName,
         'AWS Marketplace' as ServiceName, 'Anthropic, PBC' as PublisherName,
         timestamp '2026-11-01' as BillingPeriodStart, timestamp '2026-12-01' as BillingPeriodEnd,
         timestamptz '2026-11-03 01:00:00+01' as ChargePeriodStart, date '2026-11-04' as ChargePeriodEnd,
         map {'team': 'search'} as Tags
     ) to '${parquet}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();

  expect(linesIn(await readAll(focus, openFile("typed.parquet", parquet)))).toEqual([
    expect.objectContaining({
      statement: "focus::2026-11-01",
      billed_cost: "0.10000000000000000000",
      effective_cost: "0.0000001",
      charge_period_start_ms: Date.UTC(2026, 10, 3),
      charge_period_end_ms: Date.UTC(2026, 10, 4),
      category: "inference",
      tags: { team: "search" },
    }),
  ]);
});

test("Microsoft's FOCUS counts in blocks, and its meters say the model", async () => {
  const [tokens, provisioned] = linesIn(await read("azure-1.0.csv"));

  expect(tokens).toMatchObject({
    statement: "focus:778899:2026-11-01",
    billing_currency: "EUR",
    category: "inference",
    provider: "azure",
    model: "gpt-5",
    component: "input",
    component_quantity: "2000000",
    scope: "global",
    list_cost: "2.75",
  });
  expect(provisioned).toMatchObject({ category: "inference", service_tier: "provisioned" });
  expect(provisioned?.component).toBeUndefined();
});

test("a bill in one national currency with prices in another counts its tokens", async () => {
  const priced = (pricingCurrency: string) => {
    const row = {
      BilledCost: "9.2",
      EffectiveCost: "9.2",
      ListCost: "9.2",
      BillingCurrency: "EUR",
      PricingCurrency: pricingCurrency,
      ChargeCategory: "Usage",
      ProviderName: "Microsoft",
      ServiceName: "Azure OpenAI",
      BillingPeriodStart: "2026-11-01T00:00:00Z",
      BillingPeriodEnd: "2026-12-01T00:00:00Z",
      ChargePeriodStart: "2026-11-03T00:00:00Z",
      ChargePeriodEnd: "2026-11-04T00:00:00Z",
      PricingQuantity: "4",
      PricingUnit: "Tokens",
      x_PricingBlockSize: "1M",
      x_SkuMeterCategory: "Azure OpenAI",
      x_SkuMeterName: "gpt 4o 0806 Inp glbl Tokens",
    };
    return memoryFile("x.csv", `${Object.keys(row).join(",")}\n${Object.values(row).join(",")}\n`);
  };
  const quantity = async (currency: string) =>
    linesIn(await readAll(focus, priced(currency))).map((line) => line.component_quantity);

  expect(await quantity("EUR")).toEqual(["4000000"]);
  expect(await quantity("USD")).toEqual(["4000000"]);
  expect(await quantity("Token")).toEqual([undefined]);
  expect(await quantity("CREDITS")).toEqual([undefined]);
});

test("a virtual currency called Token is no token of a model, and its purchase no cost of usage", async () => {
  const found = await read("virtual-currency-1.2.csv");
  const lines = linesIn(found);

  expect(total(lines.map((line) => line.billed_cost))).toBe("1000");
  expect(total(lines.map((line) => line.effective_cost))).toBe("20");
  expect(lines.map((line) => pick(line, "component", "component_quantity"))).toEqual([{}, {}]);
  expect(lines[0]?.billing_period_start_ms).toBe(Date.UTC(2026, 10, 1));
  expect([...skipsIn(found), ...warningsIn(found)]).toEqual([]);
});

test("1.0-preview says in ChargeSubcategory what later versions have columns for", async () => {
  const lines = linesIn(await read("preview-1.0.csv"));

  expect(
    lines.map((line) => [
      line.charge_category,
      line.commitment_discount_status,
      line.consumed_quantity,
    ]),
  ).toEqual([
    ["usage", "unused", undefined],
    ["credit", undefined, undefined],
    ["usage", undefined, "4"],
  ]);
  expect(lines[0]).toMatchObject({ region_id: "eu-frankfurt-1", category: "other_ai" });
  expect(lines[1]?.list_cost).toBeUndefined();
});

test("1.3 names the service's provider apart; bad rows are told and cost themselves alone", async () => {
  const found = await read("openai-1.3.csv");

  expect(linesIn(found)).toHaveLength(1);
  expect(linesIn(found)[0]).toMatchObject({
    provider_name: "OpenAI",
    provider: "openai",
    model: "gpt-5",
    component: "input",
    component_quantity: "1000000",
    category: "inference",
  });
  expect(skipsIn(found)).toEqual([
    "openai-1.3.csv:3: amount_unreadable",
    "openai-1.3.csv:4: currency_missing",
    "openai-1.3.csv:5: time_unreadable",
  ]);
});

test("FOCUS 0.5 is told from a bill that can be read", async () => {
  const old =
    "InvoiceIssuer,ChargeType,BilledCost,AmortizedCost,ChargePeriodStart\nA,Usage,1,1,2023-06-01\n";
  const found = await readAll(focus, memoryFile("old.csv", old));

  expect(skipsIn(found)).toEqual(["old.csv: header_unrecognised"]);
});
