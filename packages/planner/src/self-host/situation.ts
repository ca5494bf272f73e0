import type { Deployment } from "./deployment.ts";
import type { FleetRules } from "./fleet.ts";
import { type MachineRate, type MonthCost, monthCost, type OtherCosts } from "./month-cost.ts";
import { type CallShape, type Served, serveAtLimit } from "./serve.ts";
import type { ServingConstants } from "./serving-constants.ts";
import { callsPerMonth, type Traffic } from "./traffic.ts";

/** How prices and demand go on. Shares are of a year. */
type Future = Readonly<{
  months: number;
  growthPerYear: number;
  apiDeclinePerYear: number;
  machineDeclinePerYear: number;
}>;

/** All that the two ways are compared by. Money in microdollars. */
export type Situation = Readonly<{
  traffic: Traffic;
  deployment: Deployment;
  constants: ServingConstants;
  /** Measured ÷ worked out: of the user's own measurement, or of servers of the kind; 1 where nothing is known. */
  scale: number;
  /** Seconds from one token to the next at most. */
  secondsPerToken: number;
  rules: FleetRules;
  rate: MachineRate;
  others: OtherCosts;
  apiPerCall: number;
  future: Future;
}>;

/** What is changed of a {@link Situation}, as a multiple; absent: as it is. */
export type Change = Readonly<{
  volume?: number;
  throughput?: number;
  machine?: number;
  api?: number;
  operations?: number;
}>;

/** A mean month both ways; `selfHost` is absent where the limits cannot be met. */
export type Compared = Readonly<{ api: number; selfHost?: MonthCost }>;

/** Moments of the future that stand for it, where anything changes in it. */
const MOMENTS = 4;

/** How many years from now those moments are. */
function momentsOf(future: Future): readonly number[] {
  const isSteady =
    future.growthPerYear === 0 &&
    future.apiDeclinePerYear === 0 &&
    future.machineDeclinePerYear === 0;
  return isSteady
    ? [0]
    : Array.from(
        { length: MOMENTS },
        (_, moment) => ((moment + 0.5) / MOMENTS) * (future.months / 12),
      );
}

/** What one replica serves at most within the limits, or undefined. */
export function replicaOf(situation: Situation, throughput = 1): Served | undefined {
  const { deployment, constants, secondsPerToken, traffic } = situation;
  const scale = situation.scale * throughput;
  const served = serveAtLimit(
    deployment,
    traffic.call satisfies CallShape,
    { secondsPerToken: secondsPerToken * scale },
    constants,
  );
  return (
    served && {
      answers: served.answers,
      callsPerSecond: served.callsPerSecond * scale,
      secondsPerToken: served.secondsPerToken / scale,
    }
  );
}

/** A mean month of the months looked at, both ways. */
export function compareMonths(situation: Situation, change: Change = {}): Compared {
  const { future, traffic } = situation;
  const replica = replicaOf(situation, change.throughput);
  const moments = momentsOf(future);
  let api = 0;
  const costs: MonthCost[] = [];
  for (const years of moments) {
    const volume = (change.volume ?? 1) * (1 + future.growthPerYear) ** years;
    api +=
      callsPerMonth(traffic) *
      volume *
      situation.apiPerCall *
      (change.api ?? 1) *
      (1 - future.apiDeclinePerYear) ** years;
    if (replica === undefined) continue;
    const machine = (change.machine ?? 1) * (1 - future.machineDeclinePerYear) ** years;
    const cost = monthCost(
      traffic,
      replica,
      {
        rules: situation.rules,
        rate: timesRate(situation.rate, machine),
        others: {
          ...situation.others,
          operations: situation.others.operations * (change.operations ?? 1),
        },
      },
      volume,
    );
    if (cost !== undefined) costs.push(cost);
  }
  const mean = api / moments.length;
  return costs.length < moments.length ? { api: mean } : { api: mean, selfHost: meanOf(costs) };
}

/**
 * The most of today's traffic, as a multiple, that the replicas meet which there may be; undefined where nothing bounds
 * them, or no replica keeps the limits.
 */
export function mostVolume(situation: Situation): number | undefined {
  const { rules, traffic, future } = situation;
  const replica = replicaOf(situation);
  if (rules.atMost === undefined || replica === undefined) return undefined;
  const callsPerHour =
    (rules.atMost - rules.spare) * replica.callsPerSecond * 3600 * rules.loadPart;
  const most = Math.max(...momentsOf(future).map((years) => (1 + future.growthPerYear) ** years));
  // Replicas are whole: at the bound itself a double's last place may take one more.
  return (callsPerHour / (traffic.peakCalls * most)) * (1 - 1e-9);
}

/** Whether self-hosting meets the limits and costs less. */
export function isSelfHostCheaper(situation: Situation, change: Change): boolean {
  const { api, selfHost } = compareMonths(situation, change);
  return selfHost !== undefined && selfHost.total < api;
}

const timesRate = ({ onDemand, spot }: MachineRate, times: number): MachineRate => ({
  onDemand: onDemand * times,
  ...(spot !== undefined && { spot: { ...spot, perHour: spot.perHour * times } }),
});

function meanOf(costs: readonly MonthCost[]): MonthCost {
  const [first] = costs;
  if (first === undefined || costs.length === 1) return first as MonthCost;
  const mean = (read: (cost: MonthCost) => number): number =>
    costs.reduce((sum, cost) => sum + read(cost), 0) / costs.length;
  return {
    machines: mean((cost) => cost.machines),
    starting: mean((cost) => cost.starting),
    operations: mean((cost) => cost.operations),
    storage: mean((cost) => cost.storage),
    egress: mean((cost) => cost.egress),
    total: mean((cost) => cost.total),
    fleet: {
      machineHours: mean((cost) => cost.fleet.machineHours),
      startingHours: mean((cost) => cost.fleet.startingHours),
      meanReplicas: mean((cost) => cost.fleet.meanReplicas),
      peakReplicas: Math.max(...costs.map((cost) => cost.fleet.peakReplicas)),
      utilisation: mean((cost) => cost.fleet.utilisation),
      peakMachines: Math.max(...costs.map((cost) => cost.fleet.peakMachines)),
    },
  };
}
