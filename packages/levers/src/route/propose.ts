import { type ModelTier, type NotProposed, routeSchema } from "@headgate/contract";
import { divideRounded, multiply, type Picodollars, picodollars, sum } from "@headgate/money";
import type { History, HistoryCall, Proposed } from "../history/history.ts";
import {
  type Alternative,
  cheapestOf,
  isAtLeast,
  type KnownModel,
  type Market,
  needsOf,
  priceAt,
  takes,
} from "../history/market.ts";
import { type CallSaving, type ProposalDraft, savedBy } from "../history/proposal.ts";
import { byModelAndFeature, type ScopedCalls, scopeText } from "../history/scopes.ts";
import { takingTurns } from "../history/taking-turns.ts";
import { isRoutable, movedTo, replayTiers, type Tried } from "./replay.ts";
import { withKnownThinking } from "./thinks-unasked.ts";

/** What calls at one model and of one feature are, as far as their rows tell. */
type Told = Readonly<{
  scoped: ScopedCalls;
  market: Market;
  own: KnownModel & Readonly<{ priceProvider: string }>;
  /** Those that could have gone elsewhere. */
  calls: readonly HistoryCall[];
  /** Models of providers in use that they could go to. */
  inUse: readonly Alternative[];
  /** How many more there are, of which it is not known how much they think. */
  thinking: number;
  depth: History["depth"];
}>;

const small: readonly ModelTier[] = ["micro", "budget"];
const large: readonly ModelTier[] = ["flagship", "premium"];
/** A model that takes fewer of the calls is none for them. */
const LEAST_TAKEN = 0.5;
/** Shares of calls are whole thousandths where they meet money. */
const THOUSAND = 1_000;

const CHECK =
  "With mode: shadow first, a share of calls is asked of both models beside and the routing page tells what each is worth by task; then the dial moves only what labels certify.";

/** Tries cheaper models of the catalogue out on a history, model by model and feature by feature. */
export async function proposeRoute({ calls, market, depth }: History): Promise<Proposed> {
  const proposals: ProposalDraft[] = [];
  const notProposed: NotProposed[] = [];
  if (market === undefined) return { proposals, notProposed };
  for (const scoped of byModelAndFeature(calls)) {
    if (scoped.scope.operation !== "chat") continue;
    const reasoned = (reason: string, count: number): void => {
      if (count > 0)
        notProposed.push({ lever: "route", scope: scoped.scope, reason, calls: count });
    };
    const routable = scoped.calls.filter(isRoutable);
    const known = routable.filter((call) => needsOf(call) !== undefined);
    reasoned(
      "Needs what their requests need of a model, which these calls' rows do not tell (history.request_facts).",
      routable.length - known.length,
    );
    const [first] = known;
    if (first === undefined) continue;
    const own = market.modelOf(first);
    if (own === undefined) {
      reasoned("The catalogue does not have the model that answered them.", known.length);
      continue;
    }
    const all = market.alternatives.filter((one) => one.isUsed);
    const inUse = withKnownThinking(all, known);
    const thinking = all.length - inUse.length;
    const told = { scoped, market, own, calls: known, inUse, thinking, depth };
    const tasks = await byTask(told);
    const found = [...tasks.drafts, ...(await byLabels(told, tasks)), ...shadowed(told)].filter(
      ({ savings }) => savedBy(savings) > 0n,
    );
    proposals.push(...found);
    if (found.length === 0)
      reasoned(
        `No model of a provider in use that is known to take them would have cost less.${thinking === 0 ? "" : ` Not looked at: ${thinking} that think before they answer, since how much is not known of these calls.`}`,
        known.length,
      );
  }
  return { proposals, notProposed };
}

type ByTask = Readonly<{
  drafts: readonly ProposalDraft[];
  pool: readonly Alternative[];
  /** Calls that the drafts leave where they are. */
  left: readonly HistoryCall[];
}>;

