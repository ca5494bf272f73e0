import type { Machine } from "../infrastructure/infrastructure-price.ts";
import { acceleratorSpeed, devicesInsteadOfOne } from "./accelerator-speed.ts";
import { loadSummary, type MachineLoad } from "./machine-load.ts";
import { devicesToHold } from "./memory-needed.ts";

/** How far relative speeds of accelerators may be off: sheets say what chips can do, servers reach a part of it. */
export const SPEED_ERROR = 1.3;

/** What is to be carried: so many machines' load, and what a replica of the model needs of memory. */
export type Carried = Readonly<{
  machine: Machine;
  count: number;
  load: MachineLoad;
  /** Of one replica, on accelerators. */
  memoryGib: number;
  runtimeGib: number;
  /** Kept free above the busiest usual hour, as a share. */
  headroom: number;
}>;

export type Fit =
  | Readonly<{
      kind: "fits";
      /** Machines needed where relative speeds are as the sheets say, and where they are off to either side. */
      machines: Readonly<{ low: number; estimate: number; high: number }>;
      /** As speeds are estimated, before machines are made whole. */
      machinesBusy: number;
      devicesPerReplica: number;
      /** One of the new accelerators' time for a token against one of today's; above 1 is slower. */
      timePerToken: number;
    }>
  | Readonly<{ kind: "too_small" | "unknown_speed" | "other_kind"; text: string }>;

/**
 * How many of another machine carry a load. Memory and arithmetic are looked at apart where they were measured apart, in
 * their ratio alone; else the activity as a whole counts for both, which errs to the larger machine. A fleet of two or more stays one of
 * at least two, so that one may fail.
 */
export function fitOn(carried: Carried, other: Machine): Fit {
  const { machine, count, load, memoryGib, runtimeGib, headroom } = carried;
  const [from, to] = [machine.accelerators, other.accelerators];
  if (from === undefined || to === undefined)
    return { kind: "other_kind", text: `${other.sku} has no accelerators.` };
  const perReplica = devicesToHold(memoryGib, {
    memoryGib: to.memoryGibEach,
    most: to.count,
    runtimeGib,
  });
  if (perReplica === undefined)
    return {
      kind: "too_small",
      text: `${memoryGib.toFixed(1)} GiB do not fit on ${to.count} × ${to.memoryGibEach.toFixed(1)} GiB.`,
    };
  const speeds = [acceleratorSpeed(from.model), acceleratorSpeed(to.model)];
  const [old, fresh] = speeds;
  const same = from.model === to.model;
  if (!same && (old === undefined || fresh === undefined))
    return {
      kind: "unknown_speed",
      text: `How ${to.model} compares with ${from.model} is not known.`,
    };
  const instead =
    old === undefined || fresh === undefined
      ? { byMemory: 1, byArithmetic: 1 }
      : devicesInsteadOfOne(old, fresh);
  const busy = busyShares(load);
  const needed =
    (count *
      from.count *
      Math.max(busy.memory * instead.byMemory, busy.arithmetic * instead.byArithmetic)) /
    (1 - headroom);
  const usable = Math.floor(to.count / perReplica) * perReplica;
  const least = count >= 2 ? 2 : 1;
  const machinesFor = (devices: number): number =>
    Math.max(least, Math.ceil(devices / usable - 1e-9));
  const error = same ? 1 : SPEED_ERROR;
  return {
    kind: "fits",
    machines: {
      low: machinesFor(needed / error),
      estimate: machinesFor(needed),
      high: machinesFor(needed * error),
    },
    machinesBusy: needed / usable,
    devicesPerReplica: perReplica,
    timePerToken: instead.byMemory,
  };
}

/**
 * Shares of the busiest usual hour. Servers that do all they can fill neither pipe: the fuller one stands for the activity
 * as a whole, and the other is as much below it as was measured.
 */
function busyShares(load: MachineLoad): Readonly<{ memory: number; arithmetic: number }> {
  const activity = loadSummary(load.activity)?.busyHour ?? 1;
  const memory = load.memoryActivity === null ? null : loadSummary(load.memoryActivity);
  const tensor = load.tensorActivity === null ? null : loadSummary(load.tensorActivity);
  const fuller = Math.max(memory?.busyHour ?? 0, tensor?.busyHour ?? 0);
  if (memory === null || tensor === null || fuller === 0)
    return { memory: activity, arithmetic: activity };
  const scale = Math.max(1, activity / fuller);
  return { memory: memory.busyHour * scale, arithmetic: tensor.busyHour * scale };
}
