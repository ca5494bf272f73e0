import type { PriceRecord, PriceTier, Usage } from "@headgate/contract";
import { type Charge, type PriceBook, type RatingInput, rateUsage } from "@headgate/pricing";
import { atMs } from "./day.ts";

export type Finding = Readonly<{ fault: string } | { remark: string }>;

export type Model = ReturnType<PriceBook["list"]>[number];
/** A rule of pricing, and how one model is held against it. */
export type Rule = Readonly<{
  name: string;
  /** `undefined`: nothing to try on this model. */
  check: (book: PriceBook, model: Model) => readonly Finding[] | undefined;
}>;

export const fault = (text: string): Finding => ({ fault: text });
export const remark = (text: string): Finding => ({ remark: text });

/** Units that a rule is tried with. */
export const MANY = 1_000;

/** Rates a usage in the tier, scope and place that a record is for. */
export const rate = (
  book: PriceBook,
  record: PriceRecord,
  usage: Usage,
  more: Partial<RatingInput> = {},
): Charge =>
  rateUsage(book, {
    provider: record.provider,
    models: [record.model],
    usage,
    usageOrigin: "provider",
    operation: "chat",
    atMs,
    scope: record.scope,
    ...("place" in record && typeof record.place === "string" && { place: record.place }),
    ...(record.tier !== "standard" && { serviceTier: record.tier }),
    ...more,
  });

/** The records of a component, one for each tier, scope and place, without those for long prompts. */
export const baseRecords = ({ records }: Model, component: string): readonly PriceRecord[] =>
  records.filter((record) => record.component === component && record.threshold === undefined);

export const samePlace = (left: PriceRecord, right: PriceRecord): boolean =>
  left.scope === right.scope && placeIn(left) === placeIn(right);
const placeIn = (record: PriceRecord): unknown => ("place" in record ? record.place : undefined);

export const sibling = (
  model: Model,
  record: PriceRecord,
  component: string,
  tier: PriceTier = record.tier,
): PriceRecord | undefined =>
  baseRecords(model, component).find((other) => other.tier === tier && samePlace(other, record));

export const recordOf = (charge: Charge, component: string): string | undefined =>
  charge.lines.find((line) => line.component === component)?.priceRecord;

export const unlessNone = <Item>(
  items: readonly Item[],
  check: (items: readonly Item[]) => readonly Finding[],
) => (items.length === 0 ? undefined : check(items));
