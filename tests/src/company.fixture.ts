import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { usageComponents } from "@headgate/contract";
import { z } from "zod";

const picodollars = z.string().transform(BigInt);
const sum = z.object({ calls: z.number(), picodollars });

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
  repeated_rows: z.object({ litellm: z.number() }),
  anomalies: z.array(sum.extend({ name: z.string(), kind: z.string() })),
  accelerators: z.array(z.object({ bill: z.string(), picodollars })),
  bills: z.array(
    z.object({
      bill: z.string(),
      month: z.string(),
      edition: z.enum(["final", "first"]),
      lines: z.number(),
      picodollars,
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
  team: z.string(),
  usage: z.partialRecord(z.enum(usageComponents), z.number()),
  picodollars,
  response_id: z.string(),
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

export const linesOf = (path: string): AsyncIterable<string> =>
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
