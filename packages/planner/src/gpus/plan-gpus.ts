import type {
  FleetMachine,
  GpuPlan,
  NoPlan,
  PlanGpusRequest,
  PlanGpusResponse,
  ScheduledScaling,
} from "@headgate/contract";
import { exportsOfSchedules } from "../export/exports-of-schedules.ts";
import { actionsOf, slug } from "../export/schedule-actions.ts";
import type { InfrastructureBook } from "../infrastructure/infrastructure-book.ts";
import { ASSUMED_WAKE_UP_SECONDS } from "./change-of-hours.ts";
import { fleetOf, isOf, type NamedHour } from "./fleet-gauges.ts";
import { enteredLoad, type LoadRange, type MachineLoad, machineLoad } from "./machine-load.ts";
import { wireEstimate, wireMicrodollars } from "./monthly.ts";
import { type MachinePlan, planMachine } from "./plan-machine.ts";
import { type PlanNotes, planNotes } from "./plan-notes.ts";
import { planPacking } from "./plan-packing.ts";
import { planTraining } from "./plan-training.ts";

export type GpuTerms = Readonly<{
  book: InfrastructureBook;
  /** The day of the plan: prices are those of it. */
  day: string;
  range: LoadRange;
  /** What the ledger measured in the range. */
  measured: readonly NamedHour[];
}>;

const HOUR_MS = 3_600_000;

/** What machines and small models could do with less: sizes, times, places together, spot. Nothing is applied. */
export async function planGpus(
  request: PlanGpusRequest,
  terms: GpuTerms,
): Promise<PlanGpusResponse> {
  const missing = whatIsMissing(request, terms);
  if (missing !== undefined) return missing;
  const notes = planNotes();
  const machines =
    request.machines.length > 0 ? request.machines : foundFleet(request, terms, notes);
  const asked = {
    book: terms.book,
    day: terms.day,
    provider: request.provider,
    region: request.region,
    providers: request.providers,
    headroom: request.headroom_percent / 100,
    timeZone: request.time_zone,
    hours: (terms.range.toMs - terms.range.fromMs) / HOUR_MS,
  };
  const plans = machines.map((owned) => ({
    owned,
    plan: planMachine(owned, loadOf(owned, terms), asked, notes),
  }));
  const packing =
    request.packing === undefined ? null : await planPacking(request.packing, asked, notes);
  const training = request.training.flatMap((run) => planTraining(run, asked, notes) ?? []);
  tellUnclaimed(machines, terms, notes);
  const isPlanned =
    packing !== null ||
    training.some(({ plan }) => plan.spot !== null) ||
    plans.some(
      ({ plan }) => plan.machine.judgement !== "not_measured" && plan.microdollarsPerMonth !== null,
    );
  if (!isPlanned && notes.notPlanned.length > 0) return nothingPlanned(notes);
  const schedules = plans.flatMap(({ owned, plan }) => scheduleOfPlan(owned, plan, request));
  return {
    kind: "plan",
    day: terms.day,
    from: new Date(terms.range.fromMs).toISOString(),
    to: new Date(terms.range.toMs).toISOString(),
    machines: plans.map(({ plan }) => plan.machine),
    changes: plans
      .flatMap(({ plan }) => plan.changes)
      .sort((one, other) => Number(other.saving.estimate) - Number(one.saving.estimate)),
    ...togetherOf(plans.map(({ plan }) => plan)),
    measure_first: plans.flatMap(({ plan }) => plan.measureFirst),
    packing,
    training: training.map(({ plan }) => plan),
    schedules,
    not_planned: notes.notPlanned,
    turning_points: [
      ...plans.flatMap(({ plan }) => plan.turningPoints),
      ...training.flatMap(({ turningPoint }) => turningPoint ?? []),
    ],
    sources: [...notes.sources.values()],
    exports: [...exportsOfSchedules(schedules)],
  };
}

