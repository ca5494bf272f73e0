import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { billLineSchema } from "@headgate/contract";
import { afterAll, describe, expect, test } from "vitest";
import { addDecimals } from "../bill/decimal-sum.ts";
import { memoryFile } from "../memory-file.fixture.ts";
import { openFile } from "../read/open-file.ts";
import type { BillLineFacts } from "../source.ts";
import { fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { linesIn, pick } from "../source-lines.fixture.ts";
import { awsCur } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-cur-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readAll(awsCur, fixtureFile("aws-cur", name));
const legacy = async () => linesIn(await read("legacy.csv"));
const sum = (lines: readonly BillLineFacts[], cost: "billed_cost" | "effective_cost") =>
  addDecimals("0", ...lines.map((line) => line[cost]));

describe("a legacy report", () => {
  test("keeps every line under its id and interval, split lines of containers apart", async () => {
    const found = await read("legacy.csv");
    const lines = linesIn(found);

    expect(lines).toHaveLength(17);
    expect(new Set(lines.map((line) => line.line_id)).size).toBe(17);
    expect(lines.filter((line) => line.line_id.startsWith("aws_cur:item01:"))).toHaveLength(2);
    expect(skipsIn(found)).toEqual(["legacy.csv:14: rollup"]);
    for (const line of lines) {
      expect(billLineSchema.safeParse({ ...line, attribution: {} }).error).toBeUndefined();
      expect(line.statement).toBe("aws_cur:111122223333:2026-11-01");
    }
    expect(linesIn(await read("legacy.csv"))).toEqual(lines);
  });

  test("has the same tokens at one price whether AWS counts thousands or millions", async () => {
    const [thousands, millions, marketplace, cacheRead] = await legacy();
    const keys = ["model", "component", "component_quantity", "scope", "service_tier"] as const;
    const model = "anthropic.claude-sonnet-4-6";
    const input = { model, component: "input", component_quantity: "3000000" };

    expect(pick(thousands, ...keys)).toEqual({ ...input, service_tier: "standard" });
    expect(pick(millions, ...keys)).toEqual({ ...input, service_tier: "standard" });
    expect([thousands?.billed_cost, millions?.billed_cost]).toEqual(["9.0", "9.0"]);
    expect(pick(marketplace, ...keys)).toEqual({
      ...input,
      scope: "geo",
      service_tier: "standard",
    });
    expect(pick(cacheRead, ...keys)).toEqual({
      model,
      component: "cache_read",
      component_quantity: "2000000",
      scope: "global",
      service_tier: "standard",
    });
    expect(marketplace).toMatchObject({
      category: "inference",
      provider: "bedrock",
      publisher_name: "Anthropic, PBC",
      billed_model: "Claude Sonnet 4.6",
      region_id: "us-east-1",
    });
  });

  test("tells a unit that no price of the model can be right for, and counts no tokens by it", async () => {
    const found = await read("legacy.csv");
    const line = linesIn(found)[4];

    expect(line).toMatchObject({
      component: "input",
      billed_cost: "9.0",
      pricing_quantity: "3000000",
    });
    expect(line?.component_quantity).toBeUndefined();
    expect(warningsIn(found)).toEqual([
      "The unit of bedrock/anthropic.claude-sonnet-4-6 makes its input cost more than 100 times as much or as little as is known.",
    ]);
  });

  test("spreads a savings plan: covered usage, its negation and the fee net out only together", async () => {
    const plan = (await legacy()).filter(
      (line) => line.commitment_discount_type === "Savings Plan",
    );

    expect(
      plan.map((line) => [line.charge_category, line.billed_cost, line.effective_cost]),
    ).toEqual([
      ["usage", "1.515", "0.9"],
      ["usage", "-1.515", "0"],
      ["purchase", "1.0", "0.1"],
    ]);
    expect([sum(plan, "billed_cost"), sum(plan, "effective_cost")]).toEqual(["1", "1"]);
    expect(plan.map((line) => line.consumed_quantity)).toEqual(["1", undefined, undefined]);
    expect(plan.map((line) => line.commitment_discount_status)).toEqual([
      "used",
      undefined,
      "unused",
    ]);
  });

  test("spreads a reservation: its fee's effective cost is what was not used, its upfront fee has none", async () => {
    const reserved = (await legacy()).filter(
      (line) => line.commitment_discount_type === "Reservation",
    );

    expect(
      reserved.map((line) => [line.charge_category, line.billed_cost, line.effective_cost]),
    ).toEqual([
      ["usage", "0.0", "19.2"],
      ["purchase", "24.0", "4.8"],
      ["purchase", "100", "0"],
    ]);
    expect(reserved.map((line) => line.commitment_discount_status)).toEqual([
      "used",
      "unused",
      undefined,
    ]);
  });

  test("tells accelerators that serve from those that train, and exact amounts from exponents", async () => {
    const lines = await legacy();
    const of = (usageType: string) => lines.find((line) => line.sku_meter === usageType);

    expect(of("USE1-Host:ml.g5.2xlarge")?.category).toBe("accelerators_serving");
    expect(of("USW2-Train:ml.p5.48xlarge")).toMatchObject({
      category: "accelerators_training",
      billed_cost: "12",
      region_id: "us-west-2",
    });
    expect(of("USE1-BoxUsage:p4d.24xlarge")?.category).toBe("accelerators_training");
    expect(of("TimedStorage-ByteHrs")).toMatchObject({
      category: "not_ai",
      billed_cost: "0.00000000575",
    });
  });

  test("keeps taxes, credits and discounts apart from usage, and tags of columns", async () => {
    const lines = await legacy();

    expect(lines.slice(13, 16).map((line) => [line.charge_category, line.billed_cost])).toEqual([
      ["tax", "0.5"],
      ["credit", "-1"],
      ["adjustment", "-0.9"],
    ]);
    expect(lines[14]?.component_quantity).toBeUndefined();
    expect(lines[0]?.tags).toEqual({ "user:Team": "search", "cost_category/Division": "Retail" });
  });
});

describe("CUR 2.0", () => {
  test("has model, token type and tier in its product map, the caller and three kinds of tags", async () => {
    const [batch, speech, embedding] = linesIn(await read("cur-2.csv"));

    expect(batch).toMatchObject({
      billed_model: "Claude Sonnet 4.6",
      model: "anthropic.claude-sonnet-4-6",
      component: "output",
      component_quantity: "100000",
      service_tier: "batch",
      principal: "assumed-role/Ranker/ann@constructed.example",
      sub_account_name: "search-prod",
      tags: {
        "user:Team": "search",
        "user:Project": "ranking",
        "iamPrincipal/costcenter": "77",
        "cost_category/Division": "Retail",
      },
    });
    expect(speech).toMatchObject({
      component: "input_audio",
      principal: "user/BedrockAPIKey-abcd",
    });
    expect(embedding).toMatchObject({ component: "input", category: "data_processing" });
  });

  test("bad rows are told with their place; an unknown type keeps its money and is told", async () => {
    const found = await read("cur-2.csv");

    expect(skipsIn(found)).toEqual([
      "cur-2.csv:6: amount_unreadable",
      "cur-2.csv:7: time_unreadable",
    ]);
    expect(linesIn(found)[3]).toMatchObject({ charge_category: "adjustment", billed_cost: "1" });
    expect(warningsIn(found)).toEqual([
      "A line item type is not known; its line is kept as an adjustment.",
    ]);
  });

  test("is the same from Parquet with maps and doubles", async () => {
    const csv = join(import.meta.dirname, "fixtures", "cur-2.csv");
    const parquet = join(folder, "cur-2.parquet");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const map = (column: string) =>
      `cast(cast(${column} as json) as map(varchar, varchar)) as ${column}`;
    await connection.run(
      `copy (
         select * replace (
           ${["product", "resource_tags", "cost_category", "tags"].map(map).join(", ")},
           try_cast(line_item_unblended_cost as double) as line_item_unblended_cost,
           try_cast(line_item_usage_amount as double) as line_item_usage_amount,
           try_cast(line_item_usage_start_date as timestamp) as line_item_usage_start_date
         )
         from read_csv('${csv}', all_varchar = true)
       ) to '${parquet}' (format parquet)`,
    );
    connection.closeSync();
    instance.closeSync();

    const fromCsv = linesIn(await read("cur-2.csv"));
    const fromParquet = linesIn(await readAll(awsCur, openFile("cur-2.parquet", parquet)));
    expect(fromParquet.map((line) => line.tags)).toEqual(fromCsv.map((line) => line.tags));
    expect(
      fromParquet.map(({ line_id, component_quantity }) => [line_id, component_quantity]),
    ).toEqual(fromCsv.map(({ line_id, component_quantity }) => [line_id, component_quantity]));
    expect(fromParquet[0]).toMatchObject({ billed_cost: "0.75", model: fromCsv[0]?.model });
  });
});

test("a report without commitment columns says that it cannot spread them", async () => {
  const header =
    "line_item_line_item_type,line_item_usage_type,line_item_unblended_cost,line_item_currency_code,bill_billing_period_start_date,bill_billing_period_end_date,line_item_usage_start_date,line_item_product_code";
  const row =
    "SavingsPlanCoveredUsage,USE1-Host:ml.g5.xlarge,2,USD,2026-11-01,2026-12-01,2026-11-03,AmazonSageMaker";
  const found = await readAll(awsCur, memoryFile("some.csv", `${header}\n${row}\n${row}\n`));

  expect(linesIn(found).map((line) => line.effective_cost)).toEqual(["2", "2"]);
  expect(new Set(linesIn(found).map((line) => line.line_id)).size).toBe(2);
  expect(warningsIn(found)[0]).toContain("lacks its amortised cost");
});

test("a report without a currency or a period is told once, by its columns", async () => {
  const csv = "line_item_line_item_type,line_item_usage_type,line_item_unblended_cost\nUsage,x,1\n";

  expect(skipsIn(await readAll(awsCur, memoryFile("few.csv", csv)))).toEqual([
    "few.csv: header_unrecognised",
  ]);
});

test("a report that names no payer says that reports of several accounts would replace each other", async () => {
  const pieces: Uint8Array[] = [];
  for await (const piece of fixtureFile("aws-cur", "legacy.csv").open()) pieces.push(piece);
  const csv = Buffer.concat(pieces).toString();
  const nameless = csv.replace("bill/PayerAccountId", "bill/SomethingElse");

  const found = await readAll(awsCur, memoryFile("cur.csv", nameless));

  expect(warningsIn(found).some((warning) => warning.startsWith("The bill names no account"))).toBe(
    true,
  );
  expect(warningsIn(await read("legacy.csv")).join()).not.toContain("names no account");
});
