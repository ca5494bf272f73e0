import type { JsonObject } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

const known: ReadonlySet<string> = new Set(["total_tokens", "text_tokens"]);

/**
 * Reads the `usage` of Voyage's embeddings and rerankings: one total, all of it input
 * (https://docs.rs/crate/rig-core/0.47.0/source/src/providers/voyageai/wire.rs, not read again).
 */
export function readVoyageUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const total = builder.count(raw, "total_tokens");
  if (total === undefined) builder.violate("total_tokens is missing");
  builder.set("input", total);
  builder.reportUnknown(raw, known);
  return builder.reading();
}
