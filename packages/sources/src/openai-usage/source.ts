import type { JsonObject } from "@headgate/providers";
import { readOrganizationUsage } from "@headgate/providers";
import { headResults } from "../admin-api/head-results.ts";
import { type Bucket, readBuckets } from "../admin-api/read-buckets.ts";
import { totalIdOf } from "../admin-api/total-id.ts";
import { skipAt } from "../read/read-skip.ts";
import { countOf, textIn } from "../records/record-values.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";

/**
 * Saved answers of OpenAI's organization usage API
 * (https://platform.openai.com/docs/api-reference/usage/code_interpreter_sessions and its neighbours): sums by stretch of time, to hold calls against. A
 * dimension that was not asked for (`group_by`) is null: two answers over the same time by other dimensions are other
 * sums of the same usage.
 */
export const openaiUsage: Source = {
  name: "openai_usage",
  title: "OpenAI's organization usage",
  detect: (sample) => (headResults(sample).some(isUsage) ? "certain" : undefined),
  read: (file, context) => inBatches(read(file, context)),
};

const isUsage = (result: JsonObject): boolean =>
  /^organization\.usage\./.test(String(result.object)) || result.num_model_requests !== undefined;

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const pieces of readBuckets(file, context)) {
    yield pieces.flatMap((piece) =>
      piece.kind === "bucket"
        ? piece.results.flatMap((one, index) => of(piece, one, index))
        : piece,
    );
  }
}

function of(bucket: Bucket, result: JsonObject, index: number): readonly Found[] {
  const place = `${bucket.place} result ${index + 1}`;
  const { usage, violations } = readOrganizationUsage(result);
  const requests = countOf(result.num_model_requests);
  if (Object.keys(usage).length === 0 && requests === undefined) {
    return [skipAt("not_a_call", place, String(result.object))];
  }
  const project = textIn(result.project_id);
  const key = textIn(result.api_key_id);
  const model = textIn(result.model);
  const tier = result.batch === true ? "batch" : textIn(result.service_tier);
  return [
    {
      kind: "usage_total",
      total: {
        total_id: totalIdOf("openai_usage", bucket, [
          result.object,
          project,
          key,
          model,
          result.batch,
          result.service_tier,
          result.user_id,
          result.source,
          result.size,
          result.context_level,
          result.context_level,
        ]),
        source: "openai_usage",
        start_ms: bucket.startMs,
        end_ms: bucket.endMs,
        provider: "openai",
        ...(project !== undefined && { project }),
        ...(key !== undefined && { key }),
        ...(model !== undefined && { model }),
        ...(tier !== undefined && { service_tier: tier }),
        ...(requests !== undefined && { requests }),
        usage,
      },
    },
    ...violations.map((warning) => ({ kind: "warning", warning, place }) as const),
  ];
}
