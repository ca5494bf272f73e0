import type { FleetMachine, MeasureFirst } from "@headgate/contract";
import type { Machine } from "../infrastructure/infrastructure-price.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { type Candidate, isNeuron } from "./candidates.ts";
import { devicesToHold, RUNTIME_GIB } from "./memory-needed.ts";
import { wireMicrodollars } from "./monthly.ts";

/** Larger models wait too long for a CPU's memory: a token reads all weights once. */
const CPU_MODEL_GIB = 8;
/** Of a CPU machine's memory. */
const CPU_USABLE_SHARE = 0.7;

type Compared = Readonly<{
  owned: FleetMachine;
  machine: Machine;
  memoryGib: number;
  microdollarsPerHour: number;
  candidates: readonly Candidate[];
}>;

/**
 * Machines that are cheaper and hold the model, of which nothing public says how much of the load they carry: Inferentia and
 * Trainium, and Graviton for models of a CPU's size. Each says what to measure, and from which result on it pays.
 */
export function measureFirst(compared: Compared): readonly MeasureFirst[] {
  const { owned, machine, memoryGib, microdollarsPerHour, candidates } = compared;
  const today = owned.count * microdollarsPerHour;
  const cheaper = candidates.filter(({ microdollarsPerHour: price }) => price < today);
  const neuron = cheaper.find(
    (candidate) =>
      isNeuron(candidate.machine) &&
      !isNeuron(machine) &&
      holds(candidate.machine, memoryGib, owned),
  );
  const arm =
    memoryGib > CPU_MODEL_GIB
      ? undefined
      : cheaper.find(
          ({ machine: { architecture, accelerators, memoryGib: there, sku } }) =>
            architecture === "arm64" &&
            accelerators === undefined &&
            sku !== machine.sku &&
            there * CPU_USABLE_SHARE >= memoryGib,
        );
  return [neuron, arm].flatMap((candidate) =>
    candidate === undefined ? [] : [entry(compared, candidate, today)],
  );
}

const holds = (machine: Machine, memoryGib: number, owned: FleetMachine): boolean =>
  machine.accelerators !== undefined &&
  devicesToHold(memoryGib, {
    memoryGib: machine.accelerators.memoryGibEach,
    most: machine.accelerators.count,
    runtimeGib: RUNTIME_GIB[owned.model?.kind ?? "decoder"],
  }) !== undefined;

function entry(
  { owned, machine }: Compared,
  { machine: { sku, provider, accelerators }, microdollarsPerHour }: Candidate,
  today: number,
): MeasureFirst {
  const affordable = Math.floor(today / microdollarsPerHour - 1e-9);
  const share = Math.ceil(100 / Math.max(1, affordable));
  const what =
    accelerators === undefined
      ? "Run the model on its CPUs (arm64)"
      : "Compile the model with AWS Neuron";
  return {
    machine: owned.name,
    sku,
    provider,
    machines: 1,
    dollars_per_month: wireMicrodollars(microdollarsPerHour * HOURS_PER_MONTH),
    measure: `${what} and measure it under your latency: it pays if one ${sku} carries ${share} % or more of what ${owned.count} × ${machine.sku} carry in their busiest hour (${affordable} of them cost less).`,
  };
}
