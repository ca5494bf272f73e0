import { between, combine, createRandom, pick, type Random } from "../seeded-random.ts";
import { growPrompts, loseCache, type PlantedAnomaly, switchTo } from "./anomalies.ts";
import { DAY_MS } from "./calendar.ts";
import { customers } from "./features.ts";
import { routes } from "./model-route.ts";
import { type CompanyShape, usualShape } from "./shape.ts";

/**
 * Two ways to draw companies. `known`: what thresholds may be chosen by. `held_out`: nothing is chosen by it;
 * other rhythms, more growth and noise, days that are far off, holidays, launches, sparse features, prices that
 * change.
 */
export type SettingName = "held_out" | "known";

const changeKinds = [
  "retry_loop",
  "cache_loss",
  "prompt_growth",
  "model_switch",
  "price_change",
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Something planted that a person would want to be told of. */
export type PlantedChange = Readonly<{
  name: string;
  kind: ChangeKind;
  /** Whose cost it changes: what all of its calls have in common. */
  slices: readonly Readonly<{ dimension: "customer" | "feature" | "model"; value: string }>[];
  fromMs: number;
  toMs: number;
}>;

/** A model's price in per cent of its list price for a time. */
type PriceChange = Readonly<{
  name: string;
  model: string;
  fromMs: number;
  toMs: number;
  percent: number;
}>;

export type CompanySetting = Readonly<{
  shape: CompanyShape;
  anomalies: readonly PlantedAnomaly[];
  priceChanges: readonly PriceChange[];
  planted: readonly PlantedChange[];
  otherEvents: readonly Readonly<{ kind: "holiday" | "launch"; fromMs: number; toMs: number }>[];
}>;

/** Days that are needed before anything is planted, and between two things. */
const QUIET_DAYS = 38;
const APART_DAYS = 12;

/** Draws a company's rhythm, and plants a change of each kind for which there are days left, in any order. */
export function drawSetting(
  name: SettingName,
  { seed, fromMs, days }: Readonly<{ seed: number; fromMs: number; days: number }>,
): CompanySetting {
  const random = createRandom(combine(seed, name === "known" ? 11 : 23));
  const shape = name === "known" ? knownShape(random) : heldOutShape(random, days);
  const anomalies: PlantedAnomaly[] = [];
  const priceChanges: PriceChange[] = [];
  const planted: PlantedChange[] = [];
  let first = QUIET_DAYS + between(random, 0, 4);
  for (const kind of shuffled(random, changeKinds)) {
    if (first + 2 > days) break;
    const isLasting = kind !== "retry_loop" && random() < 0.4;
    const length = isLasting ? days - first : between(random, 1, 4);
    const span = { fromMs: fromMs + first * DAY_MS, toMs: fromMs + (first + length) * DAY_MS };
    const change = drawChange(kind, span, random);
    if ("percent" in change) priceChanges.push(change);
    else anomalies.push(change);
    planted.push({
      ...span,
      kind,
      name: change.name,
      slices: slicesOf(change),
    });
    first += APART_DAYS + (isLasting ? 4 : length) + between(random, 0, 6);
  }
  const dayEvent = (kind: "holiday" | "launch", index: number, length: number) => ({
    kind,
    fromMs: fromMs + index * DAY_MS,
    toMs: fromMs + (index + length) * DAY_MS,
  });
  return {
    shape,
    anomalies,
    priceChanges,
    planted,
    otherEvents: [
      ...shape.holidays.map((index) => dayEvent("holiday", index, 1)),
      // What is new is new for a week.
      ...[...shape.launches.values()].map((index) => dayEvent("launch", index, 7)),
    ],
  };
}

function knownShape(random: Random): CompanyShape {
  return {
    ...usualShape,
    growth: -0.1 + 0.5 * random(),
    noise: 0.02 + 0.06 * random(),
  };
}

function heldOutShape(random: Random, days: number): CompanyShape {
  const weekend = 0.1 + 0.9 * random();
  const weekday = () => 0.85 + 0.3 * random();
  const names = ["product-summary", "assistant", "digests", "prototype", "ad-variants"];
  return {
    weekdays: [weekend, weekday(), weekday(), weekday(), weekday(), weekday(), weekend * weekday()],
    growth: -0.3 + 1.3 * random(),
    noise: 0.03 + 0.12 * random(),
    farOffEvery: 25,
    holidays: Array.from({ length: between(random, 1, 3) }, () => between(random, 20, days - 1)),
    holidayShare: 0.2 + 0.3 * random(),
    launches: new Map(random() < 0.5 ? [[pick(random, names), between(random, 32, days - 8)]] : []),
    sizes: new Map(names.map((feature) => [feature, random() < 0.4 ? 0.05 : 0.5 + 1.5 * random()])),
  };
}

type Span = Readonly<{ fromMs: number; toMs: number }>;

function drawChange(kind: ChangeKind, span: Span, random: Random): PlantedAnomaly | PriceChange {
  switch (kind) {
    case "retry_loop": {
      const feature = pick(random, ["answer-draft", "code-review", "copywriter", "triage"]);
      const name = `${feature} retries in a loop`;
      const customer = customers[0] ?? "customer-01";
      return { ...span, kind, name, feature, customer, repeats: between(random, 3, 8) };
    }
    case "cache_loss": {
      const feature = "code-review";
      const name = `${feature}'s prompts are cached no more`;
      return { ...span, kind, name, feature, change: loseCache };
    }
    case "prompt_growth": {
      const feature = pick(random, ["answer-draft", "code-review", "copywriter"]);
      const change = growPrompts(1.6 + 1.4 * random());
      return { ...span, kind, name: `${feature}'s prompts grow`, feature, change };
    }
    case "model_switch": {
      const [feature, route] = pick(random, [
        ["triage", routes.bedrockSonnet],
        ["ad-variants", routes.azureGpt4o],
        ["query-rewrite", routes.sonnet],
      ] as const);
      const name = `${feature} moves to a dearer model`;
      return { ...span, kind, name, feature, change: switchTo(route) };
    }
    case "price_change": {
      const { model } = pick(random, [routes.azureGpt4o, routes.bedrockSonnet, routes.sonnet]);
      return {
        ...span,
        name: `${model} becomes dearer`,
        model,
        percent: between(random, 130, 200),
      };
    }
    default:
      return kind satisfies never;
  }
}

function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  return list
    .map((value) => ({ value, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ value }) => value);
}

function slicesOf(change: PlantedAnomaly | PriceChange): PlantedChange["slices"] {
  if ("percent" in change) return [{ dimension: "model", value: change.model }];
  const { customer, feature: value } = change;
  const feature = { dimension: "feature", value } as const;
  return customer === undefined ? [feature] : [feature, { dimension: "customer", value: customer }];
}
