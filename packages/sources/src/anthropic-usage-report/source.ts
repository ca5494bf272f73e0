import { type JsonObject, readUsageReport } from "@headgate/providers";
import { headResults } from "../admin-api/head-results.ts";
import { readBuckets } from "../admin-api/read-buckets.ts";
import { totalIdOf } from "../admin-api/total-id.ts";
import { looksLikeTable } from "../read/looks-like-table.ts";
import { skipAt } from "../read/read-skip.ts";
import { readTable } from "../read/read-table.ts";
import { sampleColumns } from "../read/sample-content.ts";
import { countOf, textIn } from "../records/record-values.ts";
import { inBatches } from "../row/found-batches.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";

const DAY_MS = 86_400_000;

/**
 * Saved answers of Anthropic's usage report
 * (https://docs.anthropic.com/en/api/usage-cost-api, read 2026-11-28), and the tokens that its
 * console exports as CSV, with all the columns that came over time: first the counts, then `context_window`, then
 * `inference_geo` and `speed`.
 */
export const anthropicUsageReport: Source = {
  name: "anthropic_usage_report",
  title: "Anthropic's usage report",
  detect: (sample) =>
    isTokenTable(sampleColumns(sample)) || headResults(sample).some(isUsage)
      ? "certain"
      : undefined,
  read: (file, context) => inBatches(read(file, context)),
};

const isTokenTable = (columns: readonly string[]): boolean =>
  columns.includes("usage_date_utc") && columns.includes("usage_input_tokens_no_cache");

const isUsage = (result: JsonObject): boolean =>
  result.uncached_input_tokens !== undefined && result.num_model_requests === undefined;

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  if (await looksLikeTable(file)) {
    for await (const pieces of readTable(file, { ...context, shortRows: "absent" })) {
      yield pieces.flatMap((piece) =>
        piece.kind === "skip" ? piece : ofRow(piece.cells, piece.place),
      );
    }
    return;
  }
  for await (const pieces of readBuckets(file, context)) {
    yield pieces.flatMap((piece) =>
      piece.kind === "bucket"
        ? piece.results.flatMap((result, index) =>
            totalOf(result, piece, `${piece.place} result ${index + 1}`),
          )
        : piece,
    );
  }
}

function ofRow(cells: Readonly<Record<string, string>>, place: string): readonly Found[] {
  const startMs = timeMsOf(`${cells.usage_date_utc} 00:00:00`) ?? timeMsOf(cells.usage_date_utc);
  if (startMs === undefined) return [skipAt("time_unreadable", place, "usage_date_utc")];
  const result: Record<string, unknown> = { ...cells };
  for (const name in cells) {
    if (!/_tokens|_count$/.test(name)) continue;
    const count = countOf(cells[name]);
    if (count === undefined) return [skipAt("usage_unreadable", place, name)];
    result[name] = count;
  }
  return totalOf(result, { startMs, endMs: startMs + DAY_MS }, place);
}

function totalOf(
  result: JsonObject,
  stretch: Readonly<{ startMs: number; endMs: number }>,
  place: string,
): readonly Found[] {
  const { usage, violations } = readUsageReport(result);
  if (Object.keys(usage).length === 0) {
    return [skipAt("usage_unreadable", place, "No count of tokens.")];
  }
  const project = textIn(result.workspace_id) ?? textIn(result.workspace);
  const key = textIn(result.api_key_id) ?? textIn(result.api_key);
  const model = textIn(result.model) ?? textIn(result.model_version);
  const tier = tierOf(result);
  return [
    {
      kind: "usage_total",
      total: {
        total_id: totalIdOf("anthropic_usage_report", stretch, [
          project,
          key,
          model,
          tier,
          result.context_window,
          result.inference_geo,
          result.account_id,
          result.service_account_id,
          ...hiddenTier(result),
        ]),
        source: "anthropic_usage_report",
        start_ms: stretch.startMs,
        end_ms: stretch.endMs,
        provider: "anthropic",
        ...(project !== undefined && { project }),
        ...(key !== undefined && { key }),
        ...(model !== undefined && { model }),
        ...(tier !== undefined && { service_tier: tier }),
        ...geoOf(result),
        usage,
      },
    },
    ...violations.map((warning) => ({ kind: "warning", warning, place }) as const),
  ];
}

/** Fast mode is a price of its own, whatever the tier. */
function tierOf(result: JsonObject): string | undefined {
  if (result.speed === "fast") return "fast";
  return textIn(result.service_tier) ?? textIn(result.usage_type)?.toLowerCase();
}

/** Fast calls of another tier than the standard one are a sum of their own; those of the standard one keep their id. */
function hiddenTier(result: JsonObject): readonly string[] {
  const tier = textIn(result.service_tier) ?? textIn(result.usage_type)?.toLowerCase();
  return result.speed !== "fast" || tier === undefined || tier === "standard" ? [] : [tier];
}

function geoOf(result: JsonObject): { region: string } | undefined {
  const geo = textIn(result.inference_geo);
  return geo === undefined || geo === "not_available" ? undefined : { region: geo };
}
