import {
  between,
  combine,
  createRandom,
  hashText,
  lognormal,
  type Random,
} from "../seeded-random.ts";
import { anomalyAt, type PlantedAnomaly } from "./anomalies.ts";
import { DAY_MS, dayOf } from "./calendar.ts";
import type { CallUsage, CompanyCall } from "./company-call.ts";
import { type CallSource, customers, type Feature, features } from "./features.ts";
import type { ModelRoute } from "./model-route.ts";
import { isOut, type Outage } from "./outages.ts";
import { type CompanyShape, levelOf, usualShape } from "./shape.ts";

const SECONDS_A_DAY = 86_400;
const SECONDS_AN_HOUR = 3_600;
/** Of calls beside batches. */
const FAILURE_SHARE = 0.01;
/** Batches are done at three in the morning. */
const BATCH_HOUR = 3;

/** Shares of a day's calls by its hours: few at night, most around noon and in the afternoon. */
const hours = [
  1, 1, 1, 1, 1, 2, 4, 7, 11, 13, 14, 13, 12, 13, 14, 14, 13, 11, 8, 6, 5, 4, 3, 2,
] as const;
export type CallPlan = Readonly<{
  seed: number;
  /** Midnight UTC of the first day. */
  fromMs: number;
  days: number;
  /** A part, or a multiple, of {@link Feature.callsADay}. */
  scale: number;
  /** What the company calls models for; what sampled companies do unless said. */
  features?: readonly Feature[];
  /** The usual one unless said. */
  shape?: CompanyShape;
  anomalies: readonly PlantedAnomaly[];
  outages: readonly Outage[];
}>;

/** The calls of the company in the order of time, a day at once: memory is a day's. */
export function* makeCalls(plan: CallPlan): Generator<readonly CompanyCall[]> {
  for (let index = 0; index < plan.days; index += 1) {
    const dayMs = plan.fromMs + index * DAY_MS;
    const calls = (plan.features ?? features).flatMap((feature) => [
      ...callsOf(feature, dayMs, plan),
    ]);
    yield calls.sort((one, other) => one.atMs - other.atMs || (one.id < other.id ? -1 : 1));
  }
}

function* callsOf(feature: Feature, dayMs: number, plan: CallPlan): Generator<CompanyCall> {
  const seed = combine(plan.seed, hashText(feature.name, 1), dayMs / DAY_MS);
  const random = createRandom(seed);
  const level = levelOf(plan.shape ?? usualShape, { ...plan, feature, dayMs });
  if (level === 0) return;
  const mean = feature.callsADay * plan.scale * level;
  const count = Math.max(1, Math.round(mean * (0.95 + 0.1 * random())));
  for (let index = 0; index < count; index += 1) {
    const call = callOf(feature, { dayMs, seed, index, random, plan });
    const anomaly = call.failed ? undefined : anomalyAt(call, plan.anomalies);
    if (anomaly === undefined) {
      yield call;
      continue;
    }
    switch (anomaly.kind) {
      case "retry_loop":
        yield call;
        for (let repeat = 1; repeat <= anomaly.repeats; repeat += 1) {
          const id = idOf(seed, index, repeat);
          yield { ...call, id, anomaly: { name: anomaly.name, without: "nothing" } };
        }
        break;
      case "cache_loss":
      case "model_switch":
      case "prompt_growth": {
        const { route, usage } = call;
        const changed = anomaly.change({ route, usage });
        yield { ...call, ...changed, anomaly: { name: anomaly.name, without: { route, usage } } };
        break;
      }
      default:
        anomaly satisfies never;
    }
  }
}

type CallPlace = Readonly<{
  dayMs: number;
  seed: number;
  index: number;
  random: Random;
  plan: CallPlan;
}>;

function callOf(feature: Feature, { dayMs, seed, index, random, plan }: CallPlace): CompanyCall {
  const second = feature.route.tier === "batch" ? BATCH_HOUR * SECONDS_AN_HOUR : secondOf(random);
  const atMs = dayMs + Math.min(second, SECONDS_A_DAY - 1) * 1_000;
  const usage = usageOf(feature, feature.route, random);
  const sources: CallSource[] = [];
  for (const { source, share, along } of feature.seenBy) {
    const drawn = random() < share;
    if (!drawn || (along !== undefined && !sources.includes(along))) continue;
    if (!isOut(source, feature, atMs, plan.outages)) sources.push(source);
  }
  const failed = feature.route.tier !== "batch" && random() < FAILURE_SHARE;
  return {
    id: idOf(seed, index, 0),
    atMs,
    day: dayOf(dayMs),
    feature,
    customer: customers[Math.floor(random() ** 2 * customers.length)] ?? "customer-01",
    route: feature.route,
    usage: failed ? {} : usage,
    durationMs: between(random, 300, 4_000),
    failed,
    // A failure has no id of an answer, by which a second source would be known to tell of the same call.
    sources: failed ? failureSeenBy(feature, sources) : sources,
  };
}

const failureSeenBy = (
  { seenBy }: Feature,
  sources: readonly CallSource[],
): readonly CallSource[] =>
  sources
    .filter((source) => !seenBy.some((by) => by.source === source && by.answeredOnly === true))
    .slice(0, 1);

function secondOf(random: Random): number {
  let left = random() * hours.reduce<number>((sum, share) => sum + share, 0);
  const hour = hours.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return Math.max(hour, 0) * SECONDS_AN_HOUR + between(random, 0, SECONDS_AN_HOUR - 1);
}

/** Longest prompt: below all thresholds at which providers charge more. */
const MOST_INPUT = 60_000;

function usageOf(feature: Feature, route: ModelRoute, random: Random): CallUsage {
  const draw = (median: number): number =>
    Math.min(MOST_INPUT, Math.max(1, Math.round(lognormal(random, median, 0.5))));
  const prompt = draw(feature.input);
  const cached = Math.floor(prompt * feature.cachedShare * random());
  if (route.counts === "embedding") return { input: prompt };
  const output = draw(feature.output);
  switch (route.counts) {
    case "claude": {
      const written = Math.floor(cached * 0.1);
      return route.tier === "batch"
        ? { input: prompt, output }
        : {
            input: prompt - cached,
            cache_read: cached - written,
            cache_write_5m: written,
            output,
          };
    }
    case "plain":
      return feature.cachedShare === 0
        ? { input: prompt, output }
        : { input: prompt - cached, cache_read: cached, output };
    case "reasoning":
      return { input: prompt - cached, cache_read: cached, output, reasoning: draw(80) };
    default:
      return route.counts satisfies never;
  }
}

/** 128 bits in hexadecimal digits, of which no two calls have the same. */
function idOf(seed: number, index: number, repeat: number): string {
  let id = "";
  for (let part = 0; part < 4; part += 1) {
    id += combine(seed, index, repeat, part).toString(16).padStart(8, "0");
  }
  return id;
}