/** Models that are too large for plain tasks, then all plain tasks: the second is told by what it brings beside the first. */
async function byTask(told: Told): Promise<ByTask> {
  const { scoped, own, calls } = told;
  const modest = poolFor(told, small);
  const whole = [...new Set([...modest, ...poolFor(told, large)])];
  const isOversized = own.tier !== undefined && large.includes(own.tier);
  const mild = await replayTiers(calls, own, modest);
  const bold = whole.length > modest.length ? await replayTiers(calls, own, whole) : mild;
  const of = scopeText(scoped.scope);
  const first = draftOf(told, {
    title: isOversized
      ? `Have small models do the trivial tasks of ${of}`
      : `Have the cheapest able model do the plain tasks of ${of}`,
    pool: modest,
    savings: savingsOf(mild),
    figures: tasksOf(mild),
  });
  const more = bold
    .map((now, place) => ({ now, before: mild[place] }))
    .filter(({ now, before }) => now.to !== before?.to);
  const second = draftOf(told, {
    title: `Have the cheapest able model do each plain task of ${of}, the hard ones too`,
    pool: whole,
    savings: more.flatMap(({ now: { call, to, price }, before }) =>
      to === undefined ? [] : [movedTo(call, to, { before: before?.price, after: price })],
    ),
    figures: tasksOf(more.map(({ now }) => now)),
  });
  const left = bold.filter(({ to }) => to === undefined).map(({ call }) => call);
  return { drafts: [first, second], pool: whole, left };
}

/** For each tier the cheapest model of it in use or a dearer one that takes calls of tasks of that tier. */
function poolFor(told: Told, tiers: readonly ModelTier[]): readonly Alternative[] {
  const { inUse, own, calls } = told;
  const found = tiers.flatMap((tier) => {
    if (own.tier === undefined || !isAtLeast(own.tier, tier)) return [];
    const ofTier = calls.filter(({ row }) => row.request_facts?.tier === tier);
    return cheapestAble(
      inUse.filter((one) => isAtLeast(one.tier, tier)),
      ofTier,
    );
  });
  return [...new Set(found)];
}

function cheapestAble(
  inUse: readonly Alternative[],
  calls: readonly HistoryCall[],
): readonly Alternative[] {
  const able = cheapestOf(inUse, calls).find(
    (one) => calls.filter((call) => takes(one, call)).length > LEAST_TAKEN * calls.length,
  );
  return able === undefined ? [] : [able];
}

/**
 * One model of the same tier or a dearer one for all calls that are left: where it would cost less on each call, those
 * that are not left included, the present one looks dominated, by price and stated abilities.
 */
async function byLabels(told: Told, { pool, left }: ByTask): Promise<readonly ProposalDraft[]> {
  const { inUse, own, calls, scoped } = told;
  const { tier } = own;
  if (tier === undefined) return [];
  const [able] = cheapestAble(
    inUse.filter((one) => isAtLeast(one.tier, tier)),
    calls,
  );
  if (able === undefined) return [];
  const turn = takingTurns();
  const [savings, ifRefused]: [CallSaving[], CallSaving[]] = [[], []];
  const remaining = new Set(left);
  let cheaper = 0;
  for (const call of calls) {
    await turn();
    const { cost } = call;
    const price = takes(able, call) ? priceAt(able, call, own.priceProvider) : undefined;
    if (price !== undefined && cost !== undefined && price < cost) cheaper += 1;
    if (!remaining.has(call) || !takes(able, call)) continue;
    savings.push(movedTo(call, able, { before: cost, after: price && withLooking(price) }));
    const looked = price && picodollars(lookingAt(price) * -1n);
    ifRefused.push({ call, saved: looked, after: call });
  }
  const isDominated = cheaper === calls.length;
  const of = scopeText(scoped.scope);
  return [
    {
      lever: "route",
      scope: scoped.scope,
      title: isDominated
        ? `${of} looks dominated: ${able.name} takes all these calls and costs less on each`
        : `Let labels say whether ${able.name} does for ${of}`,
      change: {
        route: { mode: "on", pool: [...new Set([...pool, able])].map(({ name }) => name) },
      },
      savings,
      ifRefused,
      inScope: scoped.calls.length,
      figures: [
        { what: "its tier, and the present model's", value: `${able.tier} and ${tier}` },
        { what: "calls that it is known to take", value: String(savings.length) },
        {
          what: "share of calls on which both are asked, taken off",
          value: `${lookingShare / 10} %`,
        },
      ],
      confidence: {
        level: "low",
        reason:
          "Its tier and stated abilities are not below the present model's, and its price was asked for these very calls; how many of them labels will certify is not known, so this is the most that it comes to. Judges are not in it.",
      },
      quality: {
        risk: "low",
        reason: "The present model answers until labels certify the other one, task by task.",
        check: "The routing page tells what labels certify, with the lower bound of its quality.",
      },
      effortHours: 1,
      depth: told.depth,
    },
  ];
}

