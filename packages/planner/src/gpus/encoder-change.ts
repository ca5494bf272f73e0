import type { FleetMachine, GpuChange } from "@headgate/contract";
import type { Machine } from "../infrastructure/infrastructure-price.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import type { Candidate } from "./candidates.ts";
import { type EncoderBenchmark, encoderBenchmark } from "./encoder-benchmarks.ts";
import { wireEstimate } from "./monthly.ts";

/** How far a measurement by others may be from one's own: other lengths of text, other batches. */
const BENCHMARK_ERROR = 2;

export type EncoderChange = Readonly<{
  change: GpuChange;
  benchmark: EncoderBenchmark;
  candidate: Candidate;
  left: Readonly<{ low: number; estimate: number; high: number }>;
}>;

/** An encoder on Inferentia2, where somebody measured this very model there and its owner says how much is asked. */
export function encoderChange({
  owned,
  machine,
  headroom,
  microdollarsPerHour,
  candidates,
}: Readonly<{
  owned: FleetMachine;
  machine: Machine;
  headroom: number;
  microdollarsPerHour: number;
  candidates: readonly Candidate[];
}>): EncoderChange | undefined {
  const { model } = owned;
  if (
    model?.kind !== "encoder" ||
    model.name === undefined ||
    model.inferences_per_second === undefined
  )
    return undefined;
  const benchmark = encoderBenchmark(model.name);
  const candidate = candidates.find(({ machine: { sku } }) => sku === benchmark?.machine);
  if (benchmark === undefined || candidate === undefined) return undefined;
  const least = owned.count >= 2 ? 2 : 1;
  const needed = model.inferences_per_second / (benchmark.inferencesPerSecond * (1 - headroom));
  const machinesFor = (devices: number): number => Math.max(least, Math.ceil(devices - 1e-9));
  const today = owned.count * microdollarsPerHour;
  const leftOf = (machines: number): number => (machines * candidate.microdollarsPerHour) / today;
  const left = {
    low: leftOf(machinesFor(needed / BENCHMARK_ERROR)),
    estimate: leftOf(machinesFor(needed)),
    high: leftOf(machinesFor(needed * BENCHMARK_ERROR)),
  };
  if (left.estimate >= 1) return undefined;
  const monthly = today * HOURS_PER_MONTH;
  return {
    benchmark,
    candidate,
    left,
    change: {
      id: `${owned.name}/right-size`,
      kind: "right_size",
      machine: owned.name,
      text: `${owned.count} × ${machine.sku} → ${machinesFor(needed)} × ${benchmark.machine}`,
      saving: wireEstimate(
        {
          low: monthly * (1 - left.high),
          estimate: monthly * (1 - left.estimate),
          high: monthly * (1 - left.low),
        },
        `a public measurement of ${model.name}, off by ${BENCHMARK_ERROR} × to either side`,
      ),
      evidence: [
        `${benchmark.inferencesPerSecond} inferences a second on one ${benchmark.machine} at ${benchmark.sequenceTokens} tokens a text, batched; you ask ${model.inferences_per_second}`,
      ],
      risks: [
        "The model has to be compiled with AWS Neuron, for fixed lengths of text.",
        "Longer texts and smaller batches are slower: measure your own before you switch.",
      ],
      confidence: "medium",
      effort: "days",
    },
  };
}
