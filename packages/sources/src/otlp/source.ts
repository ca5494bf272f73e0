import { logRecordsOf } from "../otlp-logs/log-record.ts";
import { skipAt } from "../read/read-skip.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { traceMemory } from "../trace/trace-memory.ts";
import { detectOtlp } from "./detect.ts";
import { readPayloads } from "./read-payloads.ts";
import { readSpans } from "./read-traces.ts";
import { type Span, spansOf } from "./span.ts";

/** Spans are looked at together, so that a parent that comes before its children is known for one. */
const WINDOW = 20_000;

const LOGS_BESIDE =
  "A log record in a file of traces: import the file as otlp_logs too, if its events count.";

/**
 * Traces in OTLP's JSON or protobuf, by OpenTelemetry's conventions for generative AI, today's and the deprecated
 * ones (https://opentelemetry.io/docs/specs/semconv/gen-ai/), OpenInference's and OpenLLMetry's. Spans of calls
 * become rows; agents, workflows and nested writers of the same call are told. Spans of one trace are told apart
 * when at most 20,000 others lie between a parent and the children behind it.
 */
export const otlp: Source = {
  name: "otlp",
  title: "OpenTelemetry traces",
  detect: (sample) => detectOtlp(sample, "traces"),
  read: (file, context) => inBatches(read(file, context)),
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const memory = traceMemory(context.signal);
  let waiting: Span[] = [];
  for await (const pieces of readPayloads("traces", file, context)) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") {
        found.push(piece);
        continue;
      }
      const { payload, place } = piece;
      if (payload.resourceSpans !== undefined) {
        for (const span of spansOf(payload, place)) waiting.push(span);
      } else if (payload.resourceLogs !== undefined) {
        for (const record of logRecordsOf(payload, place)) {
          found.push(skipAt("not_a_call", record.place, LOGS_BESIDE));
        }
      } else found.push(skipAt("not_a_call", place));
    }
    if (waiting.length >= WINDOW) {
      for (const one of readSpans(waiting, memory, context.prompts)) found.push(one);
      waiting = [];
    }
    if (found.length > 0) yield found;
  }
  yield readSpans(waiting, memory, context.prompts);
}
