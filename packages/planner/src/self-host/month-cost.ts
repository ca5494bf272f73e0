import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { type FleetMonth, type FleetRules, fleetMonth } from "./fleet.ts";
import { callsPerMonth, type Traffic } from "./traffic.ts";

/** What a machine's hour costs, in microdollars. */
export type MachineRate = Readonly<{
  onDemand: number;
  /**
   * Part of the machines that are run on spare capacity. `availability` is the part of the time in which there is such
   * capacity; else the machine is paid for on demand. Each reclaimed machine is started anew.
   */
  spot?: Readonly<{
    share: number;
    perHour: number;
    availability: number;
    reclaimsPerMonth: number;
  }>;
}>;

/** What stands beside machines, in microdollars. */
export type OtherCosts = Readonly<{
  /** People who keep it running, a month. */
  operations: number;
  /** Disk for weights, for a machine and month. */
  storagePerMachine: number;
  /** Traffic out, for a token of an answer. */
  egressPerAnswerToken: number;
}>;

/** A month of self-hosting by parts, in microdollars. */
export type MonthCost = Readonly<{
  machines: number;
  starting: number;
  operations: number;
  storage: number;
  egress: number;
  total: number;
  fleet: FleetMonth;
}>;

/** What a month of self-hosting costs at the traffic times `volume`; undefined where the fleet's limits do not meet it. */
export function monthCost(
  traffic: Traffic,
  replica: Readonly<{ callsPerSecond: number }>,
  terms: Readonly<{ rules: FleetRules; rate: MachineRate; others: OtherCosts }>,
  volume = 1,
): MonthCost | undefined {
  const { rules, rate, others } = terms;
  const fleet = fleetMonth(traffic, replica, rules, volume);
  if (fleet === undefined) return undefined;
  const perHour = meanRate(rate);
  const restarts =
    rate.spot === undefined
      ? 0
      : (((fleet.machineHours / HOURS_PER_MONTH) * rate.spot.share * rate.spot.reclaimsPerMonth) /
          60) *
        rules.startMinutes;
  const starting = (fleet.startingHours + restarts) * perHour;
  const machines = (fleet.machineHours - fleet.startingHours) * perHour;
  const storage = fleet.peakMachines * others.storagePerMachine;
  const egress =
    callsPerMonth(traffic) * volume * traffic.call.answerTokens * others.egressPerAnswerToken;
  return {
    machines,
    starting,
    operations: others.operations,
    storage,
    egress,
    total: machines + starting + others.operations + storage + egress,
    fleet,
  };
}

/** What a machine's hour costs on average: spare capacity where there is some, on demand otherwise. */
export function meanRate({ onDemand, spot }: MachineRate): number {
  if (spot === undefined) return onDemand;
  const { share, perHour, availability } = spot;
  return (1 - share) * onDemand + share * (availability * perHour + (1 - availability) * onDemand);
}
