import { detectOtlp } from "../otlp/detect.ts";
import { readPayloads } from "../otlp/read-payloads.ts";
import { skipAt } from "../read/read-skip.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { readMetrics } from "./read-metrics.ts";
import { runningTotals } from "./running-totals.ts";

/**
 * The metric `gen_ai.client.token.usage` in OTLP's JSON or protobuf
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/): sums of tokens, which are compared with
 * calls and never added to them. Delta and cumulative temporality give the same sum.
 */
export const otlpMetrics: Source = {
  name: "otlp_metrics",
  title: "OpenTelemetry metrics of token usage",
  detect: (sample) => detectOtlp(sample, "metrics"),
  read: (file, context) => inBatches(read(file, context)),
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const totals = runningTotals(context.signal);
  for await (const pieces of readPayloads("metrics", file, context)) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") found.push(piece);
      else if (piece.payload.resourceMetrics === undefined) {
        found.push(skipAt("not_a_call", piece.place));
      } else {
        for (const one of readMetrics(piece.payload, piece.place, totals)) found.push(one);
      }
    }
    yield found;
  }
}
