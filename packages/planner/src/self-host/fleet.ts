import { HOURS_PER_MONTH } from "../statistics/month.ts";
import type { Traffic } from "./traffic.ts";

/** How replicas are run. */
export type FleetRules = Readonly<{
  /** `hourly`: as many as an hour needs; `fixed`: as many as the busiest needs, always. */
  scaling: "hourly" | "fixed";
  /** Replicas beside those that are needed, so that one may fail (N+1). */
  spare: number;
  atLeast: number;
  atMost: number | undefined;
  /** Of what a replica can do, how much is planned with: calls crowd within the hour. */
  loadPart: number;
  /** From asking for a machine to its first answer: paid for, and without use. */
  startMinutes: number;
  /** Replicas that one rented machine holds. */
  replicasPerMachine: number;
}>;

/** A month of a fleet. */
export type FleetMonth = Readonly<{
  machineHours: number;
  /** Of these, while a machine starts. */
  startingHours: number;
  meanReplicas: number;
  peakReplicas: number;
  /** Calls ÷ what the running replicas could take. */
  utilisation: number;
  peakMachines: number;
}>;

/** The fleet that meets the traffic times `volume`; undefined where `atMost` replicas do not meet it. */
export function fleetMonth(
  traffic: Traffic,
  replica: Readonly<{ callsPerSecond: number }>,
  rules: FleetRules,
  volume = 1,
): FleetMonth | undefined {
  const perHour = replica.callsPerSecond * 3600;
  const { spare, atLeast, replicasPerMachine } = rules;
  const perPlanned = volume / (perHour * rules.loadPart);
  const machinesFor = (replicas: number): number => Math.ceil(replicas / replicasPerMachine);
  const { neededPerHour } = traffic;
  const peakReplicas = Math.max(atLeast, Math.ceil(traffic.peakCalls * perPlanned) + spare);
  if (rules.atMost !== undefined && peakReplicas > rules.atMost) return undefined;
  const isFixed = rules.scaling === "fixed";
  let [machines, started, replicaHours] = [0, 0, 0];
  // Such months follow one another: the first hour comes after the last.
  const lastCalls = neededPerHour[neededPerHour.length - 1];
  if (lastCalls === undefined) throw new RangeError("traffic of no hour has no fleet");
  const last = Math.max(atLeast, Math.ceil(lastCalls * perPlanned) + spare);
  let before = machinesFor(isFixed ? peakReplicas : last);
  // Plans go over years of hours thousands of times: nothing is called in this loop that need not be.
  for (const calls of neededPerHour) {
    const wanted = Math.ceil(calls * perPlanned) + spare;
    const replicas = isFixed ? peakReplicas : wanted > atLeast ? wanted : atLeast;
    const now = replicasPerMachine === 1 ? replicas : Math.ceil(replicas / replicasPerMachine);
    if (now > before) started += now - before;
    machines += now;
    replicaHours += replicas;
    before = now;
  }
  const startingHours = (started * rules.startMinutes) / 60;
  const machineHours = machines + startingHours;
  const hours = neededPerHour.length;
  const perMonth = HOURS_PER_MONTH / hours;
  return {
    machineHours: machineHours * perMonth,
    startingHours: startingHours * perMonth,
    meanReplicas: replicaHours / hours,
    peakReplicas,
    utilisation: (traffic.calls * volume) / (replicaHours * perHour),
    peakMachines: machinesFor(peakReplicas),
  };
}