const lookingShare = Math.round(routeSchema.parse({}).shadow_share * THOUSAND);

/** A price with that of asking beside on the policy's share of calls. */
const withLooking = (price: Picodollars): Picodollars => sum([price, lookingAt(price)]);

const lookingAt = (price: Picodollars): Picodollars =>
  divideRounded(multiply(price, lookingShare), BigInt(THOUSAND));

/** What a policy in shadow would have chosen. */
function shadowed({ market, own, calls, scoped, depth }: Told): readonly ProposalDraft[] {
  const savings = calls.flatMap((call): CallSaving[] => {
    const { route } = call.row;
    if (route?.reason !== "shadow" || route.chosen === route.reference) return [];
    const there = market.alternatives.find(({ name }) => name === route.chosen);
    if (there === undefined) return [{ call, saved: undefined, after: call }];
    const after = priceAt(there, call, own.priceProvider);
    return [movedTo(call, there, { before: call.cost, after })];
  });
  const learned = savings.filter(({ call }) => call.row.route?.expected !== undefined).length;
  return [
    {
      lever: "route",
      scope: scoped.scope,
      title: `Switch on the choice of models for ${scopeText(scoped.scope)}, which only looks on`,
      change: { route: { mode: "on" } },
      savings,
      inScope: scoped.calls.length,
      figures: [
        { what: "calls that would have moved", value: String(savings.length) },
        { what: "of them where something was learned of the model", value: String(learned) },
      ],
      confidence: {
        level: learned === savings.length ? "high" : "medium",
        reason:
          "The lever itself chose, call by call, by the policy that holds; answers are taken to be as long at the other model.",
      },
      quality: {
        risk: learned === savings.length ? "low" : "medium",
        reason:
          "The policy's own promise holds for what labels certify, and none for what is assumed.",
        check:
          "The routing page tells what each model is worth by task, and certificates that are lost.",
      },
      effortHours: 0.5,
      depth,
    },
  ];
}

function draftOf(
  { scoped, depth }: Told,
  {
    title,
    pool,
    savings,
    figures,
  }: Readonly<{
    title: string;
    pool: readonly Alternative[];
    savings: readonly CallSaving[];
    figures: ProposalDraft["figures"];
  }>,
): ProposalDraft {
  return {
    lever: "route",
    scope: scoped.scope,
    title,
    change: { route: { mode: "on", pool: pool.map(({ name }) => name), day_one: "tiers" } },
    savings,
    inScope: scoped.calls.length,
    figures,
    confidence: {
      level: "low",
      reason:
        "The lever's own day-one rule chose by each call's task; that a tier does for a task is an assumption, and answers are taken to be as long at the other model.",
    },
    quality: {
      risk: "medium",
      reason:
        "No label stands behind it: tasks are told by cues, and tiers by price and abilities.",
      check: CHECK,
    },
    effortHours: 1,
    depth,
  };
}

const savingsOf = (tried: readonly Tried[]): readonly CallSaving[] =>
  tried.flatMap(({ call, to, price }) =>
    to === undefined ? [] : [movedTo(call, to, { before: call.cost, after: price })],
  );

const MOST_TASKS = 8;

/** Which task would have gone where, the most calls first. */
function tasksOf(tried: readonly Tried[]): ProposalDraft["figures"] {
  const counts = new Map<string, number>();
  for (const { call, to } of tried) {
    if (to === undefined) continue;
    const key = `${call.row.request_facts?.task}: calls to ${to.name}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_TASKS)
    .map(([what, calls]) => ({ what, value: String(calls) }));
}
