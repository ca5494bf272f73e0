import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { configSchema, ledgerRowSchema, settledSchema } from "@headgate/contract";
import { all, memoryFile } from "./memory-file.fixture.ts";
import { createPromptReader, type PromptReader } from "./prompts/prompt-reader.ts";
import type { AttemptFacts, Found, Sample, Source, SourceFile } from "./source.ts";

/** Smaller than a record: what spans pieces is read too. */
const PIECE_BYTES = 1000;

/** A fixture, decompressed, under the path below the folder of fixtures. */
export function fixtureFile(folder: string, name: string): SourceFile {
  const path = join(import.meta.dirname, folder, "fixtures", name);
  return { ...memoryFile(name, bytesAt(path), PIECE_BYTES), path };
}

const bytesAt = (path: string): Uint8Array => {
  const bytes = readFileSync(path);
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
};

export const sampleOf = (name: string, content: string | Uint8Array): Sample => ({
  name,
  head: Buffer.from(content).subarray(0, 64 * 1024),
});

/** The samples of all fixtures of all sources, by the source's folder. */
export function everySample(): readonly Readonly<{ folder: string; sample: Sample }>[] {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true });
  return folders.flatMap((folder) => {
    if (!folder.isDirectory()) return [];
    const fixtures = join(import.meta.dirname, folder.name, "fixtures");
    return filesBelow(fixtures).map((path) => ({
      folder: folder.name,
      sample: sampleOf(relative(fixtures, path), bytesAt(path)),
    }));
  });
}

function filesBelow(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.endsWith("README.md"))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** All that a source finds in a file; its requests are passed over unless there is something to look at them with. */
export const readAll = (
  source: Source,
  file: SourceFile,
  prompts?: PromptReader,
): Promise<readonly Found[]> =>
  all(source.read(file, { signal: new AbortController().signal, prompts }));

/** Looks at requests as an import does, where the configuration says nothing of them. */
export function promptReader(): PromptReader {
  const reader = createPromptReader(configSchema.parse({}), Buffer.from("a salt of tests"));
  if (reader === undefined) throw new Error("requests are looked at unless switched off");
  return reader;
}

/** What the contract wants of a row, but for what the import adds. */
export const attemptFactsSchema = ledgerRowSchema
  .omit({
    charge: true,
    baseline_cost: true,
    savings: true,
    simulated: true,
    attempt: true,
    final: true,
  })
  .extend({ settled: settledSchema.optional() });

export const attemptsIn = (found: readonly Found[]): readonly AttemptFacts[] =>
  found.flatMap((one) => (one.kind === "attempt" ? [one.attempt] : []));

/** Skips as `place: reason`. */
export const skipsIn = (found: readonly Found[]): readonly string[] =>
  found.flatMap((one) => (one.kind === "skip" ? [`${one.skip.place}: ${one.skip.reason}`] : []));

export const warningsIn = (found: readonly Found[]): readonly string[] =>
  found.flatMap((one) => (one.kind === "warning" ? [one.warning] : []));

/** Sums of the buckets of rows. */
export function tokensOf(attempts: readonly AttemptFacts[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { usage } of attempts) {
    for (const [bucket, count] of Object.entries(usage)) {
      const sofar = sums[bucket];
      if (count !== undefined) sums[bucket] = sofar === undefined ? count : sofar + count;
    }
  }
  return sums;
}
