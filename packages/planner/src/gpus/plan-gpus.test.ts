import { type GpuPlan, planGpusRequest, planGpusResponse } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { builtInInfrastructure } from "../infrastructure/built-in-infrastructure.ts";
import { infrastructureBook } from "../infrastructure/infrastructure-book.ts";
import type { NamedHour } from "./fleet-gauges.ts";
import { planGpus } from "./plan-gpus.ts";

const HOUR_MS = 3_600_000;
/** Four weeks from a Monday, 00:00 in UTC. */
const fromMs = Date.UTC(2026, 9, 26);
const range = { fromMs, toMs: fromMs + 28 * 24 * HOUR_MS };
const book = infrastructureBook(builtInInfrastructure());
const everyHour = (percentOf: (weekHour: number) => number) => ({
  from: new Date(fromMs).toISOString(),
  hours: Array.from({ length: 28 * 24 }, (_, hour) => percentOf(hour % 168)),
});
const office = (hour: number): number => (hour < 120 && hour % 24 >= 8 && hour % 24 < 18 ? 60 : 0);
const small = {
  name: "llama",
  parameters_billion: 8,
  bits_per_parameter: 8,
  layers: 32,
  key_value_heads: 8,
  head_size: 128,
  context_tokens: 4096,
  concurrent_sequences: 8,
};

async function ask(request: object, measured: readonly NamedHour[] = []) {
  const answer = await planGpus(planGpusRequest.parse(request), {
    book,
    day: "2026-11-29",
    range,
    measured,
  });
  // What is answered is what the wire takes.
  return planGpusResponse.parse(answer);
}
async function planOf(request: object, measured: readonly NamedHour[] = []): Promise<GpuPlan> {
  const answer = await ask(request, measured);
  if (answer.kind !== "plan") throw new Error(JSON.stringify(answer));
  return answer;
}
const dollars = (text: string): number => Number(parseDollars(text)) / 1e12;

test("a large machine that is little used becomes a smaller one that holds the model, with its price's age", async () => {
  const plan = await planOf({
    machines: [
      {
        name: "chat",
        sku: "g5.12xlarge",
        may_stop: false,
        model: small,
        activity_percent: everyHour(() => 8),
      },
    ],
  });

  expect(plan.machines[0]).toMatchObject({
    judgement: "oversized",
    accelerators: "4 × a10g, 22 GiB each",
    dollars_per_month: "4140.560000000000",
    mean_activity: 0.08,
  });
  const [change] = plan.changes;
  expect(change).toMatchObject({ kind: "right_size", text: expect.stringContaining("→ 1 × g") });
  // 4.14 thousand dollars a month become at most 0.74: one A10G or L4.
  expect(dollars(change?.saving.estimate ?? "")).toBeGreaterThan(3400);
  expect(dollars(change?.saving.low ?? "")).toBeLessThanOrEqual(
    dollars(change?.saving.estimate ?? ""),
  );
  expect(plan.sources.find(({ what }) => what.startsWith("g5.12xlarge"))).toMatchObject({
    value: "$5.672 an hour",
    read_on: "2026-07-20",
    age_days: 132,
  });
  expect(plan.turning_points[0]?.input).toContain("load of chat");
});

test("memory that is held is no activity: a GPU that is full and does nothing is idle", async () => {
  const measured: NamedHour[] = [];
  for (let hour = 0; hour < 28 * 24; hour += 1) {
    const at = (measure: string, value: number): NamedHour => ({
      hourMs: fromMs + hour * HOUR_MS,
      resource: "GPU-1",
      hardware: "NVIDIA A10G",
      workload: "ml/embedder-7d9f6b5c8-x2x7z",
      measure,
      mean: value,
      peak: value,
      sum: value,
      isUpperBound: false,
    });
    measured.push(
      at("accelerator_sm_active", 0.001),
      at("accelerator_memory_used_bytes", 20e9),
      at("accelerator_memory_total_bytes", 22e9),
    );
  }
  const target = { kind: "kubernetes_deployment", namespace: "ml", deployment: "embedder" };
  const plan = await planOf(
    { machines: [{ name: "embedder", sku: "g5.xlarge", target }] },
    measured,
  );

  expect(plan.machines[0]).toMatchObject({ judgement: "idle" });
  expect(plan.machines[0]?.memory_held).toBeCloseTo(0.909, 3);
  expect(plan.changes).toMatchObject([{ kind: "stop", confidence: "high" }]);
  expect(plan.changes[0]?.saving.estimate).toBe("734.380000000000");
});

