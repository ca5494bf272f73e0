import { expect, test } from "vitest";
import { fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { gaugesIn } from "../source-totals.fixture.ts";
import { cloudwatchSagemaker } from "./source.ts";

const read = () =>
  readAll(cloudwatchSagemaker, fixtureFile("cloudwatch-sagemaker", "endpoints.jsonl"));

test("utilisation summed over devices is divided by their number", async () => {
  const [four, unknown, single, invocations] = gaugesIn(await read());

  expect(four).toMatchObject({
    source: "cloudwatch_sagemaker",
    measure: "accelerator_utilisation",
    value: 0.3,
    at_ms: Date.parse("2026-11-02T00:00:00Z"),
    period_ms: 60_000,
    resource: "chat/AllTraffic",
    hardware: "ml.g5.12xlarge",
    workload: "chat",
    labels: { devices: "4" },
  });
  expect(unknown).toMatchObject({ value: 0.4, labels: { devices: "unknown" } });
  expect(single).toMatchObject({ value: 0.3, resource: "chat/AllTraffic/i-1/0" });
  expect(invocations).toMatchObject({ measure: "invocations", value: 7 });
});

test("more than 100 % of devices whose number is not known is told, and so is latency", async () => {
  expect(skipsIn(await read())).toEqual([
    "endpoints.jsonl:2 point 2: usage_unreadable",
    "endpoints.jsonl:5 point 1: not_a_call",
  ]);
});

test("machines of jobs are measured, each by its host; how many devices they have nothing tells", async () => {
  const found = await readAll(
    cloudwatchSagemaker,
    fixtureFile("cloudwatch-sagemaker", "jobs.jsonl"),
  );

  const [training, component, ...more] = gaugesIn(found);
  expect(training).toMatchObject({
    ...{ measure: "accelerator_utilisation", value: 0.65 },
    ...{ resource: "tune-7b/algo-1", workload: "tune-7b", labels: { devices: "unknown" } },
  });
  expect(component).toMatchObject({
    ...{
      value: 0.25,
      resource: "chat-adapter",
      workload: "chat-adapter",
      labels: { devices: "1" },
    },
  });
  expect(more).toEqual([]);
  expect(skipsIn(found)).toEqual(["jobs.jsonl:1 point 2: usage_unreadable"]);
});
