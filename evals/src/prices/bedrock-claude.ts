import {
  type CatalogueReading,
  type PriceBook,
  type RatingInput,
  rateUsage,
} from "@headgate/pricing";

type Where = Pick<RatingInput, "scope" | "place">;

/** The four ways to call a Claude model on Bedrock that AWS has two prices for. */
const places: Readonly<Record<string, Where & { share: bigint }>> = {
  "global.": { scope: "global", share: 10n },
  "us.": { scope: "geo", place: "us", share: 11n },
  "eu.": { scope: "geo", place: "eu", share: 11n },
  bare: { scope: "in_region", share: 11n },
};

export type BedrockPrices = Readonly<{ model: string; right: number; wrong: readonly string[] }>;

/**
 * Claude from 4.5 on: AWS charges Anthropic's list price on the global profile and a tenth more on
 * geographic profiles and in a region (AWS Price List, quoted at
 * https://github.com/BerriAI/litellm/issues/42679, read 2026-11-28, for Sonnet 4.6, and
 * https://github.com/langchain-ai/langsmith-sdk/issues/3277, not read again). Which models there are, the
 * catalogues say.
 */
export function bedrockClaude(
  book: PriceBook,
  readings: readonly CatalogueReading[],
  day: string,
): readonly BedrockPrices[] {
  const atMs = Date.parse(`${day}T12:00:00Z`);
  const models = new Set(
    readings.flatMap(({ candidates }) =>
      candidates.flatMap(({ provider, model }) =>
        provider === "bedrock" && CLAUDE_FROM_4_5.test(model) ? [model] : [],
      ),
    ),
  );
  return [...models].sort().map((model) => {
    const own = model
      .replace(/^anthropic\./, "")
      .replace(/(-v\d+)?(:\d+)?$/, "")
      .replace(/[@-]20\d{6}$/, "");
    const rate = (provider: string, name: string, where: Where): readonly bigint[] =>
      rateUsage(book, {
        provider,
        models: [name],
        usage: { input: 1, output: 1 },
        usageOrigin: "provider",
        operation: "chat",
        atMs,
        ...where,
      }).lines.map(({ unitPrice }) => unitPrice);
    const list = rate("anthropic", own, {});
    const wrong = Object.entries(places).flatMap(([name, { share, ...where }]) => {
      const prices = rate("bedrock", model, where);
      const right =
        prices.length === 2 &&
        prices.every((price, index) => price * 10n === (list[index] ?? 0n) * share);
      return right ? [] : [name];
    });
    return { model, right: Object.keys(places).length - wrong.length, wrong };
  });
}

const CLAUDE_FROM_4_5 = /claude-(opus|sonnet|haiku)-4-[5-9]|claude-(opus|sonnet|haiku|fable)-[5-9]/;
