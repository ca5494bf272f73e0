import type {
  FleetMachine,
  GpuChange,
  GpuPlan,
  NotPlanned,
  PlannedMachine,
  RecommendationKind,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { exportsOfSchedules, planGpus, toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import type { Estimated } from "./bought.ts";
import { measuredHours } from "./measured-hours.ts";
import { monthlyEstimate, shownDollars } from "./monthly-estimate.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";
import { proposeMachineTerms } from "./propose-machine-terms.ts";

/**
 * What machines could do with less, from what was measured of them: those that stand idle, smaller ones, schedules, spot,
 * packing; and what of those that stay could be reserved. A second change to a machine counts what the first leaves.
 */
export async function proposeMachines(facts: PlanFacts): Promise<Planned> {
  const request = facts.config.plans.fleet;
  const measured = await measuredHours(facts, request.days);
  if (typeof measured === "string") {
    return {
      findings: [],
      notPlanned: [
        {
          kind: "right-size",
          subject: "machines",
          text: measured,
          mend: "Set plans.fleet.days to fewer days.",
        },
      ],
    };
  }
  const isAsked =
    request.machines.length + request.training.length > 0 || request.packing !== undefined;
  if (measured.hours.length === 0 && !isAsked) return { findings: [], notPlanned: [] };
  const plan = await planGpus(request, {
    book: facts.infrastructure,
    day: new Date(measured.toMs).toISOString().slice(0, 10),
    range: measured,
    measured: measured.hours,
  });
  if (plan.kind === "no_plan") {
    return {
      findings: [],
      notPlanned: plan.reasons.map(({ place, text, mend }) => notOf(place, text, mend)),
    };
  }
  const isRefused = ({ kind, machine }: GpuChange): boolean =>
    facts.isDismissed({ kind: kinds[kind], scope: {}, subject: machine });
  const terms = proposeMachineTerms(
    facts,
    { ...plan, changes: plan.changes.filter((change) => !isRefused(change)) },
    request.machines,
  );
  return {
    findings: [
      ...plan.machines.flatMap((machine) =>
        changesOf(machine, plan, { fleet: request.machines, isRefused }),
      ),
      ...packingOf(plan),
      ...trainingOf(plan),
      ...terms.findings,
    ],
    notPlanned: [
      ...plan.not_planned.map(({ place, text, mend }) => notOf(place, text, mend)),
      ...plan.measure_first.map(
        ({ machine, sku, measure, dollars_per_month: dollars }): NotPlanned => ({
          kind: "right-size",
          subject: machine,
          text: `${sku} would cost ${shownDollars(microdollars(dollars))} a month; it is not proposed, because nobody has measured it for this model.`,
          mend: measure,
        }),
      ),
      ...terms.notPlanned,
    ],
  };
}

const notOf = (subject: string, text: string, mend: string): NotPlanned => ({
  kind: "right-size",
  subject,
  text,
  mend,
});

const microdollars = (text: string): number => toMicrodollars(parseDollars(text));

const kinds = {
  stop: "idle-machine",
  right_size: "right-size",
  schedule: "schedule",
  scale_to_zero: "scale-to-zero",
  spot: "spot",
} as const satisfies Record<GpuChange["kind"], RecommendationKind>;

const hoursOfEffort = { minutes: 0.5, hours: 4, days: 24 } as const satisfies Record<
  GpuChange["effort"],
  number
>;

/** A machine's changes in the order of their dollars, each on what those before it leave; what is refused takes nothing. */
function changesOf(
  machine: PlannedMachine,
  plan: GpuPlan,
  {
    fleet,
    isRefused,
  }: Readonly<{ fleet: readonly FleetMachine[]; isRefused: (change: GpuChange) => boolean }>,
): readonly Finding[] {
  if (machine.dollars_per_month === null) return [];
  const cost = microdollars(machine.dollars_per_month);
  let left = { low: 1, estimate: 1, high: 1 };
  return plan.changes
    .filter((change) => change.machine === machine.name)
    .map((change) => {
      const alone = {
        low: microdollars(change.saving.low),
        estimate: microdollars(change.saving.estimate),
        high: microdollars(change.saving.high),
      };
      const saving: Estimated = {
        low: alone.low * left.low,
        estimate: alone.estimate * left.estimate,
        high: alone.high * left.high,
      };
      if (!isRefused(change)) {
        left = {
          low: left.low * (1 - alone.high / cost),
          estimate: left.estimate * (1 - alone.estimate / cost),
          high: left.high * (1 - alone.low / cost),
        };
      }
      return findingOf(change, { saving, machine, plan, fleet });
    });
}

function findingOf(
  change: GpuChange,
  about: Readonly<{
    saving: Estimated;
    machine: PlannedMachine;
    plan: GpuPlan;
    fleet: readonly FleetMachine[];
  }>,
): Finding {
  const { saving, machine, plan, fleet } = about;
  const own = plan.schedules.filter((schedule) => schedule.machine === machine.name);
  const isOfHours = change.kind === "schedule" || change.kind === "scale_to_zero";
  const target = fleet.find(({ name }) => name === machine.name)?.target;
  return {
    kind: kinds[change.kind],
    phase: "infrastructure",
    scope: {},
    subject: machine.name,
    title: change.text,
    steps: [
      ...(isOfHours && target === undefined
        ? [
            `Say under plans.fleet what scales ${machine.name} (target): the schedule is then exported for your tools.`,
          ]
        : []),
      "headgate plan gpus shows all machines with what was measured of them.",
    ],
    dollars: monthlyEstimate(saving),
    savedInRange: null,
    figures: [
      {
        what: "costs a month",
        value: shownDollars(microdollars(machine.dollars_per_month as string)),
      },
      { what: "hours that were measured", value: String(machine.measured_hours) },
      ...change.evidence.map((value) => ({ what: "measured", value })),
    ],
    confidence: { level: change.confidence, reason: machine.because },
    effortHours: hoursOfEffort[change.effort],
    depth: "rows",
    plan: {
      range_basis: change.saving.basis,
      risks: change.risks,
      would_change: plan.turning_points
        .filter(({ input }) => input.includes(machine.name))
        .map(
          ({ input, now, turns_at, answer_then }) =>
            `${input} is ${now}; at ${turns_at}: ${answer_then}.`,
        ),
      sources: plan.sources.filter(({ what }) => what.includes(machine.sku)),
      exports: isOfHours ? [...exportsOfSchedules(own)] : [],
    },
  };
}

function packingOf({ packing, sources }: GpuPlan): readonly Finding[] {
  if (packing === null) return [];
  const saving = microdollars(packing.saving_per_month);
  if (saving <= 0) return [];
  const models = packing.machines.flatMap((one) => one.models);
  return [
    {
      kind: "packing",
      phase: "infrastructure",
      scope: {},
      title: `Host ${models.length} small models on ${packing.machines.length} machines together`,
      steps: packing.machines.map(
        ({ sku, models: own, busiest_activity: busiest }) =>
          `${sku}: ${own.join(", ")} (${Math.round(busiest * 100)} % busy in the busiest hour)`,
      ),
      dollars: { estimate: packing.saving_per_month, low: null, high: null },
      savedInRange: null,
      figures: [
        { what: "apart, a month", value: shownDollars(microdollars(packing.apart_per_month)) },
        { what: "together, a month", value: shownDollars(microdollars(packing.dollars_per_month)) },
        { what: "how sure that none is cheaper", value: packing.proof },
      ],
      confidence: { level: "medium", reason: "Activity and memory are as you entered them." },
      effortHours: 24,
      depth: "rows",
      plan: {
        range_basis: null,
        risks: ["Models that share a machine share its faults and its busiest hour."],
        would_change: packing.notes,
        sources,
        exports: [],
      },
    },
  ];
}

/** Training on spare capacity. How often a run is repeated is not known, so it is told by the run. */
function trainingOf({ training, sources, turning_points: points }: GpuPlan): readonly Finding[] {
  return training.flatMap((run): Finding[] => {
    if (run.spot === null) return [];
    const saved = microdollars(run.on_demand) - microdollars(run.spot.estimate);
    if (saved <= 0) return [];
    return [
      {
        kind: "spot",
        phase: "infrastructure",
        scope: {},
        subject: `training ${run.name}`,
        title: `Train ${run.name} on spot machines: ${shownDollars(saved)} less a run`,
        steps: [
          ...(run.checkpoint_every_minutes === null
            ? []
            : [`Write a checkpoint every ${Math.round(run.checkpoint_every_minutes)} minutes.`]),
          ...run.notes,
        ],
        dollars: null,
        savedInRange: null,
        figures: [
          { what: "a run on demand", value: shownDollars(microdollars(run.on_demand)) },
          {
            what: "a run on spot, overhead in it",
            value: shownDollars(microdollars(run.spot.estimate)),
          },
          { what: "interruptions", value: run.interruptions },
        ],
        confidence: {
          level: "medium",
          reason: "Interruptions are as the Spot Advisor, or you, state them.",
        },
        effortHours: 8,
        depth: "rows",
        plan: {
          range_basis: run.spot.basis,
          risks: ["Spare capacity can be missing when the run is to begin."],
          would_change: points
            .filter(({ input }) => input.includes(run.name))
            .map(
              ({ input, now, turns_at, answer_then }) =>
                `${input} is ${now}; at ${turns_at}: ${answer_then}.`,
            ),
          sources: sources.filter(({ what }) => what.includes(run.sku)),
          exports: [],
        },
      },
    ];
  });
}
