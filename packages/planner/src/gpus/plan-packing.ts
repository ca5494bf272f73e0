import type { PackedModel, PackingPlan, PlanGpusRequest } from "@headgate/contract";
import { machineOf } from "../infrastructure/machine-of.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { acceleratorSpeed, devicesInsteadOfOne } from "./accelerator-speed.ts";
import { type Candidate, candidatesOf, isNeuron } from "./candidates.ts";
import { RUNTIME_GIB, USABLE_SHARE } from "./memory-needed.ts";
import { HOURS_PER_WEEK, wireMicrodollars } from "./monthly.ts";
import { type Packing, packModels } from "./packing/pack-models.ts";
import { type Bin, cheapestBin, costOf, type Packable, taken } from "./packing/packable.ts";
import { notePriceSource, type PlanNotes, type PriceTerms } from "./plan-notes.ts";

type Asked = NonNullable<PlanGpusRequest["packing"]>;
type Terms = PriceTerms &
  Readonly<{ provider: string; region: string; providers: readonly string[]; headroom: number }>;

/** Small models together on machines of one accelerator; null, and noted, where none holds them. */
export async function planPacking(
  asked: Asked,
  terms: Terms,
  notes: PlanNotes,
): Promise<PackingPlan | null> {
  const reference = asked.models[0]?.measured_on;
  const models = reference === undefined ? undefined : packablesOf(asked.models, reference, notes);
  if (reference === undefined || models === undefined) return null;
  const candidates = packingCandidates(asked, terms, notes);
  const bins = candidates.flatMap((candidate) => binOf(candidate, reference, terms.headroom));
  if (bins.length === 0) {
    notes.notPlanned.push({
      place: "packing",
      text: "No machine of one accelerator with a known price and speed is there to pack on.",
      mend: "Name other `skus`, another region, or enter prices in HEADGATE_DATA/infrastructure.",
    });
    return null;
  }
  const packing = await packModels({
    models,
    bins,
    modelsAtMost: asked.models_at_most,
    seconds: asked.seconds,
  });
  const alone = models.map((_, index) => cheapestBin(bins, taken(models, [index])));
  for (const [index, bin] of alone.entries()) {
    if (bin !== undefined) continue;
    const { name, memory_gib } = asked.models[index] as PackedModel;
    notes.notPlanned.push({
      place: `packing.${name}`,
      text: `${name} (${memory_gib} GiB) fits on no machine of one accelerator, in memory or in its busiest hour.`,
      mend: "Take it out of the packing, or name a larger machine under `skus`.",
    });
  }
  if (packing.kind === "nothing_fits") return null;
  const used = new Set(packing.packed.map(({ bin }) => `${bin.provider} ${bin.sku}`));
  for (const { machine, region, term, price } of candidates) {
    if (used.has(`${machine.provider} ${machine.sku}`))
      notePriceSource({ provider: machine.provider, sku: machine.sku, region, term }, price, notes);
  }
  const apart = apartCost({ asked, alone, terms, notes });
  const peaks = await packModels({
    models: models.map(atPeak),
    bins,
    modelsAtMost: asked.models_at_most,
    seconds: asked.seconds,
  });
  return packingPlan({ packing, peaks, models, apart });
}

