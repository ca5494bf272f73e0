import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { usageComponents } from "@headgate/contract";
import { z } from "zod";

const picodollars = z.string().transform(BigInt);
const sum = z.object({ calls: z.number(), picodollars });
const usage = z.partialRecord(z.enum(usageComponents), z.number());

/** The part of the company's truth that the tests hold against. */
const truthSchema = z.object({
  calls: z.number(),
  picodollars,
  digest: z.string(),
  costs: z.array(
    sum.extend({ day: z.string(), provider: z.string(), model: z.string(), team: z.string() }),
  ),
  seen_by: z.array(sum.extend({ sources: z.array(z.string()) })),
  gaps: z.array(sum.extend({ feature: z.string(), day: z.string() })),
  repeated_rows: z.record(z.string(), z.number()),
  anomalies: z.array(sum.extend({ name: z.string(), kind: z.string() })),
  accelerators: z.array(z.object({ bill: z.string(), picodollars })),
  gauges: z.array(z.object({ source: z.string(), measurements: z.number(), percent: z.number() })),
  endpoints: z.array(
    z.object({ endpoint: z.string(), upper_bounds: z.number(), invocations: z.number() }),
  ),
  bedrock_metrics: z.array(z.object({ requests: z.number(), usage })),
  outcomes: z.array(
    sum.extend({
      name: z.string(),
      outcomes: z.number(),
      accepted: z.number(),
      value: z.string(),
    }),
  ),
  clients: z.object({
    lines_beside_calls: z.record(
      z.string(),
      z.object({ not_a_call: z.number(), rollup: z.number() }),
    ),
    answers_from_cache: z.record(z.string(), z.number()),
    token_metrics: z.array(
      z.object({
        service: z.string(),
        provider: z.string(),
        points: z.number(),
        requests: z.number(),
        usage,
      }),
    ),
  }),
  bills: z.array(
    z.object({
      bill: z.string(),
      month: z.string(),
      edition: z.enum(["final", "first"]),
      lines: z.number(),
      picodollars,
    }),
  ),
  second_bills: z.array(
    z.object({
      bill: z.string(),
      of: z.string(),
      day: z.string(),
      lines: z.number(),
      picodollars,
      is_ahead: z.boolean(),
    }),
  ),
  restatements: z.array(
    z.object({
      month: z.string(),
      lines_added: z.number(),
      lines_changed: z.number(),
      picodollars,
    }),
  ),
  faults: z.array(z.object({ kind: z.string(), bill: z.string(), picodollars })),
});
export type Truth = z.infer<typeof truthSchema>;

export const readTruth = (folder: string): Truth =>
  truthSchema.parse(JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")));

const trueCallSchema = z.object({
  id: z.string(),
  at: z.string(),
  provider: z.string(),
  model: z.string(),
  tier: z.string(),
  team: z.string(),
  feature: z.string(),
  usage,
  picodollars,
  failed: z.boolean(),
  sources: z.array(z.string()),
});
export type TrueCall = z.infer<typeof trueCallSchema>;

export async function readTrueCalls(folder: string): Promise<readonly TrueCall[]> {
  const calls: TrueCall[] = [];
  for await (const line of linesOf(join(folder, "truth-calls.ndjson"))) {
    calls.push(trueCallSchema.parse(JSON.parse(line)));
  }
  return calls;
}

/** Calls that CloudWatch counts: answered, and in no batch. */
export const isInBedrockMetrics = ({ provider, tier, failed }: TrueCall): boolean =>
  provider === "bedrock" && tier !== "batch" && !failed;

/** Rows of a source that the truth has numbers for, beside one for each call that it saw. */
export function rowsBeside({ clients, repeated_rows: repeated }: Truth, source: string) {
  const beside = clients.lines_beside_calls[source];
  return {
    /** The same rows once more. */
    repeated: repeated[source] ?? 0,
    /** Answers that no provider was asked for. */
    fromCache: clients.answers_from_cache[source] ?? 0,
    skipped: beside === undefined ? 0 : beside.not_a_call + beside.rollup,
  };
}

/** The skips that clients' logs, events and metrics are to end with, as texts. */
export const clientSkips = ({ clients }: Truth): readonly string[] =>
  Object.entries(clients.lines_beside_calls).flatMap(([source, counts]) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => `${source} ${reason} ${count}`),
  );

const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path) });

/** Every file below a folder, by name. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

export const totalOf = (sums: Iterable<Readonly<{ picodollars: bigint }>>): bigint => {
  let total = 0n;
  for (const one of sums) total += one.picodollars;
  return total;
};

/** Picodollars by what a call is of. */
export function sumsBy(
  calls: readonly TrueCall[],
  keyOf: (call: TrueCall) => string,
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const call of calls) {
    const key = keyOf(call);
    sums.set(key, (sums.get(key) ?? 0n) + call.picodollars);
  }
  return sums;
}

const resultSchema = z.record(z.string(), z.unknown());
export type UsageResult = z.infer<typeof resultSchema>;
const pageSchema = z.object({ data: z.array(z.object({ results: z.array(resultSchema) })) });

/** The results of an admin API's pages, a page a line. */
export const readUsageResults = (path: string): readonly UsageResult[] =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .flatMap((line) => pageSchema.parse(JSON.parse(line)).data)
    .flatMap(({ results }) => results);

/** Results without the count, as those of embeddings are without output, add nothing. */
export const sumOf = (results: readonly UsageResult[], name: string): number =>
  results.reduce((sum, { [name]: count }) => sum + (typeof count === "number" ? count : 0), 0);

/** Tokens of these buckets together. The truth knows all, so a bucket that it does not name has none. */
export const tokensIn = (
  usage: TrueCall["usage"],
  ...buckets: readonly (keyof TrueCall["usage"])[]
): number =>
  buckets.reduce((total, bucket) => {
    const tokens = usage[bucket];
    return tokens === undefined ? total : total + tokens;
  }, 0);
