import {
  type PriceRecord,
  type PriceScope,
  type PricesResponse,
  type PriceTier,
  tokenBuckets,
  type UsageComponent,
  usageComponents,
} from "@headgate/contract";
import { divideRounded, type Picodollars, parseDollars } from "@headgate/money";
import { compactCount } from "../../format/count-text.ts";
import { exactDollars } from "../../format/money-text.ts";
import { componentNames } from "../../format/words.ts";

/** The columns that nearly every model has a price for. */
export const mainComponents = ["input", "cache_read", "cache_write_5m", "output"] as const;
type MainComponent = (typeof mainComponents)[number];

/** One record, ready to be drawn. */
export type PriceDetail = Readonly<{
  id: string;
  component: string;
  tier: string;
  scope: string;
  price: string;
  unit: string;
  condition: string | undefined;
  validFrom: string;
  validTo: string | undefined;
  recordedAt: string;
  sourceUrl: string;
  sourceHost: string;
  readAt: string;
  confidence: PriceRecord["confidence"];
}>;

export type ModelLine = Readonly<{
  key: string;
  provider: string;
  model: string;
  aliases: readonly string[];
  /** Standard prices of a million tokens; absent where the book has none. */
  main: Readonly<Partial<Record<MainComponent, string>>>;
  /** Where these prices hold, when that is not everywhere. */
  place?: string;
  /** How many records hold, of all tiers and places. */
  records: number;
  tiers: readonly string[];
}>;

const MILLION = 1_000_000n;

const isToken = (component: UsageComponent): boolean =>
  (tokenBuckets as readonly string[]).includes(component);

/** The price in the unit people compare: a million tokens, or a thousand of anything else. */
export const comparablePrice = (
  record: Pick<PriceRecord, "component" | "price" | "per">,
): Readonly<{ amount: Picodollars; unit: string }> => {
  const token = isToken(record.component);
  const quantity = token ? MILLION : 1_000n;
  return {
    amount: divideRounded(parseDollars(record.price), BigInt(record.per), quantity),
    unit: token ? "1M tokens" : `1,000 ${componentNames[record.component].toLowerCase()}`,
  };
};

export const conditionOf = ({ threshold }: Pick<PriceRecord, "threshold">): string | undefined => {
  if (threshold === undefined) return undefined;
  const part = threshold.applies_to === "whole_call" ? "whole call" : "part above";
  return `over ${compactCount(threshold.above_input_tokens)} tokens in, ${part}`;
};

/** Where a price holds: its reach, and the geography or region where it is bound to one. */
export const placeOf = ({ scope, place }: Pick<PriceRecord, "scope" | "place">): string =>
  `${scope.replace("_", " ")}${place === undefined ? "" : ` ${place}`}`;

export const detailOf = (record: PriceRecord): PriceDetail => {
  const { amount, unit } = comparablePrice(record);
  return {
    id: record.id,
    component: componentNames[record.component],
    tier: record.tier,
    scope: placeOf(record),
    price: exactDollars(amount),
    unit,
    condition: conditionOf(record),
    validFrom: record.valid_from,
    validTo: record.valid_to,
    recordedAt: record.recorded_at,
    sourceUrl: record.source.url,
    sourceHost: new URL(record.source.url).hostname,
    readAt: record.source.read_at,
    confidence: record.confidence,
  };
};

/** Which prices are shown at a glance: of the standard tier and any place unless said. */
export type PriceFilter = Readonly<{
  tier?: PriceTier | undefined;
  scope?: PriceScope | undefined;
}>;

/** The prices of one place, so that a line never mixes two: the global one, or the first that there is. */
const pricesAtAGlance = (
  records: readonly PriceRecord[],
  { tier = "standard", scope }: PriceFilter,
): readonly PriceRecord[] => {
  const plain = records.filter(
    (record) =>
      record.tier === tier &&
      (scope === undefined || record.scope === scope) &&
      record.threshold === undefined &&
      (mainComponents as readonly string[]).includes(record.component),
  );
  const first = plain.find((record) => record.scope === "global") ?? plain[0];
  return first === undefined ? [] : plain.filter((one) => placeOf(one) === placeOf(first));
};

const tierOrder = ["standard", "batch", "flex", "priority", "fast", "reserved"];

export const inReadingOrder = (left: PriceRecord, right: PriceRecord): number =>
  tierOrder.indexOf(left.tier) - tierOrder.indexOf(right.tier) ||
  usageComponents.indexOf(left.component) - usageComponents.indexOf(right.component) ||
  (left.threshold?.above_input_tokens ?? -1) - (right.threshold?.above_input_tokens ?? -1);

const lineOf = (model: PricesResponse["models"][number], filter: PriceFilter): ModelLine => {
  const main: Partial<Record<MainComponent, string>> = {};
  const records = [...model.records].sort(inReadingOrder);
  const shown = pricesAtAGlance(records, filter);
  for (const component of mainComponents) {
    const record = shown.find((one) => one.component === component);
    if (record !== undefined) main[component] = exactDollars(comparablePrice(record).amount);
  }
  const [first] = shown;
  return {
    key: `${model.provider}/${model.model}`,
    provider: model.provider,
    model: model.model,
    aliases: model.aliases,
    main,
    ...(first !== undefined && first.scope !== "global" && { place: placeOf(first) }),
    records: records.length,
    tiers: [...new Set(records.map(({ tier }) => tier))],
  };
};

/** The models of a page of the price book, in its order. */
export const modelLines = (prices: PricesResponse, filter: PriceFilter): readonly ModelLine[] =>
  prices.models.map((model) => lineOf(model, filter));