function packingPlan({
  packing,
  peaks,
  models,
  apart,
}: Readonly<{
  packing: Extract<Packing, { kind: "packed" }>;
  peaks: Packing;
  models: readonly Packable[];
  apart: number;
}>): PackingPlan {
  const month = (dollarsAnHour: number): string =>
    wireMicrodollars(dollarsAnHour * 1e6 * HOURS_PER_MONTH);
  const cost = costOf(packing.packed);
  return {
    machines: packing.packed.map(({ bin, models: of }) => {
      const { memoryGib, busiest } = taken(models, of);
      return {
        provider: bin.provider,
        sku: bin.sku,
        dollars_per_hour: wireMicrodollars(bin.cost * 1e6),
        models: of.map((index) => (models[index] as Packable).name),
        memory_used_gib: round(memoryGib),
        memory_gib: round(bin.memoryGib),
        busiest_activity: round(busiest / bin.capacity),
      };
    }),
    dollars_per_month: month(cost),
    apart_per_month: month(apart),
    saving_per_month: month(apart - cost),
    proof: packing.proof,
    gap_percent: packing.gap === null ? null : round(packing.gap * 100),
    by_peaks_per_month: peaks.kind === "packed" ? month(costOf(peaks.packed)) : null,
    notes: [
      "Models that share a GPU share its memory and its time, and fail together: give each its own share of memory.",
      packing.proof === "optimal"
        ? "No cheaper packing of these models on these machines exists."
        : packing.proof === "first_fit"
          ? "The solver found nothing better in its time: this is first fit, the largest models first, its machines packed anew by twos and threes."
          : "The solver's best in its time.",
    ],
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Models by hour of the week, in reference accelerators; undefined, and noted, where a speed is not known. */
function packablesOf(
  models: readonly PackedModel[],
  reference: string,
  notes: PlanNotes,
): readonly Packable[] | undefined {
  const of = acceleratorSpeed(reference);
  const packables = models.flatMap((model) => {
    const on = acceleratorSpeed(model.measured_on);
    if (on === undefined || of === undefined) {
      notes.notPlanned.push({
        place: `packing.${model.name}`,
        text: `How fast ${on === undefined ? model.measured_on : reference} is is not known.`,
        mend: "Name the accelerator by its id, such as l4, a10g, t4 or h100.",
      });
      return [];
    }
    const { byMemory, byArithmetic } = devicesInsteadOfOne(on, of);
    const factor = Math.max(byMemory, byArithmetic) / 100;
    const { activity_percent: activity } = model;
    const hours =
      typeof activity === "number"
        ? new Float64Array(HOURS_PER_WEEK).fill(activity * factor)
        : Float64Array.from(activity, (value) => value * factor);
    return [{ name: model.name, memoryGib: model.memory_gib, activity: hours }];
  });
  return packables.length === models.length ? packables : undefined;
}

const atPeak = (model: Packable): Packable => ({
  ...model,
  activity: Float64Array.of(model.activity.reduce((most, value) => Math.max(most, value), 0)),
});

function packingCandidates(asked: Asked, terms: Terms, notes: PlanNotes): readonly Candidate[] {
  const found = candidatesOf(terms.book, {
    providers: [...new Set([terms.provider, ...terms.providers])],
    region: terms.region,
    term: "on_demand",
    day: terms.day,
  }).filter(({ machine }) => machine.accelerators?.count === 1 && !isNeuron(machine));
  if (asked.skus === undefined) return found;
  for (const sku of asked.skus) {
    if (found.some(({ machine }) => machine.sku === sku)) continue;
    notes.notPlanned.push({
      place: `packing.skus.${sku}`,
      text: `${sku} has not one accelerator, or no known price in ${terms.region}.`,
      mend: "Models are packed on machines of one accelerator whose price is known.",
    });
  }
  return found.filter(({ machine }) => asked.skus?.includes(machine.sku));
}

/** What a machine can hold of models, in reference accelerators. */
function binOf(candidate: Candidate, reference: string, headroom: number): Bin[] {
  const { machine, microdollarsPerHour, price } = candidate;
  const there = machine.accelerators;
  const speeds = [acceleratorSpeed(reference), acceleratorSpeed(there?.model ?? "")];
  const [of, on] = speeds;
  if (there === undefined || of === undefined || on === undefined) return [];
  const { byMemory, byArithmetic } = devicesInsteadOfOne(of, on);
  return [
    {
      provider: machine.provider,
      sku: machine.sku,
      dollarsPerHour: price.price.dollarsPerHour,
      cost: microdollarsPerHour / 1e6,
      memoryGib: there.memoryGibEach * USABLE_SHARE - RUNTIME_GIB.encoder,
      capacity: (1 - headroom) / Math.max(byMemory, byArithmetic),
    },
  ];
}

/** Each model where it runs, or alone on the cheapest machine that carries it. */
function apartCost({
  asked,
  alone,
  terms,
  notes,
}: Readonly<{
  asked: Asked;
  alone: readonly (Bin | undefined)[];
  terms: Terms;
  notes: PlanNotes;
}>): number {
  const all = candidatesOf(terms.book, {
    providers: [terms.provider],
    region: terms.region,
    term: "on_demand",
    day: terms.day,
  });
  return asked.models.reduce((sum, { name, runs_on }, index) => {
    const today = all.find(({ machine }) => machine.sku === runs_on);
    if (
      runs_on !== undefined &&
      (today === undefined || machineOf(terms.book, terms.provider, runs_on) === undefined)
    )
      notes.notPlanned.push({
        place: `packing.${name}.runs_on`,
        text: `${runs_on} has no known price: the cheapest machine for ${name} alone is taken instead.`,
        mend: "Enter its price in HEADGATE_DATA/infrastructure.",
      });
    const cost = today === undefined ? (alone[index] as Bin).cost : today.microdollarsPerHour / 1e6;
    return sum + cost;
  }, 0);
}
