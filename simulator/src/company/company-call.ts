import type { ChargeLine, TokenBucket } from "@headgate/contract";
import { wireDollars } from "./exact-dollars.ts";
import type { CallSource, Feature } from "./features.ts";
import type { ModelRoute } from "./model-route.ts";
import type { PriceLookup } from "./price-lookup.ts";

/** Disjoint token buckets, as the ledger's. */
export type CallUsage = Readonly<Partial<Record<TokenBucket, number>>>;

/** One call of the company: the truth that every source tells its part of. */
export type CompanyCall = Readonly<{
  /** 32 hexadecimal digits, of which all other ids are made. */
  id: string;
  atMs: number;
  /** `yyyy-mm-dd`, UTC. */
  day: string;
  feature: Feature;
  customer: string;
  route: ModelRoute;
  usage: CallUsage;
  durationMs: number;
  /** The provider refused it as one too many (HTTP 429): no usage, no cost. */
  failed: boolean;
  sources: readonly CallSource[];
  /** The planted anomaly that the call belongs to, with what it would have been without. */
  anomaly?: Readonly<{
    name: string;
    without: "nothing" | Readonly<{ route: ModelRoute; usage: CallUsage }>;
  }>;
}>;

/** A call with its list price, worked out by plain multiplication. */
export type PricedCall = CompanyCall &
  Readonly<{ lines: readonly PricedLine[]; picodollars: bigint }>;

export type PricedLine = Readonly<{
  component: TokenBucket;
  quantity: number;
  unitPrice: bigint;
  picodollars: bigint;
  record: string;
}>;

/** Hidden reasoning is billed as output, by all providers that the company uses. */
const pricedAs = (component: TokenBucket): TokenBucket =>
  component === "reasoning" ? "output" : component;

/** @throws RangeError when something has no price */
export function priceLines(
  route: ModelRoute,
  usage: CallUsage,
  day: string,
  price: PriceLookup,
): readonly PricedLine[] {
  return (Object.keys(usage) as TokenBucket[]).flatMap((component) => {
    const quantity = usage[component];
    if (quantity === undefined || quantity === 0) return [];
    const { picodollars: unitPrice, record } = price(route, pricedAs(component), day);
    const picodollars = unitPrice * BigInt(quantity);
    return [{ component, quantity, unitPrice, picodollars, record }];
  });
}

export const totalOf = (lines: Iterable<Readonly<{ picodollars: bigint }>>): bigint => {
  let total = 0n;
  for (const { picodollars } of lines) total += picodollars;
  return total;
};

/** @throws RangeError when something has no price */
export function priceCall(call: CompanyCall, price: PriceLookup): PricedCall {
  const lines = priceLines(call.route, call.usage, call.day, price);
  return { ...call, lines, picodollars: totalOf(lines) };
}

/** Lines of a charge in the ledger's form. */
export const chargeLines = ({ lines }: PricedCall): ChargeLine[] =>
  lines.map(({ component, quantity, unitPrice, picodollars, record }) => ({
    component,
    quantity,
    unit_price: wireDollars(unitPrice),
    list_cost: wireDollars(picodollars),
    price_record: record,
  }));

/** The provider's id of the answer. */
export function responseIdOf({ id, route }: CompanyCall): string {
  if (route.provider === "bedrock") return `msg_bdrk_${id.slice(0, 24)}`;
  if (route.provider === "anthropic") return `msg_${id.slice(0, 24)}`;
  return `chatcmpl-${id.slice(0, 28)}`;
}

/** The provider's id of the request: at Anthropic of a form of its own, elsewhere a UUID. */
export const requestIdOf = ({ id, route }: CompanyCall): string =>
  route.provider === "anthropic" ? `req_${id.slice(0, 24)}` : uuidOf(id);

/** 32 hexadecimal digits as a random UUID. */
export const uuidOf = (id: string): string =>
  `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20, 32)}`;

export const spanIdOf = ({ id }: CompanyCall): string => id.slice(16, 32);

/** All tokens of the prompt. */
export const promptTokens = ({ usage }: CompanyCall): number =>
  countOf(usage, "input") + countOf(usage, "cache_read") + countOf(usage, "cache_write_5m");

/** All tokens of the answer. */
export const answerTokens = ({ usage }: CompanyCall): number =>
  countOf(usage, "output") + countOf(usage, "reasoning");

/** In the truth, what a call did not use is known to be none. */
export const countOf = (usage: CallUsage, bucket: TokenBucket): number => usage[bucket] ?? 0;
