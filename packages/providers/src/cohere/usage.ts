import { type JsonObject, objectOrAbsent } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

const known: ReadonlySet<string> = new Set(["input_tokens", "output_tokens", "image_tokens"]);

/**
 * Reads what Cohere bills: `billed_units`, not `tokens`, which count a prompt of Cohere's own as well
 * (that they differ: https://docs.flexprice.io/cookbooks/pricing-teardowns/cohere-pricing, read 2026-11-28; of
 * Cohere's https://docs.cohere.com/v2/docs/how-does-cohere-pricing-work.md the passage was not read again).
 * `usage` of version 2 and `meta` of version 1 have the same members. `cached_tokens` stand beside the
 * billed units without a statement of what they cost, so a prompt that has some is priced as uncached
 * and says so.
 */
export function readCohereUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const billed = objectOrAbsent(raw.billed_units);
  if (billed === undefined) {
    builder.violate("billed_units is missing");
    return builder.reading();
  }
  const place = "billed_units.";
  builder.set("input", builder.count(billed, "input_tokens", `${place}input_tokens`));
  builder.set("output", builder.count(billed, "output_tokens", `${place}output_tokens`));
  const images = builder.count(billed, "image_tokens", `${place}image_tokens`);
  if (images !== undefined && images > 0) builder.set("input_image", images);
  // A reranker bills by the search unit, a query over up to 100 documents: its price is one a request.
  builder.set("requests", builder.count(billed, "search_units", `${place}search_units`));
  const classifications = builder.count(billed, "classifications", `${place}classifications`);
  if (classifications !== undefined && classifications > 0) {
    builder.violate(`${classifications} classifications are billed apart and are not in the usage`);
  }
  builder.reportUnknown(billed, known, place);
  const cached = builder.count(raw, "cached_tokens");
  if (cached !== undefined && cached > 0) {
    builder.violate(
      `${cached} cached tokens are counted as input: Cohere states no part of the billed units for them`,
    );
  }
  return builder.reading();
}
