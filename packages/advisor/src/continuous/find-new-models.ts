import { counted } from "@headgate/contract";
import {
  type Alternative,
  amountPerMonth,
  defaultTrials,
  type History,
  type HistoryCall,
  isAtLeast,
  needsOf,
  priceAt,
  takes,
  takingTurns,
} from "@headgate/levers";
import {
  displayDollars,
  displayDollarsCompact,
  divideRounded,
  multiply,
  type Picodollars,
  parseDollars,
  picodollars,
  sum,
} from "@headgate/money";
import type { Finding } from "../findings/advice-of-finding.ts";
import { isNewModel, type TrafficGroup, trafficGroups } from "./traffic-groups.ts";

const MOST = 5;
const MOST_TASKS = 5;
/** What a model would have to save a month: less is not worth the trial. */
const LEAST_PER_MONTH = parseDollars("10");
/** So many calls of a group are priced at each new model, spread evenly; the others cost as much less as these. */
const MOST_PRICED = 200;

/** What a new model would make of calls of one task. */
type Taken = Readonly<{ group: TrafficGroup; perMonth: Picodollars; trialCost: Picodollars }>;
type Found = Readonly<{ model: Alternative; taken: readonly Taken[]; perMonth: Picodollars }>;

/**
 * Models of the last months that no call went to, with the tasks whose calls would cost less there, priced at the tokens of these very
 * calls: of every such model, however many others are cheaper still. How good it is at them nobody knows, so the dollars are
 * an estimate beside the recommendation and in no sum. `headgate models offers` says more.
 */
export async function findNewModels(history: History, nowMs: number): Promise<readonly Finding[]> {
  const { market, calls } = history;
  if (market === undefined || calls.length === 0) return [];
  const used = new Set(
    calls.flatMap(({ row, model }) =>
      [row.response_model, model].map((name) => `${row.provider}/${name ?? "?"}`),
    ),
  );
  const fresh = market.alternatives.filter(
    (one) => isNewModel(one, nowMs) && !used.has(one.name) && one.tier !== undefined,
  );
  const groups = trafficGroups(calls.filter(({ cost }) => cost !== undefined));
  const turn = takingTurns();
  const found: Found[] = [];
  for (const model of fresh) {
    const taken: Taken[] = [];
    for (const group of groups) {
      await turn();
      const one = mayDo(model, group, history) ? takenOf(model, group, history) : undefined;
      if (one !== undefined) taken.push(one);
    }
    const perMonth = sum(taken.map((one) => one.perMonth));
    if (perMonth >= LEAST_PER_MONTH) found.push({ model, taken: taken.sort(byDollars), perMonth });
  }
  const ranked = found.sort(
    (one, other) =>
      Number(other.model.isConfigured) - Number(one.model.isConfigured) || byDollars(one, other),
  );
  return ranked.slice(0, MOST).map((one) => findingOf(one, Math.max(0, ranked.length - MOST)));
}

/** Whether a model is of the tier that is assumed for a task, or a dearer one; of a task that is not plain, of that of the model in use. */
function mayDo({ tier }: Alternative, group: TrafficGroup, { market }: History): boolean {
  if (tier === undefined) return false;
  if (group.tier !== undefined) return isAtLeast(tier, group.tier);
  const [call] = group.calls;
  return call !== undefined && market?.modelOf(call)?.tier === tier;
}

/** Undefined where it cannot take the calls, they would not cost less, or that is not known. */
function takenOf(model: Alternative, group: TrafficGroup, history: History): Taken | undefined {
  const priced = spread(group.calls);
  const [first] = priced;
  if (first === undefined) return undefined;
  // Of calls whose needs are not told, as of logs, its class is what there is to go by.
  if (priced.some((call) => needsOf(call) !== undefined && !takes(model, call))) return undefined;
  const costs = totalOf(priced.map(({ cost }) => cost));
  const wouldCost = totalOf(
    priced.map((call) => priceAt(model, call, history.market?.modelOf(call)?.priceProvider)),
  );
  const all = totalOf(group.calls.map(({ cost }) => cost));
  if (costs === undefined || wouldCost === undefined || all === undefined) return undefined;
  if (wouldCost >= costs) return undefined;
  const saved = divideRounded(picodollars(all * (costs - wouldCost)), costs);
  return {
    group,
    perMonth: amountPerMonth(history, saved, first),
    trialCost: divideRounded(multiply(wouldCost, defaultTrials), BigInt(priced.length)),
  };
}

function spread(calls: readonly HistoryCall[]): readonly HistoryCall[] {
  const step = Math.max(1, Math.ceil(calls.length / MOST_PRICED));
  return calls.filter((_, index) => index % step === 0);
}

/** Undefined where a part is not known. */
function totalOf(amounts: readonly (Picodollars | undefined)[]): Picodollars | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === amounts.length ? sum(known) : undefined;
}

const byDollars = (
  { perMonth: one }: Pick<Found, "perMonth">,
  { perMonth: other }: Pick<Found, "perMonth">,
): number => (one === other ? 0 : one > other ? -1 : 1);

function findingOf({ model, taken, perMonth }: Found, others: number): Finding {
  const { name, facts, cameOn, list, isConfigured, tier } = model;
  const since = facts.released_on === undefined ? "priced since" : "released on";
  const trial = sum(taken.map(({ trialCost }) => trialCost));
  return {
    kind: "new-model",
    phase: "continuous",
    scope: {},
    subject: name,
    title: `Try ${name}, ${since} ${cameOn}: about ${displayDollarsCompact(perMonth)} a month less on ${counted(taken.length, "kind")} of calls, if it is good enough`,
    steps: [
      `A trial of ${defaultTrials} calls of each costs about ${displayDollarsCompact(trial)}: headgate models offers has the line for headgate.yaml.`,
      ...(isConfigured
        ? []
        : ["Its provider is not configured yet: add it to headgate.yaml first."]),
      ...(others === 0
        ? []
        : [`${counted(others, "other new model")} would cost less too: headgate models offers.`]),
    ],
    dollars: null,
    savedInRange: null,
    figures: [
      ...taken.slice(0, MOST_TASKS).map(({ group, perMonth: saves }) => ({
        what: `${taskText(group)} at ${group.model}: a month less, estimated`,
        value: displayDollarsCompact(saves),
      })),
      { what: "a million tokens of input", value: displayDollars(list.input) },
      { what: "a million tokens of output", value: displayDollars(list.output) },
      ...(tier === undefined ? [] : [{ what: "class of price", value: tier }]),
    ],
    confidence: {
      level: "low",
      reason:
        "What these calls would cost there follows from their tokens; how good it is at them is not known, nor whether its answers are as long.",
    },
    effortHours: 4,
    depth: "rows",
    quality: {
      risk: "medium",
      reason: "It is another model.",
      check:
        "A policy with route: { mode: shadow } compares its answers with those that were given.",
    },
  };
}

const taskText = ({ task, feature }: TrafficGroup): string =>
  [task ?? "calls of no plain task", ...(feature === undefined ? [] : [`of ${feature}`])].join(" ");
