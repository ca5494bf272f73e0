import { StringDecoder } from "node:string_decoder";
import { fileTimeMs } from "../batch/file-time.ts";
import { breakSkip } from "../read/file-break.ts";
import { type ReadSkip, skipAt } from "../read/read-skip.ts";
import { sampleText } from "../read/sample-content.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { gaugeOf } from "./gauge-of.ts";
import { readPrometheusLine } from "./prometheus-text.ts";

const LONGEST_LINE = 64 * 1024;

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
  for await (const lines of linesOf(file, context)) {
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

type Line = Readonly<{ kind: "line"; text: string; place: string }>;

async function* linesOf(
  file: SourceFile,
  { signal }: ReadContext,
): AsyncIterable<readonly (Line | ReadSkip)[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 0;
  const taken = (text: string): Line | ReadSkip => {
    number += 1;
    const place = `${file.name}:${number}`;
    return text.length > LONGEST_LINE
      ? skipAt("row_too_long", place)
      : { kind: "line", text, place };
  };
  try {
    for await (const chunk of file.open()) {
      signal.throwIfAborted();
      const lines = (rest + decoder.write(Buffer.from(chunk))).split("\n");
      rest = lines.pop() ?? "";
      // Kept long enough to be told as too long, and no longer.
      if (rest.length > 2 * LONGEST_LINE) rest = rest.slice(0, 2 * LONGEST_LINE);
      if (lines.length > 0) yield lines.map(taken);
    }
  } catch (error) {
    signal.throwIfAborted();
    yield [breakSkip(error, `${file.name}:${number + 1}`)];
    return;
  }
  rest += decoder.end();
  if (rest !== "") yield [taken(rest)];
}
