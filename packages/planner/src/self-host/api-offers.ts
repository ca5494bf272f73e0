import type { PlanSource } from "@headgate/contract";
import {
  compileOverlays,
  type ExpectedPrompt,
  effectivePrice,
  modelsNamed,
  type Overlays,
  type PriceBook,
} from "@headgate/pricing";
import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import { type OpenModel, plainName } from "./open-models.ts";
import type { CallShape } from "./serve.ts";

/** What a host takes for a mean call of the traffic, in microdollars; absent where the book has no price for it. */
export type ApiOffer = Readonly<{
  provider: string;
  model: string;
  perCall?: number;
  notes: readonly string[];
  source?: PlanSource;
}>;

type Asked = Readonly<{
  call: CallShape;
  /** Part of the calls that can wait for a batch. */
  batchShare: number;
  atMs: number;
}>;

const NO_OVERLAYS: Overlays = compileOverlays([]);

/**
 * All hosts of the price book that sell these weights, the cheapest first; those without a price come last.
 *
 * @param providers only these, where given
 */
export function offersOf(
  book: PriceBook,
  model: OpenModel,
  asked: Asked,
  providers?: readonly string[],
): readonly ApiOffer[] {
  const names = new Set([...model.names, plainName(model.weights)]);
  const hosts = book.models.filter(
    (listed) =>
      (providers === undefined || providers.includes(listed.provider)) &&
      (names.has(plainName(listed.model)) ||
        listed.aliases.some((alias) => names.has(plainName(alias)))),
  );
  return hosts.flatMap((listed) => offerOf(book, listed, asked) ?? []).toSorted(byPrice);
}

/** The cheapest offer for the model that a name stands for; undefined where the book does not know it. */
export function offerNamed(book: PriceBook, name: string, asked: Asked): ApiOffer | undefined {
  const at = new Date(asked.atMs).toISOString().slice(0, 10);
  const found = modelsNamed(book, name, { at });
  const [cheapest] = found.flatMap((one) => offerOf(book, one, asked) ?? []).toSorted(byPrice);
  if (cheapest === undefined || found.length === 1) return cheapest;
  return {
    ...cheapest,
    notes: [...cheapest.notes, `the cheapest of ${found.length} of this name`],
  };
}

const byPrice = (left: ApiOffer, right: ApiOffer): number =>
  (left.perCall ?? Number.POSITIVE_INFINITY) - (right.perCall ?? Number.POSITIVE_INFINITY);

/** A model without a price on the day is no offer. */
function offerOf(
  book: PriceBook,
  { provider, model }: Readonly<{ provider: string; model: string }>,
  asked: Asked,
): ApiOffer | undefined {
  const prices = book.find({ provider, model, atMs: asked.atMs });
  if (prices === undefined) return undefined;
  const notes: string[] = [];
  const standard = priceOf(book, { provider, model }, asked, "standard", notes);
  const about = { provider, model };
  if (standard === undefined) return { ...about, notes };
  const batch =
    asked.batchShare === 0 ? undefined : priceOf(book, { provider, model }, asked, "batch", notes);
  if (asked.batchShare > 0 && batch === undefined) notes.push("no batch price: at full price");
  const share = batch === undefined ? 0 : asked.batchShare;
  const perCall = standard * (1 - share) + (batch ?? 0) * share;
  const record = prices.records.find(
    ({ component, tier }) => component === "output" && tier === "standard",
  );
  return {
    ...about,
    perCall,
    notes,
    ...(record !== undefined && {
      source: {
        what: `${provider}/${model}, tokens of answers`,
        value: `$${record.price} for ${record.per.toLocaleString("en")}`,
        source: record.source.url,
        read_on: record.source.read_at,
        age_days: Math.max(
          0,
          Math.floor((asked.atMs - Date.parse(record.source.read_at)) / 86_400_000),
        ),
      },
    }),
  };
}

/**
 * The price of a mean call. Cached tokens are taken as read from the host's cache where it has a price for that, at full
 * price where not.
 */
function priceOf(
  book: PriceBook,
  { provider, model }: Readonly<{ provider: string; model: string }>,
  { call, atMs }: Asked,
  tier: "standard" | "batch",
  notes: string[],
): number | undefined {
  const ask = (prompt: ExpectedPrompt, outputTokens: number) =>
    effectivePrice(book, {
      search: { provider, models: [model], atMs },
      overlays: NO_OVERLAYS,
      prompt,
      answer: { outputTokens },
      tier,
    });
  // Books price whole tokens; a mean answer lies between two of them.
  const whole = Math.floor(call.answerTokens);
  const above = call.answerTokens - whole;
  const mean = (prompt: ExpectedPrompt) => {
    const [low, high] = [ask(prompt, whole), ask(prompt, whole + 1)];
    if (low.kind === "unknown") return low;
    if (high.kind === "unknown") return high;
    const [less, more] = [toMicrodollars(low.effective), toMicrodollars(high.effective)];
    return { kind: "known", microdollars: less + (more - less) * above } as const;
  };
  const tokens = Math.round(call.promptTokens);
  const cached = Math.round(call.cachedTokens);
  if (cached > 0) {
    const withCache = mean({ tokens, prefix: { tokens: cached, warm: 1 } });
    if (withCache.kind === "known") {
      if (tier === "standard") notes.push("cached tokens at the host's price for its cache");
      return withCache.microdollars;
    }
    if (tier === "standard") notes.push("no price for a cache: prompts at full price");
  }
  const plain = mean({ tokens });
  if (plain.kind === "known") return plain.microdollars;
  if (tier === "standard") notes.push(plain.reason);
  return undefined;
}
