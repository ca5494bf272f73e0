import { isNewModel, readHistory, type TrafficGroup, trafficGroups } from "@headgate/advisor";
import {
  type HeadgateConfig,
  type ModelOffer,
  type ModelOffersReport,
  modelTiers,
} from "@headgate/contract";
import {
  type Alternative,
  amountPerMonth,
  cheapestOf,
  couldTake,
  defaultTrials,
  type History,
  type HistoryCall,
  type Market,
  needsOf,
  priceAt,
  type TaskTraffic,
  takes,
  takingTurns,
} from "@headgate/levers";
import { formatDollars, type Picodollars, parseDollars, sum } from "@headgate/money";
import type { ProposalsRoom } from "./proposals.ts";

/** Each of so many models is priced on each of so many calls: some seconds of the control process, which has turns for others. */
const MOST_CALLS = 2_000;
const MOST_OF_A_TIER = 4;
const MOST_OFFERS = 12;
const MOST_TASKS = 20;

/** Which models that no pool has could take what of the traffic, at what these very calls would have cost there. */
export async function modelOffers(
  { ledger, prices, config, nowMs }: ProposalsRoom,
  { from, to }: Readonly<{ from: string; to: string }>,
): Promise<ModelOffersReport> {
  const at = { prices: prices(), config: config(), nowMs: nowMs() };
  const asked = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  const read = await readHistory({ ...at, ...asked, ledger, mostRows: MOST_CALLS });
  const { history } = read;
  const { calls, fromMs, toMs, market } = history;
  const told = calls.filter((call) => needsOf(call) !== undefined && call.cost !== undefined);
  const groups = trafficGroups(told);
  const unused = market === undefined ? [] : unusedOf(market, at.config, calls);
  const isNew = (one: Alternative): boolean => isNewModel(one, at.nowMs);
  const priced = pickedOf(unused, told, isNew);
  const fresh = new Set(priced.filter(isNew).map(({ name }) => name));
  const offers: ModelOffer[] = [];
  for (const model of priced) {
    const offer = await offerOf(model, { groups, config: at.config, history });
    if (offer.takes.length > 0) offers.push(offer);
  }
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    simulated: read.simulated,
    calls: calls.length,
    calls_untold: calls.length - told.length,
    sampled: history.sample !== undefined,
    models: unused.length,
    models_priced: priced.length,
    offers: offers
      .sort(byDollars)
      .filter(({ model }, index) => index < MOST_OFFERS || fresh.has(model)),
  };
}

function byDollars(one: ModelOffer, other: ModelOffer): number {
  const [left, right] = [parseDollars(one.saves_per_month), parseDollars(other.saves_per_month)];
  return left > right ? -1 : left < right ? 1 : 0;
}

/** The models that no policy's pool names and that no call went to. */
function unusedOf(
  { alternatives }: Market,
  { policies }: Pick<HeadgateConfig, "policies">,
  calls: readonly HistoryCall[],
): readonly Alternative[] {
  const used = new Set(policies.flatMap(({ route }) => [...route.pool, route.reference]));
  for (const { row, model } of calls) used.add(`${row.provider}/${model}`);
  return alternatives.filter(({ name, tier }) => tier !== undefined && !used.has(name));
}

/**
 * The cheapest of each tier, of configured providers and of others, by list prices of what the calls used; of those that are
 * new all, since nobody has looked at them yet.
 */
const pickedOf = (
  unused: readonly Alternative[],
  calls: readonly HistoryCall[],
  isNew: (one: Alternative) => boolean,
): readonly Alternative[] =>
  modelTiers.flatMap((tier) =>
    [true, false].flatMap((isConfigured) =>
      cheapestOf(
        unused.filter(
          (one) =>
            one.tier === tier &&
            one.isConfigured === isConfigured &&
            calls.some((call) => takes(one, call)),
        ),
        calls,
      ).filter((one, index) => index < MOST_OF_A_TIER || isNew(one)),
    ),
  );

type Looking = Readonly<{
  groups: readonly TrafficGroup[];
  config: Pick<HeadgateConfig, "policies">;
  history: History;
}>;

async function offerOf(
  model: Alternative,
  { groups, config, history }: Looking,
): Promise<ModelOffer> {
  const turn = takingTurns();
  const traffic: TaskTraffic[] = [];
  for (const group of groups) {
    await turn();
    traffic.push(trafficOf(model, group, history));
  }
  const { takes: tasks, not } = couldTake(traffic, { tier: model.tier, trials: defaultTrials });
  const byKey = new Map(groups.map((group) => [group.key, group]));
  const able = tasks.filter(({ isAssumedAble }) => isAssumedAble === true);
  const monthly = ({ fingerprint, saves }: (typeof tasks)[number]): Picodollars => {
    const [call] = byKey.get(fingerprint)?.calls ?? [];
    if (call === undefined) throw new TypeError(`no calls are of task "${fingerprint}"`);
    return amountPerMonth(history, saves, call);
  };
  const { list, facts } = model;
  return {
    model: model.name,
    tier: model.tier ?? null,
    provider_configured: model.isConfigured,
    released_on: facts.released_on ?? null,
    price_per_million: { input: formatDollars(list.input), output: formatDollars(list.output) },
    takes: tasks.slice(0, MOST_TASKS).map((one) => {
      const { fingerprint, task, calls } = one;
      const group = byKey.get(fingerprint);
      return {
        task: task ?? null,
        tier: group?.tier ?? null,
        model: group?.model ?? "?",
        feature: group?.feature ?? null,
        calls,
        saves_per_month: formatDollars(monthly(one)),
        trial_cost: formatDollars(one.trialCosts),
        assumed_able: one.isAssumedAble ?? null,
      };
    }),
    saves_per_month: formatDollars(sum(able.map(monthly))),
    trial_cost: formatDollars(sum(able.map(({ trialCosts }) => trialCosts))),
    not: {
      kinds: not.tasks,
      unfit: not.unfit,
      price_unknown: not.priceUnknown,
      not_cheaper: not.notCheaper,
    },
    config: lineFor(model, config),
  };
}

function trafficOf(
  model: Alternative,
  { key, calls, task, tier }: TrafficGroup,
  { market }: History,
): TaskTraffic {
  const about = { fingerprint: key, task, tier, calls: calls.length };
  const unfit = calls.every((call) => takes(model, call))
    ? undefined
    : "it is not known to take all of these calls";
  const wouldCost = totalOf(
    calls.map((call) => priceAt(model, call, market?.modelOf(call)?.priceProvider)),
  );
  return { ...about, costs: totalOf(calls.map(({ cost }) => cost)), wouldCost, unfit };
}

/** Undefined where a part is not known. */
function totalOf(amounts: readonly (Picodollars | undefined)[]): Picodollars | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === amounts.length ? sum(known) : undefined;
}

/** One line for the pool of the first policy that chooses models; a policy where none does. */
function lineFor({ name }: Alternative, { policies }: Pick<HeadgateConfig, "policies">): string {
  const place = policies.findIndex(({ route }) => route.mode !== "off");
  const policy = policies[place];
  if (policy === undefined) {
    return `policies: [{ name: trial, match: {}, route: { mode: shadow, pool: [${name}] } }]`;
  }
  return `policies[${place}].route.pool: [${[...policy.route.pool, name].join(", ")}]`;
}
