import { detectOtlp } from "../otlp/detect.ts";
import { readPayloads } from "../otlp/read-payloads.ts";
import { skipAt } from "../read/read-skip.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { readLogs } from "./read-logs.ts";

/**
 * Log records in OTLP's JSON or protobuf that tell of calls: the event of OpenTelemetry's conventions, Claude Code's and
 * Codex's. A file that has traces too is read as traces.
 */
export const otlpLogs: Source = {
  name: "otlp_logs",
  title: "OpenTelemetry events of calls",
  detect: (sample) =>
    detectOtlp(sample, "traces") === undefined ? detectOtlp(sample, "logs") : undefined,
  read: (file, context) => inBatches(read(file, context)),
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const pieces of readPayloads("logs", file, context)) {
    yield pieces.flatMap((piece): readonly Found[] => {
      if (piece.kind === "skip") return [piece];
      if (piece.payload.resourceLogs === undefined) return [skipAt("not_a_call", piece.place)];
      return readLogs(piece.payload, piece.place, context.prompts);
    });
  }
}
