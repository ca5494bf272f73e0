import type { TrainingPlan, TrainingRun, TurningPoint } from "@headgate/contract";
import { spotKey } from "../infrastructure/infrastructure-book.ts";
import { ageInDays } from "../infrastructure/price-of-machine.ts";
import { monthlyReclaim } from "../infrastructure/spot-fact.ts";
import { type Checkpoints, checkpointsFor, lossesPerHour } from "./checkpoints.ts";
import { percent, wireEstimate, wireMicrodollars } from "./monthly.ts";
import { notedPrice, type PlanNotes, type PriceTerms } from "./plan-notes.ts";

type Rates = Readonly<{ low: number; middle: number; high: number; text: string }>;

const CORRELATED =
  "Reclaims come together: a shortage takes many machines of a kind at once, and there may be none to go on with. The range goes from all machines taken by the same event to each by its own.";

/** A run on spot machines with checkpoints, against the same run on demand. */
export function planTraining(
  run: TrainingRun,
  terms: PriceTerms & Readonly<{ provider: string; region: string }>,
  notes: PlanNotes,
): Readonly<{ plan: TrainingPlan; turningPoint: TurningPoint | undefined }> | undefined {
  const provider = run.provider ?? terms.provider;
  const region = run.region ?? terms.region;
  const place = `training.${run.name}`;
  const asked = { provider, sku: run.sku, region };
  const whole = notedPrice(
    { ...asked, term: "on_demand", own: run.dollars_per_hour },
    terms,
    notes,
    place,
  );
  if (whole === undefined) return undefined;
  const onDemand = whole.microdollars * run.count * run.hours;
  const base = { name: run.name, sku: run.sku, on_demand: wireMicrodollars(onDemand) };
  const spot = notedPrice(
    { ...asked, term: "spot", own: run.spot_dollars_per_hour },
    terms,
    notes,
    place,
  );
  const rates = ratesOf(run, { provider, region, terms, notes });
  if (spot === undefined || rates === undefined) {
    if (spot !== undefined)
      notes.notPlanned.push({
        place,
        text: `How often ${run.sku} is taken back in ${region} is not known.`,
        mend: "Give `monthly_interruption_percent`.",
      });
    return { plan: { ...base, ...unknownSpot }, turningPoint: undefined };
  }
  const checkpoints = (rate: number, machines: number): Checkpoints =>
    checkpointsFor({
      checkpointSeconds: run.checkpoint_seconds,
      restartSeconds: run.restart_seconds,
      lossesPerHour: lossesPerHour(rate) * machines,
    });
  // Independent losses stop the run as often as any machine is lost; wholly correlated ones as often as one is.
  const planned = {
    low: checkpoints(rates.low, 1),
    estimate: checkpoints(rates.middle, run.count),
    high: checkpoints(rates.high, run.count),
  };
  if (planned.estimate.kind === "too_often") {
    return {
      plan: {
        ...base,
        ...unknownSpot,
        interruptions: rates.text,
        notes: [
          "It would be interrupted so often that hardly any work is done between: shorten checkpoints and restarts, or use fewer machines at once.",
          CORRELATED,
        ],
      },
      turningPoint: undefined,
    };
  }
  const overhead = {
    low: overheadOf(planned.low),
    estimate: overheadOf(planned.estimate),
    high: overheadOf(planned.high),
  };
  const cost = (share: number): number => spot.microdollars * run.count * run.hours * (1 + share);
  // Spot that costs nothing costs as much as on demand at no overhead.
  const even = spot.microdollars === 0 ? undefined : whole.microdollars / spot.microdollars - 1;
  const isUnbounded = planned.high.kind === "too_often";
  return {
    plan: {
      ...base,
      spot: wireEstimate(
        { low: cost(overhead.low), estimate: cost(overhead.estimate), high: cost(overhead.high) },
        `how often machines are taken back: ${rates.text}`,
      ),
      checkpoint_every_minutes:
        planned.estimate.kind === "planned"
          ? Math.round(planned.estimate.everyHours * 600) / 10
          : null,
      overhead,
      interruptions: rates.text,
      notes: [
        ...(run.count > 1
          ? [CORRELATED]
          : [
              "There may be no other machine to go on with: what waiting costs is not in the dollars.",
            ]),
        ...(isUnbounded
          ? [
              "At the worst rate hardly any work would be done: the upper end of the range is cut at an overhead of half.",
            ]
          : []),
        ...(run.hours < 24
          ? ["A short run is rarely interrupted, but an interruption takes a large part of it."]
          : []),
      ],
    },
    turningPoint:
      even === undefined
        ? undefined
        : {
            input: `overhead of ${run.name} on spot`,
            now: percent(overhead.estimate),
            turns_at: percent(Math.max(0, even)),
            answer_then:
              even > 0
                ? "spot costs as much as on demand"
                : "spot costs more than on demand already",
          },
  };
}

const unknownSpot = {
  spot: null,
  checkpoint_every_minutes: null,
  overhead: null,
  interruptions: "not known",
  notes: [],
} satisfies Partial<TrainingPlan>;

/** The overhead from which the first-order formula says nothing is taken as its end. */
const overheadOf = (checkpoints: Checkpoints): number => {
  switch (checkpoints.kind) {
    case "planned":
      return checkpoints.overhead;
    case "never":
      return 0;
    case "too_often":
      return 0.5;
    default:
      return checkpoints satisfies never;
  }
};

function ratesOf(
  run: TrainingRun,
  {
    provider,
    region,
    terms,
    notes,
  }: Readonly<{ provider: string; region: string; terms: PriceTerms; notes: PlanNotes }>,
): Rates | undefined {
  const own = run.monthly_interruption_percent;
  if (own !== undefined) {
    const share = own / 100;
    return {
      low: share / 2,
      middle: share,
      high: Math.min(1, share * 2),
      text: `${own} % a month, as you say, halved and doubled`,
    };
  }
  const fact = terms.book.spot.get(spotKey(provider, run.sku, region));
  if (fact === undefined) return undefined;
  const ageDays = ageInDays(fact.readOn, terms.day);
  const what = `how often ${run.sku} is taken back, ${region}`;
  notes.sources.set(what, {
    what,
    value: `${fact.interruption} a month`,
    source: fact.source,
    read_on: fact.readOn,
    age_days: ageDays,
  });
  const open = fact.interruption === ">20%" ? ", of which half is taken as the worst" : "";
  return {
    ...monthlyReclaim[fact.interruption],
    text: `${fact.interruption} of machines a month by AWS's Spot Advisor of ${fact.readOn}${open}`,
  };
}
