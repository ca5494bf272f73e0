import type { PriceRecord, PricesPage, PricesQuery, PricesResponse } from "@headgate/contract";

type Model = PricesResponse["models"][number];
type Question = Pick<PricesQuery, "provider" | "q" | "tier" | "scope" | "limit" | "offset">;

/** The part of a day's price book that fits the question, in the order of provider and name. */
export function pageOfPrices(
  models: readonly Model[],
  { provider, q = "", tier, scope, limit, offset }: Question,
): Pick<PricesPage, "models" | "total" | "providers"> {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const isAsked = (record: PriceRecord): boolean =>
    (tier === undefined || record.tier === tier) && (scope === undefined || record.scope === scope);
  const fitting = models.filter((model) => {
    if (provider !== undefined && model.provider !== provider) return false;
    const text = [model.provider, model.model, ...model.aliases].join(" ").toLowerCase();
    if (!words.every((word) => text.includes(word))) return false;
    return (tier === undefined && scope === undefined) || model.records.some(isAsked);
  });
  fitting.sort(byProviderAndName);
  return {
    models: fitting.slice(offset, offset + limit),
    total: fitting.length,
    providers: [...new Set(models.map((model) => model.provider))].sort(),
  };
}

const byProviderAndName = (left: Model, right: Model): number =>
  compare(left.provider, right.provider) || compare(left.model, right.model);

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
