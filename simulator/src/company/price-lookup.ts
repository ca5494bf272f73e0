import type { PriceRecord, UsageComponent } from "@headgate/contract";
import { picodollarsPerUnit } from "./exact-dollars.ts";
import type { ModelRoute } from "./model-route.ts";

/** What one unit costs at list, and by which record of the price book. */
type UnitPrice = Readonly<{ picodollars: bigint; record: string }>;

/** @throws RangeError when there is no price */
export type PriceLookup = (
  route: Pick<ModelRoute, "model" | "place" | "provider" | "scope" | "tier">,
  component: UsageComponent,
  day: string,
) => UnitPrice;

/**
 * Looks prices up in the records of a price book: the record of exactly this provider, model, component, tier,
 * scope and place (or of anywhere in the scope) that holds on the day, the one known last. Prices of long prompts
 * are left out: the company sends none.
 */
export function lookUpPrices(records: readonly PriceRecord[]): PriceLookup {
  const bySubject = new Map<string, PriceRecord[]>();
  for (const record of records) {
    if (record.threshold !== undefined) continue;
    const subject = subjectOf(record, record.component, record.place);
    const known = bySubject.get(subject);
    if (known === undefined) bySubject.set(subject, [record]);
    else known.push(record);
  }
  const known = new WeakMap<Parameters<PriceLookup>[0], Map<string, UnitPrice>>();
  return (route, component, day) => {
    const found = known.get(route) ?? new Map<string, UnitPrice>();
    known.set(route, found);
    const key = `${component} ${day}`;
    const before = found.get(key);
    if (before !== undefined) return before;
    const record =
      holding(bySubject.get(subjectOf(route, component, route.place)), day) ??
      holding(bySubject.get(subjectOf(route, component, undefined)), day);
    if (record === undefined)
      throw new RangeError(
        `there is no price for ${subjectOf(route, component, route.place)} ${day}`,
      );
    const price = {
      picodollars: picodollarsPerUnit(record.price, record.per),
      record: record.id,
    };
    found.set(key, price);
    return price;
  };
}

const subjectOf = (
  { provider, model, tier, scope }: Pick<PriceRecord, "model" | "provider" | "scope" | "tier">,
  component: UsageComponent,
  place: string | undefined,
): string => [provider, model, component, tier, scope, place ?? "anywhere"].join(" ");

function holding(records: readonly PriceRecord[] = [], day: string): PriceRecord | undefined {
  let newest: PriceRecord | undefined;
  for (const record of records) {
    const { valid_from: from, valid_to: to, recorded_at: known } = record;
    if (day < from || (to !== undefined && day >= to)) continue;
    if (newest === undefined || known >= newest.recorded_at) newest = record;
  }
  return newest;
}