/** Four weeks in which one endpoint's measures stand still. */
const everyHourOf = (workload: string, measures: Readonly<Record<string, number>>): NamedHour[] =>
  Array.from({ length: 28 * 24 }, (_, hour) =>
    Object.entries(measures).map(([measure, value]) => ({
      hourMs: fromMs + hour * HOUR_MS,
      resource: workload,
      hardware: null,
      workload,
      measure,
      mean: value,
      peak: value,
      sum: value,
      isUpperBound: false,
    })),
  ).flat();

test("busy CPUs say nothing of accelerators: such a machine is not measured, one without accelerators is", async () => {
  const named = (name: string, sku: string) => ({ name, sku, memory_needed_gib: 15 });
  const plan = await planOf(
    {
      machines: [
        named("large", "p5.48xlarge"),
        named("middle", "g5.12xlarge"),
        named("strange", "gx.9"),
        named("plain", "c7g.xlarge"),
      ],
    },
    [
      ...everyHourOf("large", { cpu_utilisation: 0.01 }),
      ...everyHourOf("middle", { cpu_utilisation: 0.08 }),
      ...everyHourOf("strange", { cpu_utilisation: 0.01 }),
      ...everyHourOf("plain", { cpu_utilisation: 0.01 }),
    ],
  );

  expect(plan.machines.map(({ name, judgement }) => [name, judgement])).toEqual([
    ["large", "not_measured"],
    ["middle", "not_measured"],
    ["strange", "not_measured"],
    ["plain", "idle"],
  ]);
  expect(plan.machines[0]).toMatchObject({
    because: expect.stringContaining("only its CPUs were measured"),
    mean_activity: null,
  });
  expect(plan.not_planned.find(({ place }) => place === "machines.large")?.mend).toContain("DCGM");
  expect(plan.changes.map(({ machine }) => machine)).toEqual(["plain"]);
});

test("pipes that are seldom full make no busy accelerator small: they say what of it is worked, not how much", async () => {
  const measures = {
    accelerator_sm_active: 0.95,
    accelerator_tensor_active: 0.1,
    accelerator_memory_active: 0.15,
  };
  const machine = { sku: "g5.12xlarge", may_stop: false, memory_needed_gib: 15 };
  const plan = await planOf(
    {
      machines: [
        { ...machine, name: "full" },
        { ...machine, name: "light" },
      ],
    },
    [
      ...everyHourOf("full", measures),
      ...everyHourOf("light", { ...measures, accelerator_sm_active: 0.16 }),
    ],
  );

  // Ninety-five hundredths of four with three tenths free are 5.4 of the same: more than there are.
  expect(plan.machines.map(({ judgement }) => judgement)).toEqual(["well_used", "oversized"]);
  expect(plan.changes.map(({ machine: of }) => of)).toEqual(["light"]);
});

test("a smaller machine no longer pays at the load that takes more of it than cost less, and never above all of it", async () => {
  const machine = { may_stop: false, memory_needed_gib: 15, activity_percent: everyHour(() => 8) };
  const plan = await planOf({
    machines: [
      { ...machine, name: "chat", sku: "g5.12xlarge" },
      { ...machine, name: "dear", sku: "g5.12xlarge", dollars_per_hour: "40" },
    ],
  });

  const text = "1 × g5.12xlarge → 1 × g6.xlarge";
  expect(plan.changes).toMatchObject([{ text }, { text }]);
  // Seven at $0.8048 cost less than $5.672. Half as fast and with three tenths free, seven L4 carry 2.45 of four A10G.
  // Those that cost less than $40 carry more than four can do.
  expect(plan.turning_points).toMatchObject([{ now: "8.0 %", turns_at: "61 %" }]);
});

test("a busy machine is well used and nothing is proposed", async () => {
  const plan = await planOf({
    machines: [
      {
        name: "busy",
        sku: "g6.xlarge",
        may_stop: false,
        memory_needed_gib: 15,
        activity_percent: everyHour(() => 75),
      },
    ],
  });

  expect(plan.machines[0]?.judgement).toBe("well_used");
  expect(plan.changes).toEqual([]);
  expect(plan.saving_per_month?.estimate).toBe("0.000000000000");
});

