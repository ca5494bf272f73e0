import type {
  FleetMachine,
  GpuChange,
  MeasureFirst,
  PlannedMachine,
  TurningPoint,
} from "@headgate/contract";
import { machineOf } from "../infrastructure/machine-of.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { activityCourse } from "./activity-course.ts";
import { acceleratorsText, type Candidate, candidatesOf } from "./candidates.ts";
import { changeOfHours, type HoursChange, leastMachines } from "./change-of-hours.ts";
import { changeOfSize, type SizeChange } from "./change-of-size.ts";
import { type EncoderChange, encoderChange } from "./encoder-change.ts";
import { judgeMachine, type MachineVerdict } from "./judge-machine.ts";
import type { MachineLoad } from "./machine-load.ts";
import { measureFirst } from "./measure-first.ts";
import { memoryToHold } from "./memory-of-machine.ts";
import { wireEstimate, wireMicrodollars } from "./monthly.ts";
import { notedPrice, notePriceSource, type PlanNotes, type PriceTerms } from "./plan-notes.ts";

export type MachineTerms = PriceTerms &
  Readonly<{
    provider: string;
    region: string;
    providers: readonly string[];
    headroom: number;
    timeZone: string;
    /** Hours of the range that is looked at. */
    hours: number;
  }>;

export type MachinePlan = Readonly<{
  machine: PlannedMachine;
  changes: readonly GpuChange[];
  measureFirst: readonly MeasureFirst[];
  turningPoints: readonly TurningPoint[];
  /** Null where no price is known. */
  microdollarsPerMonth: number | null;
  /** What all changes that go together leave of the cost, as shares. */
  left: Readonly<{ low: number; estimate: number; high: number }>;
  hours: HoursChange | undefined;
}>;

const WHOLE = { low: 1, estimate: 1, high: 1 };

/** What one machine, or several alike, could do with less. */
export function planMachine(
  owned: FleetMachine,
  load: MachineLoad | null,
  terms: MachineTerms,
  notes: PlanNotes,
): MachinePlan {
  const place = `machines.${owned.name}`;
  const provider = owned.provider ?? terms.provider;
  const region = owned.region ?? terms.region;
  const known = machineOf(terms.book, provider, owned.sku);
  const price = notedPrice(
    { provider, sku: owned.sku, region, term: owned.term, own: owned.dollars_per_hour },
    terms,
    notes,
    place,
  );
  const verdict = judgeMachine(load, known);
  const row = (judgement: PlannedMachine["judgement"]): PlannedMachine => ({
    name: owned.name,
    provider,
    sku: owned.sku,
    region,
    count: owned.count,
    accelerators: known === undefined ? null : acceleratorsText(known),
    dollars_per_hour: price === undefined ? null : wireMicrodollars(price.microdollars),
    dollars_per_month:
      price === undefined
        ? null
        : wireMicrodollars(price.microdollars * owned.count * HOURS_PER_MONTH),
    judgement,
    because: verdict.because,
    mean_activity: rounded(verdict.mean),
    busy_hour_activity: rounded(verdict.busyHour),
    memory_held: rounded(load === null ? null : load.memoryHeld),
    measured_hours: verdict.hours,
    activity: activityCourse(load),
  });
  const nothing: MachinePlan = {
    machine: row(verdict.judgement),
    changes: [],
    measureFirst: [],
    turningPoints: [],
    microdollarsPerMonth:
      price === undefined ? null : price.microdollars * owned.count * HOURS_PER_MONTH,
    left: WHOLE,
    hours: undefined,
  };
  if (verdict.judgement === "not_measured" || load === null) {
    notes.notPlanned.push({
      place,
      text: verdict.because,
      mend: "Import DCGM's or CloudWatch's metrics (`headgate import`), name them under `gauges`, or enter `activity_percent`.",
    });
    return nothing;
  }
  if (price === undefined) return nothing;
  if (owned.term !== "on_demand" && owned.term !== "spot") {
    notes.notPlanned.push({
      place,
      text: `${owned.name} is paid for by a commitment (${owned.term}): using less of it lowers no bill before the term ends.`,
      mend: "Plan commitments with `headgate plan commitments`; ask again with `term: on_demand` for what it could be after the term.",
    });
    return nothing;
  }
  const monthly = price.microdollars * owned.count * HOURS_PER_MONTH;
  if (verdict.judgement === "idle" && owned.may_stop) {
    const change = stopChange(owned, verdict, monthly, terms.hours);
    return { ...nothing, changes: [change.change], left: change.left };
  }
  const sized = sizeOf({
    owned,
    load,
    terms,
    notes,
    place,
    provider,
    region,
    price: price.microdollars,
  });
  const hours = owned.may_stop
    ? changeOfHours({
        owned,
        load,
        timeZone: terms.timeZone,
        microdollarsPerHour: price.microdollars,
      })
    : undefined;
  if (owned.may_stop && owned.count <= leastMachines(owned)) {
    notes.notPlanned.push({
      place,
      text: `${owned.name} is a SageMaker variant of one instance, which cannot go to none.`,
      mend: "Host the model as an inference component, which can; then a schedule is planned for it.",
    });
  }
  const leftOfSize = sized.left ?? WHOLE;
  const leftOfHours = hours?.left ?? WHOLE;
  return {
    ...nothing,
    // Something smaller that may cost more is a proposal, and no judgement.
    machine: row(leftOfSize.high < 1 ? "oversized" : verdict.judgement),
    changes: [sized.change, hours?.change].filter((change) => change !== undefined),
    measureFirst: sized.measureFirst,
    turningPoints: [sized.turningPoint, hours?.turningPoint].filter((point) => point !== undefined),
    left: {
      low: leftOfSize.low * leftOfHours.low,
      estimate: leftOfSize.estimate * leftOfHours.estimate,
      high: leftOfSize.high * leftOfHours.high,
    },
    hours,
  };
}