function whatIsMissing(request: PlanGpusRequest, { measured }: GpuTerms): NoPlan | undefined {
  const reasons: NoPlan["reasons"] = [];
  if (!isTimeZone(request.time_zone))
    reasons.push({
      why: "contradiction",
      place: "time_zone",
      text: `There is no time zone "${request.time_zone}".`,
      mend: "Give an IANA name such as Europe/Berlin.",
    });
  const names = request.machines.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    reasons.push({
      why: "contradiction",
      place: `machines.${twice}`,
      text: `Two machines are called ${twice}.`,
      mend: "Give each its own name, or `count` where they are alike and serve the same.",
    });
  const asks =
    request.machines.length + request.training.length + (request.packing === undefined ? 0 : 1);
  if (asks === 0 && fleetOf(measured).length === 0)
    reasons.push({
      why: "missing",
      place: "machines",
      text: "There are no machines: none were entered, and the ledger has no measurements that name theirs.",
      mend: "Enter them in the fleet file, or import DCGM's or CloudWatch's metrics of SageMaker.",
    });
  return reasons.length === 0 ? undefined : { kind: "no_plan", reasons };
}

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

function foundFleet(
  request: PlanGpusRequest,
  { measured }: GpuTerms,
  notes: PlanNotes,
): readonly FleetMachine[] {
  if (request.packing !== undefined || request.training.length > 0) return [];
  const fleet = fleetOf(measured);
  notes.notPlanned.push({
    place: "machines",
    text: `No fleet was entered: ${fleet.length} endpoints are taken from their metrics, each as one machine in ${request.region}.`,
    mend: "Enter them in the fleet file where they are more, elsewhere, or paid for otherwise.",
  });
  return fleet;
}

function loadOf(owned: FleetMachine, { measured, range }: GpuTerms): MachineLoad | null {
  const { activity_percent: entered } = owned;
  if (entered !== undefined) return enteredLoad(Date.parse(entered.from), entered.hours);
  return machineLoad(
    measured.filter((hour) => isOf(owned, hour)),
    range,
  );
}

/** Devices that no machine of the fleet names are told: they may be the idle ones. */
function tellUnclaimed(
  machines: readonly FleetMachine[],
  { measured }: GpuTerms,
  notes: PlanNotes,
): void {
  if (machines.length === 0) return;
  const unclaimed = new Set<string>();
  for (const hour of measured) {
    if (!unclaimed.has(hour.resource) && !machines.some((owned) => isOf(owned, hour)))
      unclaimed.add(hour.resource);
  }
  if (unclaimed.size === 0) return;
  const some = [...unclaimed].slice(0, 5).join(", ");
  notes.notPlanned.push({
    place: "gauges",
    text: `${unclaimed.size} measured devices or endpoints belong to no machine of the fleet: ${some}${unclaimed.size > 5 ? ", …" : ""}.`,
    mend: "Name them under `gauges` of their machines.",
  });
}

const nothingPlanned = ({ notPlanned }: PlanNotes): NoPlan => ({
  kind: "no_plan",
  reasons: notPlanned.map((reason) => ({
    why: reason.text.includes("fits on no") ? "no_solution" : "missing",
    ...reason,
  })),
});

/** The fleet's cost where its prices are known, and what is saved of it with all changes that go together. */
function togetherOf(
  plans: readonly MachinePlan[],
): Pick<GpuPlan, "dollars_per_month" | "saving_per_month"> {
  const known = plans.flatMap(({ microdollarsPerMonth, left }) =>
    microdollarsPerMonth === null ? [] : [{ cost: microdollarsPerMonth, left }],
  );
  if (known.length === 0) return { dollars_per_month: null, saving_per_month: null };
  const saved = (share: "low" | "estimate" | "high"): number =>
    known.reduce((sum, { cost, left }) => sum + cost * (1 - left[share]), 0);
  return {
    dollars_per_month: wireMicrodollars(known.reduce((sum, { cost }) => sum + cost, 0)),
    saving_per_month: wireEstimate(
      { low: saved("high"), estimate: saved("estimate"), high: saved("low") },
      "all changes of a machine together, each on what the others leave; all low ends and all high ends at once",
    ),
  };
}

/** A schedule that a tool can keep: by the clock, of a machine whose scaler is named, with the numbers of today. */
function scheduleOfPlan(
  owned: FleetMachine,
  { hours, machine }: MachinePlan,
  request: PlanGpusRequest,
): ScheduledScaling[] {
  if (hours?.schedule === undefined || owned.target === undefined) return [];
  return [
    {
      machine: owned.name,
      region: machine.region,
      time_zone: request.time_zone,
      target: owned.target,
      usual: owned.count,
      least: hours.least,
      actions: [
        ...actionsOf(hours.schedule.windows, {
          name: slug(owned.name),
          usual: owned.count,
          least: hours.least,
          wakeUpSeconds: owned.wake_up_seconds ?? ASSUMED_WAKE_UP_SECONDS,
        }),
      ],
    },
  ];
}