test("nights become a schedule that tools can keep; sizes and times saved together never exceed the cost", async () => {
  const target = { kind: "auto_scaling_group", group: "chat" };
  const plan = await planOf({
    time_zone: "UTC",
    machines: [
      {
        name: "chat",
        sku: "g5.12xlarge",
        count: 2,
        model: small,
        target,
        wake_up_seconds: 300,
        activity_percent: everyHour(office),
      },
    ],
  });

  expect(plan.changes.map(({ kind }) => kind).sort()).toEqual(["right_size", "schedule"]);
  const [cost, saving] = [dollars(plan.dollars_per_month ?? ""), plan.saving_per_month];
  const apart = plan.changes.reduce((sum, change) => sum + dollars(change.saving.estimate), 0);
  expect(dollars(saving?.estimate ?? "")).toBeLessThan(apart);
  expect(dollars(saving?.high ?? "")).toBeLessThan(cost);
  expect(plan.schedules[0]).toMatchObject({ usual: 2, least: 0 });
  expect(plan.schedules[0]?.actions[1]).toMatchObject({ hour: 7, minute: 55, machines: 2 });
  expect(plan.exports.map(({ file_name }) => file_name)).toEqual([
    "schedules.sh",
    "schedules.tf",
    "schedules.json",
  ]);
});

test("a SageMaker variant of one instance cannot go to none, and says what could", async () => {
  const target = { kind: "sagemaker_variant", endpoint: "chat", variant: "AllTraffic" };
  const plan = await planOf({
    machines: [
      {
        name: "chat",
        provider: "sagemaker",
        sku: "ml.g5.xlarge",
        target,
        memory_needed_gib: 14,
        activity_percent: everyHour(office),
      },
    ],
  });

  expect(plan.changes.filter(({ kind }) => kind !== "right_size")).toEqual([]);
  expect(plan.not_planned.map(({ mend }) => mend).join()).toContain("inference component");
});

test("an encoder goes to Inferentia where somebody measured it there, and a decoder is to be measured first", async () => {
  const machine = { sku: "g5.xlarge", may_stop: false, activity_percent: everyHour(() => 50) };
  const encoder = {
    kind: "encoder",
    name: "bert-base-uncased",
    parameters_billion: 0.11,
    bits_per_parameter: 16,
    inferences_per_second: 900,
  };
  const plan = await planOf({
    machines: [
      { ...machine, name: "embed", count: 3, model: encoder },
      { ...machine, name: "chat", model: small },
    ],
  });

  expect(plan.changes.find(({ machine: of }) => of === "embed")).toMatchObject({
    text: "3 × g5.xlarge → 2 × inf2.xlarge",
    confidence: "medium",
  });
  expect(plan.sources.find(({ what }) => what.includes("encoder"))?.source).toContain(
    "CC BY-SA 4.0",
  );
  expect(plan.measure_first).toMatchObject([
    {
      machine: "chat",
      sku: expect.stringMatching(/^(inf2|trn1)/),
      measure: expect.stringContaining("AWS Neuron"),
    },
    ...(plan.measure_first.length > 1 ? [{ machine: "chat" }] : []),
  ]);
});

test("training on spot costs its overhead, and the price of Graviton for small models is told", async () => {
  const plan = await planOf({
    training: [
      {
        name: "tune",
        sku: "p5.48xlarge",
        count: 4,
        hours: 100,
        checkpoint_seconds: 60,
        restart_seconds: 900,
      },
    ],
  });
  const [run] = plan.training;

  expect(run?.on_demand).toBe("22016.000000000000");
  expect(run?.interruptions).toContain(">20%");
  const { low, estimate, high } = run?.overhead ?? { low: 1, estimate: 1, high: 1 };
  expect(low).toBeLessThan(estimate);
  expect(estimate).toBeLessThan(high);
  expect(high).toBeLessThan(0.05);
  expect(dollars(run?.spot?.high ?? "")).toBeLessThan(22016 * 0.55);
  expect(run?.notes.join()).toContain("Reclaims come together");
});

