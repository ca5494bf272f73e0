import {
  type FoundRate,
  priceTiers,
  type ReconcileReport,
  type reconcileQuery,
} from "@headgate/contract";
import { cutSides, type ListPrices, type PriceNames, reconcile } from "@headgate/ledger";
import { type PriceBook, priceTerms, resolveModel, tierOf } from "@headgate/pricing";
import type { z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";

/** What bills and calls are compared by. */
export type ReconcileTerms = Pick<ControlDependencies, "prices" | "config"> &
  Readonly<{ ledger: Pick<ControlDependencies["ledger"], "report"> }>;

/** How far calls explain the bills of a range, widened to whole days (UTC), which bills go by. */
export async function reconcileRange(
  { ledger, prices, config }: ReconcileTerms,
  { cost, ...terms }: z.output<typeof reconcileQuery>,
  /** Prices that were taken over from bills before: where a bill has another one now, they end. */
  taken: readonly FoundRate[] = [],
): Promise<ReconcileReport> {
  const range = wholeDays(terms);
  const sides = await ledger.report("reconciliation", { ...range, cost });
  return reconcile(sides, { ...terms, ...range, ...pricesOf({ prices, config }), taken });
}

/**
 * The same for each part of a range, out of one question: only the totals of each, which say what its cells come to.
 */
export async function reconcileParts(
  { ledger, prices, config }: ReconcileTerms,
  whole: Range,
  parts: readonly Range[],
): Promise<readonly ReconcileReport["totals"][]> {
  const sides = await ledger.report("reconciliation", { ...wholeDays(whole), cost: "effective" });
  const terms = pricesOf({ prices, config });
  return parts.map((part) => {
    const range = wholeDays(part);
    const days = { fromMs: Date.parse(range.from), toMs: Date.parse(range.to) };
    return reconcile(cutSides(sides, days), { ...terms, ...range, limit: 1 }).totals;
  });
}

function pricesOf({ prices, config }: Pick<ReconcileTerms, "prices" | "config">) {
  const book = prices();
  return { names: priceNames(book, priceTerms(config())), listPrices: listPricesOf(book) };
}

type Range = Readonly<{ from: string; to: string }>;

const DAY_MS = 86_400_000;

const wholeDays = ({ from, to }: Range): Range => ({
  from: new Date(Math.floor(Date.parse(from) / DAY_MS) * DAY_MS).toISOString(),
  to: new Date(Math.ceil(Date.parse(to) / DAY_MS) * DAY_MS).toISOString(),
});

/** Names as bills have them; one that leads to no model of the price book stays as it is. */
function priceNames(book: PriceBook, terms: ReturnType<typeof priceTerms>): PriceNames {
  const provider = (own: string): string => terms(own).priceProvider ?? own;
  const known = new Map<string, ReturnType<PriceNames["model"]>>();
  return {
    provider,
    model: ({ own, provider: priceProvider, name, region, atMs }) => {
      const key = JSON.stringify([own, name, region, atMs]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const { ownNames, region: usualRegion } = terms(own);
      const found = resolveModel(book, {
        name,
        provider: priceProvider,
        region: region ?? usualRegion,
        ownNames,
        atMs,
      });
      const named =
        found.kind === "resolved"
          ? { model: found.model, scope: found.scopeFrom === "default" ? null : found.scope }
          : { model: name, scope: null };
      known.set(key, named);
      return named;
    },
    tier: ({ provider: priceProvider, word }) => {
      const read = tierOf(priceProvider, word);
      return read.kind === "tier" ? read.tier : word;
    },
  };
}

/** Prices for a prompt of any usual length; those above a threshold are another price of the same calls. */
const listPricesOf =
  (book: PriceBook): ListPrices =>
  ({ provider, model, component, atMs }) => {
    const found = book.find({ provider, model, atMs });
    if (found === undefined) return [];
    return Object.entries(found.tables).flatMap(([key, table]) => {
      const rates = table?.rates[component];
      const rate = rates?.find(({ aboveInputTokens }) => aboveInputTokens === 0);
      const tier = priceTiers.find((one) => key.startsWith(`${one}/`));
      if (rate === undefined || tier === undefined) return [];
      const { scope, place } = rate.record;
      const dependsOnLength = rates?.some(({ aboveInputTokens }) => aboveInputTokens > 0) === true;
      return [{ tier, scope, place, unitPrice: rate.unitPrice, dependsOnLength }];
    });
  };
