import { fileTimeMs } from "../batch/file-time.ts";
import { readLines } from "../read/read-lines.ts";
import { skipAt } from "../read/read-skip.ts";
import { sampleText } from "../read/sample-content.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { gaugeOf } from "./gauge-of.ts";
import { readPrometheusLine } from "./prometheus-text.ts";

/**
 * What NVIDIA's DCGM exporter shows to Prometheus, saved as text. A sample without a time of its own is as old as
 * its file. Blank values are left out and told: no data is not 0.
 */
export const dcgm: Source = {
  name: "dcgm",
  title: "DCGM's metrics of GPUs",
  detect: (sample) =>
    /^(?:# (?:HELP|TYPE) )?DCGM_FI_[A-Z_]+[ {]/m.test(sampleText(sample).slice(0, 16_384))
      ? "certain"
      : undefined,
  read: (file, context) => inBatches(read(file, context)),
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const writtenAtMs = await fileTimeMs(file.path);
  for await (const lines of readLines(file, context)) {
    yield lines.flatMap((line) =>
      line.kind === "skip" ? line : foundIn(line.text, line.place, writtenAtMs),
    );
  }
}

function foundIn(text: string, place: string, writtenAtMs: number | undefined): readonly Found[] {
  const sample = readPrometheusLine(text);
  if (sample === undefined) return [];
  if (sample === "malformed") return [skipAt("row_malformed", place, "No Prometheus sample.")];
  const atMs = sample.atMs ?? writtenAtMs;
  if (atMs === undefined || atMs < 0) return [skipAt("time_unreadable", place)];
  const reading = gaugeOf(sample, atMs);
  switch (reading.kind) {
    case "gauge":
      return [reading];
    case "blank":
      return [skipAt("not_a_call", place, `${sample.name} has no data.`)];
    case "unreadable":
      return [skipAt("usage_unreadable", place, `${sample.name} is out of its range.`)];
    case "nameless":
      return [skipAt("identity_missing", place, "UUID, gpu")];
    case "other":
      return [skipAt("not_a_call", place, `${sample.name} is not read.`)];
    default:
      return reading satisfies never;
  }
}