test("spot that costs nothing is cheaper at any overhead: it turns nowhere", async () => {
  const run = { sku: "p5.48xlarge", hours: 100, checkpoint_seconds: 60 };
  const plan = await planOf({
    training: [
      { ...run, name: "free", spot_dollars_per_hour: "0" },
      { ...run, name: "both", dollars_per_hour: "0", spot_dollars_per_hour: "0" },
      { ...run, name: "paid", dollars_per_hour: "3", spot_dollars_per_hour: "2" },
    ],
  });

  expect(plan.training.map(({ spot }) => spot?.estimate)).toEqual([
    "0.000000000000",
    "0.000000000000",
    expect.stringMatching(/^20\d\./),
  ]);
  expect(plan.turning_points).toMatchObject([
    { input: "overhead of paid on spot", turns_at: "50 %" },
  ]);
});

test("small models are packed, and peaks at once would cost more", async () => {
  const day = Array.from({ length: 168 }, (_, hour) => (hour % 24 < 12 ? 55 : 5));
  const night = Array.from({ length: 168 }, (_, hour) => (hour % 24 < 12 ? 5 : 55));
  const model = (name: string, activity: number[]) => ({
    name,
    memory_gib: 6,
    activity_percent: activity,
    measured_on: "l4",
  });
  const plan = await planOf({
    packing: { models: [model("a", day), model("b", night)], skus: ["g6.xlarge"] },
  });

  expect(plan.packing).toMatchObject({
    proof: "optimal",
    machines: [{ sku: "g6.xlarge", models: ["a", "b"] }],
    dollars_per_month: "587.504000000000",
    apart_per_month: "1175.008000000000",
    by_peaks_per_month: "1175.008000000000",
  });
});

test("nothing is planned where nothing can be: unknown machines, no measurements, models that fit nowhere", async () => {
  const reasons = async (request: object): Promise<string[]> => {
    const answer = await ask(request);
    if (answer.kind !== "no_plan") throw new Error("a plan was made");
    return answer.reasons.map(({ why, text }) => `${why}: ${text}`);
  };
  const activity_percent = everyHour(() => 10);

  expect(await reasons({})).toMatchObject([
    expect.stringContaining("missing: There are no machines"),
  ]);
  expect(await reasons({ machines: [{ name: "a", sku: "gx.9", activity_percent }] })).toEqual([
    "missing: No price of gx.9 at aws is known, in any region.",
  ]);
  expect(await reasons({ machines: [{ name: "a", sku: "g5.xlarge" }] })).toEqual([
    "missing: Nothing in the ledger says how busy it was.",
  ]);
  const huge = { name: "huge", memory_gib: 900, activity_percent: 5, measured_on: "l4" };
  expect(await reasons({ packing: { models: [huge] } })).toMatchObject([
    expect.stringContaining("no_solution: huge (900 GiB) fits on no machine"),
  ]);
  expect(
    await reasons({ time_zone: "Mars/Base", machines: [{ name: "a", sku: "g5.xlarge" }] }),
  ).toEqual(['contradiction: There is no time zone "Mars/Base".']);
});

test("a share above 100 percent is refused with its place", () => {
  const machine = { name: "a", sku: "g5.xlarge", activity_percent: everyHour(() => 101) };
  const read = planGpusRequest.safeParse({ machines: [machine] });

  expect(read.success).toBe(false);
  expect(read.error?.issues[0]?.path.slice(0, 4)).toEqual([
    "machines",
    0,
    "activity_percent",
    "hours",
  ]);
});

test("machines that a commitment pays for save nothing, and that is said", async () => {
  const plan = await planOf({
    machines: [
      {
        name: "reserved",
        sku: "inf2.xlarge",
        term: "reserved_3y",
        activity_percent: everyHour(() => 0),
      },
    ],
  });

  expect(plan.changes).toEqual([]);
  expect(plan.not_planned[0]?.text).toContain("paid for by a commitment");
});

test("measured devices that no machine names are told", async () => {
  const hour = (resource: string): NamedHour => ({
    hourMs: fromMs,
    resource,
    hardware: null,
    workload: null,
    measure: "accelerator_utilisation",
    mean: 0,
    peak: 0,
    sum: 0,
    isUpperBound: false,
  });
  const plan = await planOf(
    { machines: [{ name: "a", sku: "g5.xlarge", activity_percent: everyHour(() => 10) }] },
    [hour("GPU-9")],
  );

  expect(plan.not_planned.find(({ place }) => place === "gauges")?.text).toContain("GPU-9");
});
