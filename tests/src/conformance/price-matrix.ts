import {
  type PriceRecord,
  type PriceTier,
  priceTiers,
  type Usage,
  type UsageComponent,
} from "@headgate/contract";
import { type PriceBook, rateUsage } from "@headgate/pricing";
import { atMs } from "./day.ts";
import { modelsOfTheDay } from "./models-of-the-day.ts";
import { timesPrice } from "./times-price.ts";

/** A service tier, or its rates for prompts above a threshold. */
type PriceClass = PriceTier | `${PriceTier}, long prompt`;

/** How the rates of one provider, token class and price class were applied. */
export type PriceCell = Readonly<{
  provider: string;
  component: UsageComponent;
  priceClass: PriceClass;
  /** Rates that were checked. */
  rates: number;
  /** Why not, for the rates that failed. */
  faults: readonly string[];
}>;

const QUANTITY = 1_000;

/**
 * Rates a usage under every price record that holds on the day, and works out beside it, in integers of its
 * own, what the record says that it must cost.
 */
export function priceMatrix(book: PriceBook): readonly PriceCell[] {
  const cells = new Map<
    string,
    { -readonly [Key in keyof PriceCell]: PriceCell[Key] } & { faults: string[] }
  >();
  for (const { provider, model, records } of modelsOfTheDay(book)) {
    for (const record of records) {
      const { component, tier, threshold } = record;
      const priceClass: PriceClass = threshold === undefined ? tier : `${tier}, long prompt`;
      const key = `${provider}/${component}/${priceClass}`;
      const cell = cells.get(key) ?? { provider, component, priceClass, rates: 0, faults: [] };
      cells.set(key, cell);
      cell.rates += 1;
      const fault = faultOf(book, model, record, records);
      if (fault !== undefined) cell.faults.push(`${record.id}: ${fault}`);
    }
  }
  return [...cells.values()].sort(
    (left, right) =>
      left.provider.localeCompare(right.provider) ||
      left.component.localeCompare(right.component) ||
      tierRank(left) - tierRank(right) ||
      left.priceClass.localeCompare(right.priceClass),
  );
}

const tierRank = ({ priceClass }: PriceCell): number =>
  priceTiers.findIndex((tier) => priceClass.startsWith(tier));

function faultOf(
  book: PriceBook,
  model: string,
  record: PriceRecord,
  siblings: readonly PriceRecord[],
): string | undefined {
  const { component, tier, provider, threshold } = record;
  const usage = usageFor(record);
  const charge = rateUsage(book, {
    provider,
    models: [model],
    usage,
    usageOrigin: "provider",
    operation: "chat",
    atMs,
    scope: record.scope,
    ...placeOf(record),
    ...(tier !== "standard" && { serviceTier: tier }),
  });
  const lines = charge.lines.filter((line) => line.component === component);
  const line = lines.find(({ priceRecord }) => priceRecord === record.id);
  if (line === undefined) {
    const used = lines.map(({ priceRecord }) => priceRecord).join(", ");
    return `${used === "" ? "is not used" : `${used} is used instead`}; ${charge.reason ?? "no reason"}`;
  }
  const quantity = usage[component] ?? 0;
  const above =
    threshold?.applies_to === "marginal" ? quantity - threshold.above_input_tokens : quantity;
  if (line.quantity !== above) return `prices ${line.quantity} units, not ${above}`;
  const expected = timesPrice(record, above);
  if (line.listCost !== expected) return `costs ${line.listCost}, not ${expected} picodollars`;
  const whole = lines.reduce((sum, { quantity: part }) => sum + part, 0);
  if (whole !== quantity) return `${whole} of ${quantity} units are priced`;
  const below = siblings.find(({ id }) => id === record.id);
  return below === undefined ? "stands in no list of its model" : undefined;
}

/** Just enough of the component, in a prompt that is long enough for the record's threshold. */
function usageFor({ component, threshold }: PriceRecord): Usage {
  const above = threshold === undefined ? 0 : threshold.above_input_tokens;
  if (component === "input") return { input: above + QUANTITY };
  return { input: above + 1, [component]: QUANTITY };
}

/** The place that a record is for, where records have one. */
const placeOf = (record: PriceRecord): Readonly<{ place?: string }> =>
  "place" in record && typeof record.place === "string" ? { place: record.place } : {};
