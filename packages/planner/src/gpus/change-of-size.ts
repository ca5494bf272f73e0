import type { FleetMachine, GpuChange, TurningPoint } from "@headgate/contract";
import type { Machine } from "../infrastructure/infrastructure-price.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import type { Candidate } from "./candidates.ts";
import { isNeuron } from "./candidates.ts";
import { loadSummary, type MachineLoad } from "./machine-load.ts";
import { RUNTIME_GIB } from "./memory-needed.ts";
import type { MemoryToHold } from "./memory-of-machine.ts";
import { percent, wireEstimate } from "./monthly.ts";
import { fitOn, SPEED_ERROR } from "./right-size.ts";

/** Below this a change is not worth its risk. */
const LEAST_SAVED_SHARE = 0.05;

export type SizeChange = Readonly<{
  change: GpuChange;
  candidate: Candidate;
  machines: number;
  /** Undefined where it pays at any load that today's machines can carry. */
  turningPoint: TurningPoint | undefined;
  /** What is left of the cost, as shares. */
  left: Readonly<{ low: number; estimate: number; high: number }>;
}>;

type Sized = Readonly<{
  owned: FleetMachine;
  machine: Machine;
  load: MachineLoad;
  memory: Extract<MemoryToHold, { kind: "known" }>;
  headroom: number;
  microdollarsPerHour: number;
  candidates: readonly Candidate[];
}>;

/** The cheapest machines that carry the load with the memory, where they cost noticeably less than today's. */
export function changeOfSize(sized: Sized): SizeChange | undefined {
  const { owned, machine, load, memory, headroom, microdollarsPerHour, candidates } = sized;
  const today = owned.count * microdollarsPerHour;
  const carried = {
    machine,
    count: owned.count,
    load,
    memoryGib: memory.gib,
    runtimeGib: RUNTIME_GIB[owned.model?.kind ?? "decoder"],
    headroom,
  };
  let best: Readonly<{ candidate: Candidate; fit: Fitting; cost: number }> | undefined;
  for (const candidate of candidates) {
    if (isNeuron(candidate.machine)) continue;
    if (candidate.machine.sku === machine.sku && candidate.machine.provider === machine.provider)
      continue;
    const fit = fitOn(carried, candidate.machine);
    if (fit.kind !== "fits") continue;
    const cost = fit.machines.estimate * candidate.microdollarsPerHour;
    if (best === undefined || cost < best.cost) best = { candidate, fit, cost };
  }
  if (best === undefined || best.cost > today * (1 - LEAST_SAVED_SHARE)) return undefined;
  return sizeChange(sized, best, today);
}

type Fitting = Extract<ReturnType<typeof fitOn>, { kind: "fits" }>;

function sizeChange(
  { owned, machine, load, memory, headroom }: Sized,
  { candidate, fit }: Readonly<{ candidate: Candidate; fit: Fitting }>,
  today: number,
): SizeChange {
  const { sku, provider } = candidate.machine;
  const costOf = (machines: number): number => machines * candidate.microdollarsPerHour;
  const left = {
    low: costOf(fit.machines.low) / today,
    estimate: costOf(fit.machines.estimate) / today,
    high: costOf(fit.machines.high) / today,
  };
  const monthly = today * HOURS_PER_MONTH;
  const same = machine.accelerators?.model === candidate.machine.accelerators?.model;
  const busy = loadSummary(load.activity)?.busyHour ?? Number.NaN;
  const affordable = Math.floor(today / candidate.microdollarsPerHour - 1e-9);
  const turnsAt = (busy * affordable) / fit.machinesBusy;
  return {
    candidate,
    machines: fit.machines.estimate,
    left,
    change: {
      id: `${owned.name}/right-size`,
      kind: "right_size",
      machine: owned.name,
      text: `${owned.count} × ${machine.sku} → ${fit.machines.estimate} × ${sku}${provider === machine.provider ? "" : ` at ${provider}`}`,
      saving: wireEstimate(
        {
          low: monthly * (1 - left.high),
          estimate: monthly * (1 - left.estimate),
          high: monthly * (1 - left.low),
        },
        same
          ? "the same accelerators, in whole machines"
          : `relative speeds of the makers' sheets, off by ${SPEED_ERROR} × to either side, in whole machines`,
      ),
      evidence: [
        `${percent(busy)} of ${owned.count} × ${machine.accelerators?.count ?? 0} ${machine.accelerators?.model ?? ""} in the busiest usual hour, and ${percent(headroom)} of the new ones kept free`,
        `memory for a replica: ${memory.text}; ${fit.devicesPerReplica} × ${candidate.machine.accelerators?.model ?? ""} hold it`,
      ],
      risks: risksOf({ fit, same, memory, machine, candidate }),
      confidence: confidenceOf(load, same, memory),
      effort: provider === machine.provider ? "hours" : "days",
    },
    turningPoint:
      turnsAt < 1
        ? {
            input: `load of ${owned.name} in its busiest usual hour`,
            now: percent(busy),
            turns_at: percent(turnsAt),
            answer_then: `${sku} no longer costs less than ${machine.sku}`,
          }
        : undefined,
  };
}

function risksOf({
  fit,
  same,
  memory,
  machine,
  candidate,
}: Readonly<{
  fit: Fitting;
  same: boolean;
  memory: Extract<MemoryToHold, { kind: "known" }>;
  machine: Machine;
  candidate: Candidate;
}>): string[] {
  return [
    ...(fit.timePerToken > 1.05
      ? [
          `A token takes about ${fit.timePerToken.toFixed(1)} times as long: check your latency first.`,
        ]
      : []),
    ...(same
      ? []
      : ["The speed was not measured on the new accelerator: load-test before you switch."]),
    ...(memory.isHeld
      ? [
          "The memory need is what was held, not what is needed: give the model's shape for a surer answer.",
        ]
      : []),
    ...(candidate.machine.vcpus < machine.vcpus
      ? [`It has ${candidate.machine.vcpus} CPUs instead of ${machine.vcpus}.`]
      : []),
    ...(candidate.machine.provider === machine.provider
      ? []
      : ["Another provider: data transfer, support and reliability are not in the dollars."]),
  ];
}

const confidenceOf = (
  load: MachineLoad,
  same: boolean,
  memory: Readonly<{ isHeld: boolean }>,
): GpuChange["confidence"] => {
  if (load.basis === "upper_bound") return "low";
  if (same && !memory.isHeld) return "high";
  return same || load.basis === "sm_active" ? "medium" : "low";
};
