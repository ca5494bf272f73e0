import { expect, test } from "vitest";
import { builtInInfrastructure } from "../built-in-infrastructure.ts";
import { infrastructureBook } from "../infrastructure-book.ts";
import { parseInfrastructureFile } from "../infrastructure-file.ts";
import { machineOf } from "../machine-of.ts";
import { priceOfMachine } from "../price-of-machine.ts";
import { readAwsPriceList } from "./aws-price-list.ts";
import { checkList } from "./check-list.ts";
import { readFmbench } from "./read-fmbench.ts";
import { readKarpenter } from "./read-karpenter.ts";
import { readPriceCsv } from "./read-price-csv.ts";
import { readSkypilot } from "./read-skypilot.ts";

const built = builtInInfrastructure();
const book = infrastructureBook(built);
const list = { url: "https://lists.example/prices", day: "2026-11-20" };

/** Rows in the documented columns; constructed prices. */
const sky = (change: Record<string, string>) => ({
  InstanceType: "gpu-x",
  AcceleratorName: "H100",
  AcceleratorCount: "8",
  vCPUs: "128",
  MemoryGiB: "1600",
  Price: "24.00",
  Region: "eu-north1",
  GpuInfo: "{'TotalGpuMemoryInMiB': 1638400}",
  SpotPrice: "10.00",
  ...change,
});

test("of SkyPilot's zones the dearest spot price counts, and a GPU's memory is not read from it", () => {
  const reading = readSkypilot(
    [
      sky({}),
      sky({ SpotPrice: "12.50" }),
      sky({ Region: "" }),
      sky({ InstanceType: "odd", AcceleratorName: "Q9000", SpotPrice: "" }),
    ],
    "acme",
  );
  const checked = checkList(reading, book, list);
  const [file] = checked.files.map((found) => parseInfrastructureFile("list", found));
  const joined = infrastructureBook([
    ...built,
    { file: file as NonNullable<typeof file>, standing: "imported" },
  ]);
  const wanted = { provider: "acme", sku: "gpu-x", region: "eu-north1", term: "spot" } as const;

  expect(priceOfMachine(joined, wanted, "2026-11-29")).toMatchObject({
    price: { dollarsPerHour: "12.50", standing: "imported" },
    ageDays: 9,
  });
  expect(machineOf(joined, "acme", "gpu-x")?.accelerators).toEqual({
    model: "h100",
    count: 8,
    memoryGibEach: 80,
  });
  expect(checked.refused.map(({ code, at }) => [code, at])).toEqual([
    ["unreadable", "row 4"],
    ["accelerator_unknown", "row 5"],
  ]);
  expect(checked.taken).toBe(3);
});

test("prices out of bounds and jumps are left out, a price that differs is taken and told", () => {
  const row = { provider: "aws", region: "us-east-1", term: "on_demand" };
  const reading = readPriceCsv([
    { ...row, sku: "g5.xlarge", dollars_per_hour: "1.10" },
    { ...row, sku: "g6.xlarge", dollars_per_hour: "80.48" },
    { ...row, sku: "new.large", dollars_per_hour: "900" },
    { ...row, sku: "bad.large", dollars_per_hour: "free" },
    { ...row, sku: "bad.large", term: "weekly", dollars_per_hour: "1" },
    { ...row, sku: "bad.large" },
  ] as Record<string, string>[]);
  const checked = checkList(reading, book, list);

  expect(checked.disagreements).toMatchObject([
    { sku: "g5.xlarge", ours: "1.006", theirs: "1.10", ourDay: "2026-07-20" },
  ]);
  expect(checked.refused.map(({ code }) => code).sort()).toEqual([
    "jump",
    "out_of_bounds",
    "unreadable",
    "unreadable",
    "unreadable",
  ]);
  expect(checked.files[0]?.prices?.map(({ sku }) => sku)).toEqual(["g5.xlarge"]);
});

test("a row of one's own list that no list can hold is refused by its row, and the others are taken", () => {
  const row = {
    ...{ provider: "lambda", sku: "gpu-y", region: "any", term: "on_demand" },
    ...{ dollars_per_hour: "3", vcpus: "26", memory_gib: "225" },
    ...{ accelerator: "H100", accelerator_count: "1" },
  };
  const reading = readPriceCsv([
    row,
    { ...row, provider: "Lambda" },
    { ...row, provider: "../lambda" },
    { ...row, accelerator_count: "0" },
    { ...row, accelerator_count: "0.5" },
    { ...row, accelerator_count: "two" },
    { ...row, memory_gib: "0" },
    { ...row, vcpus: "-1" },
    { ...row, sku: "cpu-y", accelerator: "", accelerator_count: "0" },
  ]);
  const checked = checkList(reading, book, list);

  expect(checked.refused.map(({ at, code }) => `${at} ${code}`).sort()).toEqual(
    [3, 4, 5, 6, 7, 8, 9].map((at) => `row ${at} unreadable`),
  );
  expect(checked.refused.map(({ reason }) => reason).join(" ")).toContain('"Lambda"');
  expect(checked.taken).toBe(2);
  expect(checked.files.map((file) => parseInfrastructureFile("list", file).provider)).toEqual([
    "lambda",
  ]);
});

