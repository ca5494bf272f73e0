import { createReadStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { lookUpPrices, writeCompany } from "@headgate/simulator";
import { allSources, createLedgerSink, openTemporaryLedger, runImport } from "@headgate/sources";
import { z } from "zod";

/** A dated fault of a bill, as the company's truth has it. */
const faultSchema = z.object({
  kind: z.string(),
  bill: z.string(),
  day: z.string(),
  model: z.string().optional(),
  component: z.string().optional(),
  billed_day: z.string().optional(),
  picodollars: z.string().transform(BigInt),
  moved_picodollars: z.string().transform(BigInt).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

const truthSchema = z.object({
  faults: z.array(faultSchema),
  accelerators: z.array(z.object({ bill: z.string(), picodollars: z.string().transform(BigInt) })),
  bills: z.array(z.object({ edition: z.string(), picodollars: z.string().transform(BigInt) })),
});

const callSchema = z.object({
  at: z.string(),
  provider: z.string(),
  model: z.string(),
  picodollars: z.string().transform(BigInt),
  sources: z.array(z.string()),
});

/** Calls that no source saw, by provider, day and model. */
type Gap = Readonly<{ provider: string; day: string; model: string; picodollars: bigint }>;
export type CompanyTruth = z.infer<typeof truthSchema> & Readonly<{ gaps: readonly Gap[] }>;

/**
 * Writes a made-up company into a temporary folder, loads all of its logs and bills into a temporary ledger as a
 * user would, its later edition of a bill too, and hands both to be asked. Nothing is left behind.
 */
export async function withCompany<Answer>(
  {
    seed,
    days,
    scale,
    from,
  }: Readonly<{ seed: number; days: number; scale: number; from: string }>,
  ask: (
    ledger: Awaited<ReturnType<typeof openTemporaryLedger>>["store"],
    truth: CompanyTruth,
  ) => Promise<Answer>,
): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-company-"));
  const ledger = await openTemporaryLedger();
  try {
    const book = loadPriceBook();
    const price = lookUpPrices(book.records);
    await writeCompany({ folder, seed, days, scale, from, price, asReal: true });
    for (const edition of ["sources", "restated"]) {
      await runImport({
        paths: [join(folder, edition)],
        sources: allSources,
        sink: createLedgerSink({
          store: ledger.store,
          book,
          config: configSchema.parse({}),
          nowMs: () => Date.parse(`${from}T00:00:00Z`) + (days + 30) * 86_400_000,
        }),
        signal: new AbortController().signal,
      });
    }
    const truth = truthSchema.parse(JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")));
    return await ask(ledger.store, { ...truth, gaps: await gapsIn(folder) });
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true });
  }
}

async function gapsIn(folder: string): Promise<readonly Gap[]> {
  const gaps = new Map<string, Gap>();
  for await (const line of linesOf(join(folder, "truth-calls.ndjson"))) {
    const { at, provider, model, picodollars, sources } = callSchema.parse(JSON.parse(line));
    if (sources.length > 0 || picodollars === 0n) continue;
    const day = at.slice(0, 10);
    const key = JSON.stringify([provider, day, model]);
    const before = gaps.get(key);
    const sum = before === undefined ? picodollars : before.picodollars + picodollars;
    gaps.set(key, { provider, day, model, picodollars: sum });
  }
  return [...gaps.values()];
}

const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path) });
