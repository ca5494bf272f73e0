import type { SourceName, UsageComponent } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isInBedrockMetrics, type TrueCall, tokensIn, totalOf } from "./company.fixture.ts";
import { companyRange, type ImportedCompany, importCompany } from "./imported-company.fixture.ts";

/** A quantity of a token, as amounts are exact. */
const ONE = 10n ** 12n;

let truth: ImportedCompany["truth"];
let calls: ImportedCompany["calls"];
let ledger: ImportedCompany["ledger"];
let summaryOf: ImportedCompany["summaryOf"];
let close: ImportedCompany["close"];

beforeAll(async () => {
  ({ truth, calls, ledger, summaryOf, close } = await importCompany(11));
});

afterAll(() => close());

const billedBy = (name: SourceName): readonly bigint[] =>
  summaryOf(name).costs.map(({ billed_cost: cost }) => parseDollars(cost));

const numberOf = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);

test("records of Bedrock's batches are calls of their job's model and time, at the batch price", () => {
  const inBatches = calls.filter(({ sources }) => sources.includes("bedrock_batch"));

  expect(inBatches.length).toBeGreaterThan(100);
  expect(summaryOf("bedrock_batch")).toMatchObject({
    added: inBatches.length,
    seen_elsewhere: 0,
    first_at: inBatches.at(0)?.at,
    last_at: inBatches.at(-1)?.at,
  });
  expect(billedBy("bedrock_batch")).toEqual([totalOf(inBatches)]);
});

test("Cost Explorer says what AWS's report says in the end, and counts where it is ahead", () => {
  const report = truth.bills.filter(
    ({ bill, edition }) => bill === "aws_cur" && edition === "final",
  );
  const inTime = truth.second_bills.filter(({ is_ahead: isAhead }) => !isAhead);

  expect(totalOf(truth.second_bills)).toBe(totalOf(report));
  expect(billedBy("aws_cost_explorer")).toEqual([totalOf(report)]);
  expect(summaryOf("aws_cost_explorer")).toMatchObject({
    added: numberOf(truth.second_bills.map(({ lines }) => lines)),
    seen_elsewhere: numberOf(inTime.map(({ lines }) => lines)),
    skipped: 0,
  });
  expect(truth.second_bills.filter(({ is_ahead: isAhead }) => isAhead)).toMatchObject([
    { day: "2026-11-02" },
    { day: "2026-11-03" },
  ]);
});

test("CloudWatch counts the tokens of all calls on Bedrock, those of an outage of the logs among them", async () => {
  const { totals } = await ledger.store.report("reconciliation", {
    ...companyRange,
    cost: "billed",
  });
  const counted = (component: UsageComponent): bigint =>
    totals
      .filter((total) => total.provider === "bedrock" && total.component === component)
      .reduce((sum, { quantity }) => sum + quantity, 0n);
  const used = (of: readonly TrueCall[], bucket: UsageComponent): bigint =>
    BigInt(numberOf(of.map(({ usage }) => tokensIn(usage, bucket)))) * ONE;
  const answered = calls.filter(isInBedrockMetrics);
  const unlogged = answered.filter(({ sources }) => sources.length === 0);

  expect(used(unlogged, "input")).toBeGreaterThan(0n);
  expect({
    input: counted("input"),
    output: counted("output"),
    read: counted("cache_read"),
    written: counted("cache_write"),
  }).toEqual({
    input: used(answered, "input"),
    output: used(answered, "output"),
    read: used(answered, "cache_read"),
    written: used(answered, "cache_write_5m"),
  });
  expect(numberOf(truth.bedrock_metrics.map(({ requests }) => requests))).toBe(answered.length);
  expect(numberOf(truth.bedrock_metrics.map(({ usage }) => tokensIn(usage, "input")))).toBe(
    Number(counted("input") / ONE),
  );
});

test("an endpoint that CloudWatch alone sees is measured device by device, and its calls are counted", async () => {
  const hours = await ledger.store.report("gauge-hours", companyRange);
  const busy = hours.filter(
    ({ measure, workload }) =>
      measure === "accelerator_utilisation" && workload === "speech-serving",
  );
  const single = busy.filter(({ isUpperBound }) => !isUpperBound);
  const ofCloudwatch = truth.gauges.filter(({ source }) => source === "cloudwatch_sagemaker");

  expect(new Set(single.map(({ resource }) => resource))).toEqual(
    new Set(["speech-serving/AllTraffic/i-constructed0/0"]),
  );
  expect(single).toHaveLength(numberOf(ofCloudwatch.map(({ measurements }) => measurements)));
  expect(numberOf(single.map(({ sum }) => sum)) * 100).toBeCloseTo(
    numberOf(ofCloudwatch.map(({ percent }) => percent)),
    6,
  );
  const invocations = hours.filter(({ measure }) => measure === "invocations");
  expect(numberOf(invocations.map(({ sum }) => sum))).toBe(
    numberOf(truth.endpoints.map((endpoint) => endpoint.invocations)),
  );
});

test("outcomes find their calls by id and by trace, and cost what those cost", async () => {
  const { names, coverage } = await ledger.store.report("outcomes", { ...companyRange, limit: 10 });
  const expected = truth.outcomes.map(({ name, outcomes, accepted, calls, picodollars, value }) => [
    name,
    {
      ...{ outcomes, accepted, calls, picodollars },
      joined: outcomes,
      value: value === "0" ? null : parseDollars(value),
    },
  ]);
  const told = names
    .filter(({ name }) => name !== null)
    .map(({ name, outcomes, accepted, calls, cost, joined, value }) => [
      name,
      {
        ...{ outcomes, accepted, calls },
        picodollars: parseDollars(cost),
        joined: name === "ticket_resolved" ? joined.call : joined.trace,
        value: value === null ? null : parseDollars(value),
      },
    ]);

  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
  expect(truth.outcomes.map(({ name }) => name).toSorted()).toEqual([
    "summary_published",
    "ticket_resolved",
  ]);
  expect(truth.outcomes.every(({ outcomes, accepted }) => accepted < outcomes)).toBe(true);
  expect(parseDollars(coverage.under_outcomes.cost)).toBe(totalOf(truth.outcomes));
  expect(summaryOf("outcomes")).toMatchObject({
    added: numberOf(truth.outcomes.map(({ outcomes }) => outcomes)),
    skipped: 0,
  });
});
