import { billLineSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { linesIn, pick } from "../source-lines.fixture.ts";
import { awsCostExplorer } from "./source.ts";

const read = (name: string) => readAll(awsCostExplorer, fixtureFile("aws-cost-explorer", name));

test("the pages of an answer are one, amounts exact; an empty total beside groups is none", async () => {
  const found = await read("by-service-and-usage-type.json");
  const lines = linesIn(found);

  expect(
    lines.map((line) =>
      pick(line, "service_name", "charge_category", "billed_cost", "effective_cost", "category"),
    ),
  ).toEqual([
    {
      service_name: "Claude Sonnet 4.6 (Amazon Bedrock Edition)",
      charge_category: "usage",
      billed_cost: "9.9000000001",
      effective_cost: "9.9000000001",
      category: "inference",
    },
    {
      service_name: "Amazon SageMaker",
      charge_category: "usage",
      billed_cost: "0",
      effective_cost: "0.9",
      category: "accelerators_serving",
    },
    {
      service_name: "Amazon Bedrock",
      charge_category: "usage",
      billed_cost: "1.5",
      effective_cost: "1.5",
      category: "inference",
    },
    {
      service_name: "Tax",
      charge_category: "tax",
      billed_cost: "0.2",
      effective_cost: "0.2",
      category: "not_ai",
    },
  ]);
  for (const line of lines) {
    expect(billLineSchema.safeParse({ ...line, attribution: {} }).error).toBeUndefined();
    expect(line.statement).toBe("aws_cost_explorer::2026-11-03");
  }
  expect(skipsIn(found)).toEqual([
    "by-service-and-usage-type.json:35 ResultsByTime[0].Groups[2]: amount_unreadable",
  ]);
});

test("Claude is a service of its own, named by its edition; mixed units are no quantity", async () => {
  const [claude, , bedrock] = linesIn(await read("by-service-and-usage-type.json"));

  expect(claude).toMatchObject({
    model: "anthropic.claude-sonnet-4-6",
    component: "input",
    component_quantity: "3000000",
    region_id: "us-east-1",
  });
  expect(bedrock).toMatchObject({ billed_model: "Claude4.6Sonnet", component: "output" });
  expect(bedrock?.consumed_quantity).toBeUndefined();
  expect(bedrock?.component_quantity).toBeUndefined();
});

test("estimated amounts are marked and told", async () => {
  const found = await read("by-service-and-usage-type.json");

  expect(linesIn(found).map((line) => line.tags["cost_explorer.estimated"])).toEqual([
    undefined,
    undefined,
    "true",
    "true",
  ]);
  expect(warningsIn(found)).toContain("AWS marks amounts as estimated: they may still change.");
});

test("another grouping of the same time is the same money, and is left out", async () => {
  const found = await read("by-account-and-tag.json");

  expect(
    linesIn(found).map((line) => [line.billed_cost, line.sub_account_name, line.tags]),
  ).toEqual([
    ["12.25", "search-prod", { Team: "search" }],
    ["-1", "search-prod", {}],
    ["7", undefined, {}],
  ]);
  expect(skipsIn(found)).toEqual(["by-account-and-tag.json:19 ResultsByTime[0]: rollup"]);
});

test("a month beside its days is the same money as well", async () => {
  const result = (Start: string, End: string, Amount: string) => ({
    TimePeriod: { Start, End },
    Total: { UnblendedCost: { Amount, Unit: "USD" }, AmortizedCost: { Amount, Unit: "USD" } },
  });
  const answers = [
    {
      ResultsByTime: [
        result("2026-11-01", "2026-11-02", "1"),
        result("2026-11-02", "2026-11-03", "2"),
      ],
    },
    { ResultsByTime: [result("2026-11-01", "2026-12-01", "3")] },
  ];
  const found = await readAll(awsCostExplorer, memoryFile("both.json", JSON.stringify(answers)));

  expect(linesIn(found).map((line) => line.billed_cost)).toEqual(["1", "2"]);
  expect(skipsIn(found)).toEqual(["both.json:1 ResultsByTime[0]: rollup"]);
});

test("what was not asked for is told, as is that no account is named", async () => {
  const warnings = new Set(warningsIn(await read("by-account-and-tag.json")));

  expect([...warnings].map((warning) => warning.slice(0, 50)).sort()).toEqual([
    "Cost Explorer was asked for all types of charges a",
    "Cost Explorer was not asked for the amortised cost",
    "Cost Explorer's answers do not name the payer's ac",
  ]);
});

test("usage and the other types of charges, asked for apart, are both read, and usage is not less for a credit", async () => {
  const answer = (
    RecordTypes: string | undefined,
    second: string,
    key: string,
    Amount: string,
  ) => ({
    ...(RecordTypes !== undefined && { RecordTypes }),
    GroupDefinitions: [
      { Type: "DIMENSION", Key: "SERVICE" },
      { Type: "DIMENSION", Key: second },
    ],
    ResultsByTime: [
      {
        TimePeriod: { Start: "2026-11-03", End: "2026-11-04" },
        Total: {},
        Groups: [
          {
            Keys: ["Amazon Bedrock", key],
            Metrics: {
              UnblendedCost: { Amount, Unit: "USD" },
              AmortizedCost: { Amount, Unit: "USD" },
            },
          },
        ],
      },
    ],
  });
  const usage = answer("usage", "USAGE_TYPE", "USE1-NovaLite-input-tokens", "1000");
  const credit = answer("other", "RECORD_TYPE", "Credit", "-1000");
  const all = answer(undefined, "RECORD_TYPE", "Credit", "-1000");

  const apart = await readAll(
    awsCostExplorer,
    memoryFile("apart.json", [usage, credit].map((one) => JSON.stringify(one)).join("\n")),
  );
  expect(linesIn(apart).map((line) => [line.charge_category, line.billed_cost])).toEqual([
    ["usage", "1000"],
    ["credit", "-1000"],
  ]);
  expect(warningsIn(apart).filter((warning) => warning.includes("all types"))).toEqual([]);

  // Who asked for everything in another grouping asked for the same money.
  const twice = await readAll(
    awsCostExplorer,
    memoryFile("twice.json", [usage, all].map((one) => JSON.stringify(one)).join("\n")),
  );
  expect(linesIn(twice).map((line) => line.billed_cost)).toEqual(["1000"]);
});
