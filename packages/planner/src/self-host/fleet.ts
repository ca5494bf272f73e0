import { HOURS_PER_MONTH, type Traffic } from "./traffic.ts";

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
  const replicasFor = (calls: number): number =>
    Math.max(rules.atLeast, Math.ceil((calls * volume) / (perHour * rules.loadPart)) + rules.spare);
  const machinesFor = (replicas: number): number => Math.ceil(replicas / rules.replicasPerMachine);
  const { neededPerHour } = traffic;
  const peakReplicas = neededPerHour.reduce((most, calls) => Math.max(most, replicasFor(calls)), 0);
  if (rules.atMost !== undefined && peakReplicas > rules.atMost) return undefined;
  const isFixed = rules.scaling === "fixed";
  let [machineHours, startingHours, replicaHours] = [0, 0, 0];
  // Such months follow one another: the first hour comes after the last.
  let before = machinesFor(isFixed ? peakReplicas : replicasFor(neededPerHour.at(-1) ?? 0));
  for (const calls of neededPerHour) {
    const replicas = isFixed ? peakReplicas : replicasFor(calls);
    const machines = machinesFor(replicas);
    const starting = (Math.max(0, machines - before) * rules.startMinutes) / 60;
    machineHours += machines + starting;
    startingHours += starting;
    replicaHours += replicas;
    before = machines;
  }
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