test("of any list what is kept can be read again: a name too long and a machine of nothing are left out", () => {
  const reading = readSkypilot(
    [
      sky({}),
      sky({ InstanceType: "x".repeat(201) }),
      sky({ InstanceType: "gpu-z", MemoryGiB: "0" }),
    ],
    "acme",
  );
  const checked = checkList(reading, book, list);
  const [file] = checked.files.map((found) => parseInfrastructureFile("list", found));

  expect(file?.machines?.map(({ sku }) => sku)).toEqual(["gpu-x"]);
  expect([...new Set(file?.prices?.map(({ sku }) => sku))]).toEqual(["gpu-x", "gpu-z"]);
  expect([...new Set(checked.refused.map(({ code, at }) => `${code} ${at}`))]).toEqual([
    "unreadable row 3",
    "unreadable row 4",
  ]);
  expect(checkList(readSkypilot([sky({})], "../acme"), book, list)).toMatchObject({
    files: [],
    taken: 0,
    refused: [{ code: "unreadable" }, { code: "unreadable" }],
  });
});

test("FMBench's machines are SageMaker's or EC2's, and what is no machine is told", () => {
  const reading = readFmbench(
    {
      pricing: {
        instance_based: { "ml.g5.xlarge": 1.4084, "g5.xlarge": 1.006, "anthropic.model-pt-nc": 88 },
      },
    },
    "us-east-1",
  );

  expect(reading.rows.map(({ provider, dollarsPerHour }) => [provider, dollarsPerHour])).toEqual([
    ["sagemaker", "1.4084"],
    ["aws", "1.006"],
  ]);
  expect(reading.refused).toMatchObject([{ at: "anthropic.model-pt-nc" }]);
  expect(readFmbench({}, "us-east-1").refused).toHaveLength(1);
});

test("karpenter's source is read by region, and another file is none", () => {
  const source =
    'var x = map[string]map[string]float64{\n\t"us-east-1": {\n\t\t// g5 family\n\t\t"g5.xlarge": 1.006000, "g5.2xlarge": 1.212000,\n\t},\n}';

  expect(
    readKarpenter(source).rows.map(({ sku, region, dollarsPerHour }) => [
      sku,
      region,
      dollarsPerHour,
    ]),
  ).toEqual([
    ["g5.xlarge", "us-east-1", "1.006000"],
    ["g5.2xlarge", "us-east-1", "1.212000"],
  ]);
  expect(readKarpenter("package main").refused).toHaveLength(1);
});

test("of AWS's price list hours on demand and reserved are read, what is paid at the start spread over its hours", () => {
  const offer = (usd: string, attributes: object = {}) => ({
    priceDimensions: { d: { unit: "Hrs", pricePerUnit: { USD: usd } } },
    termAttributes: attributes,
  });
  const reserved = (length: string, option: string) =>
    offer("0.6340000000", {
      LeaseContractLength: length,
      PurchaseOption: option,
      OfferingClass: "standard",
    });
  const upfront = (length: string, option: string, parts: Readonly<Record<string, string>>) => ({
    ...reserved(length, option),
    priceDimensions: Object.fromEntries(
      Object.entries(parts).map(([unit, USD]) => [unit, { unit, pricePerUnit: { USD } }]),
    ),
  });
  const product = JSON.stringify({
    product: { attributes: { instanceType: "g5.xlarge", regionCode: "eu-west-1" } },
    terms: {
      OnDemand: { a: offer("1.1230000000") },
      Reserved: {
        b: reserved("1yr", "No Upfront"),
        c: upfront("3yr", "All Upfront", { Quantity: "13140", Hrs: "0" }),
        d: upfront("1yr", "Partial Upfront", { Quantity: "2628", Hrs: "0.3" }),
        // Without its upfront part the price is not whole.
        e: upfront("1yr", "All Upfront", { Hrs: "0" }),
      },
    },
  });
  const reading = readAwsPriceList([product, "no json"]);

  expect(
    reading.rows.map(({ term, payment, dollarsPerHour }) => [term, payment, dollarsPerHour]),
  ).toEqual([
    ["on_demand", undefined, "1.123"],
    ["reserved_1y", "no_upfront", "0.634"],
    ["reserved_3y", "all_upfront", "0.5"],
    ["reserved_1y", "partial_upfront", "0.6"],
  ]);
  expect(reading.refused).toHaveLength(1);
});

test("of SageMaker's machines the hours of endpoints are read, and not those of training", () => {
  const product = (component: string) =>
    JSON.stringify({
      product: {
        attributes: {
          instanceType: `ml.g5.xlarge-${component}`,
          instanceName: "ml.g5.xlarge",
          component,
          regionCode: "us-east-1",
        },
      },
      terms: {
        OnDemand: {
          a: { priceDimensions: { d: { unit: "Hrs", pricePerUnit: { USD: "1.4080000000" } } } },
        },
      },
    });
  const { rows, refused } = readAwsPriceList([product("Hosting"), product("Training")]);

  expect(rows).toMatchObject([
    { provider: "sagemaker", sku: "ml.g5.xlarge", region: "us-east-1", dollarsPerHour: "1.408" },
  ]);
  expect(refused).toHaveLength(1);
});