/** Shares are estimates: four places say all that they know. */
const rounded = (share: number | null): number | null =>
  share === null ? null : Math.round(share * 1e4) / 1e4;

type SizeAnswer = Readonly<{
  change?: GpuChange;
  left?: MachinePlan["left"];
  turningPoint?: TurningPoint;
  measureFirst: readonly MeasureFirst[];
}>;

function sizeOf({
  owned,
  load,
  terms,
  notes,
  place,
  provider,
  region,
  price,
}: Readonly<{
  owned: FleetMachine;
  load: MachineLoad;
  terms: MachineTerms;
  notes: PlanNotes;
  place: string;
  provider: string;
  region: string;
  price: number;
}>): SizeAnswer {
  const none: SizeAnswer = { measureFirst: [] };
  const machine = machineOf(terms.book, provider, owned.sku);
  if (machine === undefined) {
    notes.notPlanned.push({
      place,
      text: `What ${owned.sku} at ${provider} is made of is not known: its size cannot be judged.`,
      mend: "Add it under `machines` of a file in HEADGATE_DATA/infrastructure, or import a list that has it.",
    });
    return none;
  }
  const memory = memoryToHold(owned, machine, load);
  if (memory.kind === "unknown") {
    notes.notPlanned.push({ place, text: memory.text, mend: memory.mend });
    return none;
  }
  const candidates = candidatesOf(terms.book, {
    providers: [...new Set([provider, ...terms.providers])],
    region,
    term: owned.term,
    day: terms.day,
  });
  const compared = {
    owned,
    machine,
    memoryGib: memory.gib,
    microdollarsPerHour: price,
    candidates,
  };
  const sized = changeOfSize({ ...compared, load, memory, headroom: terms.headroom });
  const encoder = encoderChange({ ...compared, headroom: terms.headroom });
  const chosen = cheaper(sized, encoder);
  if (chosen === undefined) return { ...none, measureFirst: measureFirst(compared) };
  noteCandidate(chosen.candidate, notes);
  if (chosen === encoder) noteBenchmark(encoder, terms.day, notes);
  return {
    change: chosen.change,
    left: chosen.left,
    ...("turningPoint" in chosen &&
      chosen.turningPoint !== undefined && { turningPoint: chosen.turningPoint }),
    measureFirst: chosen === encoder ? [] : measureFirst(compared),
  };
}

const cheaper = (
  sized: SizeChange | undefined,
  encoder: EncoderChange | undefined,
): SizeChange | EncoderChange | undefined => {
  if (sized === undefined || encoder === undefined) return sized ?? encoder;
  return encoder.left.estimate < sized.left.estimate ? encoder : sized;
};

const noteCandidate = ({ machine, region, term, price }: Candidate, notes: PlanNotes): void =>
  notePriceSource({ provider: machine.provider, sku: machine.sku, region, term }, price, notes);

function noteBenchmark({ benchmark }: EncoderChange, day: string, notes: PlanNotes): void {
  const what = `an encoder on ${benchmark.machine}`;
  notes.sources.set(what, {
    what,
    value: `${benchmark.inferencesPerSecond} inferences a second`,
    source: benchmark.source,
    read_on: benchmark.readOn,
    age_days: Math.max(
      0,
      Math.round((Date.parse(day) - Date.parse(benchmark.readOn)) / 86_400_000),
    ),
  });
}

function stopChange(
  owned: FleetMachine,
  verdict: MachineVerdict,
  monthly: number,
  hours: number,
): Readonly<{ change: GpuChange; left: MachinePlan["left"] }> {
  const seen = Math.min(1, verdict.hours / hours);
  return {
    left: { low: 0, estimate: 0, high: 1 - seen },
    change: {
      id: `${owned.name}/stop`,
      kind: "stop",
      machine: owned.name,
      text: `${owned.name}: ${owned.count} × ${owned.sku} did nothing; stop it`,
      saving: wireEstimate(
        { low: monthly * seen, estimate: monthly, high: monthly },
        "the hours that were measured, taken for all hours",
      ),
      evidence: [verdict.because],
      risks: ["Ask whom it belongs to: a stand-by for failures is idle by intention."],
      confidence: seen >= 0.9 && verdict.hours >= 14 * 24 ? "high" : "medium",
      effort: "minutes",
    },
  };
}
