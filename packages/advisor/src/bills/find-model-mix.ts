import type { LedgerStore } from "@headgate/ledger";
import type { Alternative, Market } from "@headgate/levers";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import { type ListPrice, listPriceOf, type PriceBook } from "@headgate/pricing";
import type { Finding } from "../findings/advice-of-finding.ts";
import { monthlyText, type Range } from "../findings/range.ts";
import { dollarsOf, shownDollars } from "../plans/monthly-estimate.ts";

const MOST_MODELS = 20;
/** Less a month is not worth the trial. */
const LEAST_PER_MONTH = 50e6;

type Told = Readonly<{
  ledger: Pick<LedgerStore, "report">;
  prices: PriceBook;
  market: Market;
  nowMs: number;
}>;

/**
 * Models on the bill that another of the same provider and the same class of price undercuts, for prompts and for answers,
 * and that is no older: what the very tokens of the bill would have cost there. Nothing else is known of the work.
 */
export async function findModelMix(told: Told, range: Range): Promise<readonly Finding[]> {
  const { rows } = await told.ledger.report("bill-by", {
    ...range,
    by: "model",
    category: "inference",
    charge_category: "usage",
    billing_currency: "USD",
    limit: MOST_MODELS,
  });
  const findings: Finding[] = [];
  for (const { group: model } of rows) {
    if (model === null) continue;
    const finding = await findingOf(told, range, model);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

type Mix = Readonly<{ provider: string; microdollars: ReadonlyMap<string, number> }>;

async function findingOf(told: Told, range: Range, model: string): Promise<Finding | undefined> {
  const mix = await mixOf(told, range, model);
  if (mix === undefined) return undefined;
  const { prices, market, nowMs } = told;
  const { provider } = mix;
  const own = market.alternatives.find(
    (one) => one.priceProvider === provider && one.name.endsWith(`/${model}`),
  );
  const list = listPriceOf(prices, { provider, models: [model], atMs: nowMs });
  if (own?.tier === undefined) return undefined;
  const [best] = market.alternatives
    .filter((one) => one.priceProvider === provider && undercuts(one, own))
    .flatMap((one) => {
      const saved = savedBy(one, { list, mix, prices, nowMs });
      return saved === undefined ? [] : [{ one, saved }];
    })
    .toSorted((left, right) => right.saved - left.saved);
  if (best === undefined) return undefined;
  const text = monthlyText(parseDollars(dollarsOf(best.saved)), range);
  if (toMicrodollars(parseDollars(text)) < LEAST_PER_MONTH) return undefined;
  const all = [...mix.microdollars.values()].reduce((sum, one) => sum + one, 0);
  return {
    kind: "model-mix",
    phase: "quick_wins",
    scope: { model },
    title: `Try ${best.one.name} in place of ${model}: the same class, at less a token`,
    steps: [
      "Send some of the work to both and compare the answers: a bill does not tell how hard the work is.",
      "Through the gateway, a policy with route: { mode: shadow } does so, and certifies what is good enough.",
    ],
    dollars: { estimate: text, low: null, high: null },
    savedInRange: dollarsOf(best.saved),
    figures: [
      { what: "on the bill in the range", value: shownDollars(all) },
      ...[...mix.microdollars].map(([component, amount]) => ({
        what: `of it ${component}`,
        value: shownDollars(amount),
      })),
      { what: "class of price", value: own.tier },
    ],
    confidence: {
      level: "low",
      reason:
        "There was the bill alone: tokens are counted as its own model counts them, and how good the other is at this work is not known.",
    },
    effortHours: 8,
    depth: "bills",
    quality: {
      risk: "medium",
      reason: "It is another model; nothing of the work is known.",
      check: "Compare answers of both on the same prompts before anything is moved.",
    },
  };
}

/** No dearer for prompts or answers, cheaper for one of them, of the same class, and released no earlier. */
function undercuts(one: Alternative, own: Alternative): boolean {
  const [released, ownReleased] = [one.facts.released_on, own.facts.released_on];
  return (
    one.name !== own.name &&
    one.tier === own.tier &&
    released !== undefined &&
    ownReleased !== undefined &&
    released >= ownReleased &&
    one.list.input <= own.list.input &&
    one.list.output <= own.list.output &&
    (one.list.input < own.list.input || one.list.output < own.list.output)
  );
}

/** A model's spend by what was billed, where one provider bills it. */
async function mixOf({ ledger }: Told, range: Range, model: string): Promise<Mix | undefined> {
  const scope = {
    ...range,
    model,
    category: "inference",
    charge_category: "usage",
    billing_currency: "USD",
    limit: 50,
  } as const;
  const providers = await ledger.report("bill-by", { ...scope, by: "provider" });
  const [provider, second] = providers.rows;
  if (provider === undefined || second !== undefined || provider.group === null) return undefined;
  const { rows } = await ledger.report("bill-by", { ...scope, by: "component" });
  return {
    provider: provider.group,
    microdollars: new Map(
      rows.map(({ group, effective_cost: cost }) => [
        group ?? "not told",
        toMicrodollars(parseDollars(cost)),
      ]),
    ),
  };
}

/** What of a mix another model would have saved; what is not of prompts or answers stays as it is. */
function savedBy(
  one: Alternative,
  {
    list,
    mix,
    prices,
    nowMs,
  }: Readonly<{ list: ListPrice; mix: Mix } & Pick<Told, "prices" | "nowMs">>,
): number | undefined {
  const there = listPriceOf(prices, {
    provider: mix.provider,
    models: [one.name.slice(one.name.indexOf("/") + 1)],
    atMs: nowMs,
  });
  let saved = 0;
  for (const [component, amount] of mix.microdollars) {
    const priced = pairOf(component, list, there);
    if (priced === undefined) continue;
    const [own, other] = priced;
    if (own === undefined || own === 0n || other === undefined) return undefined;
    saved += amount * (1 - Number(other) / Number(own));
  }
  return saved > 0 ? saved : undefined;
}

function pairOf(component: string, own: ListPrice, other: ListPrice) {
  switch (component) {
    case "input":
      return [own.input, other.input] as const;
    case "cache_read":
      // Without a price for its cache, all is read anew.
      return [own.cacheRead, other.cacheRead ?? other.input] as const;
    case "output":
    case "reasoning":
      return [own.output, other.output] as const;
    default:
      return undefined;
  }
}
