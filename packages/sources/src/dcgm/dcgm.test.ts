import { expect, test } from "vitest";
import { fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { gaugesIn } from "../source-totals.fixture.ts";
import { dcgm } from "./source.ts";

const read = () => readAll(dcgm, fixtureFile("dcgm", "metrics.prom"));

test("percent and ratios are both ratios, memory is bytes, and idle devices have no workload", async () => {
  const [busy, idle, tensor, memory, power] = gaugesIn(await read());

  expect(busy).toMatchObject({
    source: "dcgm",
    measure: "accelerator_utilisation",
    value: 0.42,
    at_ms: 1_793_577_600_000,
    resource: "GPU-1",
    hardware: "NVIDIA H100 80GB HBM3",
    workload: "ml/llm-0",
  });
  expect(idle).toMatchObject({ value: 0, resource: "GPU-2" });
  expect(idle?.workload).toBeUndefined();
  expect(tensor).toMatchObject({ measure: "accelerator_tensor_active", value: 0.125 });
  expect(memory).toMatchObject({ measure: "accelerator_memory_used_bytes", value: 2048 * 2 ** 20 });
  expect(power).toMatchObject({ measure: "accelerator_power_watts", value: 310.5 });
});

test("slices of one device are apart", async () => {
  const slices = gaugesIn(await read()).filter(({ resource }) => resource.startsWith("GPU-3"));

  expect(slices.map(({ resource, value }) => [resource, value])).toEqual([
    ["GPU-3/7", 0.1],
    ["GPU-3/8", 0.9],
  ]);
});

test("blank values, values out of range and broken lines are told", async () => {
  const found = await read();

  expect(skipsIn(found)).toEqual([
    "metrics.prom:10: not_a_call",
    "metrics.prom:11: usage_unreadable",
    "metrics.prom:12: not_a_call",
    "metrics.prom:13: row_malformed",
  ]);
  const last = gaugesIn(found).at(-1);
  // Without a time of its own it is as old as the file.
  expect(last).toMatchObject({ resource: "GPU-5", value: 0.1, workload: 'a"b, c' });
});
