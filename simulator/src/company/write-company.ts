import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plantAnomalies } from "./anomalies.ts";
import { BilledUsage } from "./bills/billed-line.ts";
import { DAY_MS, dayOf, midnightMs } from "./calendar.ts";
import { anthropicBatch, openaiBatch } from "./calls/batch-results.ts";
import { bedrockBatch } from "./calls/bedrock-batch.ts";
import { bedrockInvocationLog } from "./calls/bedrock-invocation-log.ts";
import type { CallWriter } from "./calls/call-writer.ts";
import { gatewaySpool } from "./calls/gateway-spool.ts";
import { langfuse } from "./calls/langfuse.ts";
import { litellm } from "./calls/litellm.ts";
import { otlp } from "./calls/otlp.ts";
import { clientSources } from "./client-sources.ts";
import { type PricedCall, priceCall, requestIdOf, responseIdOf } from "./company-call.ts";
import { decimalOf } from "./exact-dollars.ts";
import { dayAtShare } from "./faults.ts";
import type { CallSource } from "./features.ts";
import { writeGpuGauges } from "./gpu-gauges.ts";
import { LineFile } from "./line-file.ts";
import { makeCalls } from "./make-calls.ts";
import { bedrockMetrics } from "./metrics/bedrock-metrics.ts";
import { writeEndpointMetrics } from "./metrics/endpoint-metrics.ts";
import type { Outage } from "./outages.ts";
import { outcomesTable } from "./outcomes-table.ts";
import type { PriceLookup } from "./price-lookup.ts";
import { csvTable } from "./table/csv-table.ts";
import { parquetTable } from "./table/parquet-table.ts";
import { Truth } from "./truth.ts";
import { writeBills } from "./write-bills.ts";
import { writtenFeatures } from "./written-features.ts";

/** What planted things need to lie apart from each other. */
export const FEWEST_DAYS = 10;
const MOST_DAYS = 800;
const HOUR_MS = 3_600_000;

export type CompanyOptions = Readonly<{
  /** An empty folder, or one that is not there yet. */
  folder: string;
  seed: number;
  days: number;
  /** 1 is about 26,000 calls a weekday. */
  scale: number;
  /** The first day, `yyyy-mm-dd`. */
  from: string;
  price: PriceLookup;
  /**
   * Unless set, the gateway's rows say that their money is simulated, and reports over bills leave them out.
   * Other sources cannot say so.
   */
  asReal?: boolean;
  /** Writes AWS's and Google's bills as Parquet in the place of CSV. */
  parquet?: boolean;
}>;

export type CompanySummary = Readonly<{ calls: number; dollars: string }>;

/**
 * Writes what a made-up company has of its spend on AI: `sources/` holds the logs, traces, metrics and bills of one truth, in
 * the shapes of their makers; `restated/` a bill's later edition; `truth.json` and `truth-calls.ndjson` what is so.
 * The same options write the same.
 *
 * @throws RangeError for options out of range, and where the price lookup has no price
 */
export async function writeCompany(options: CompanyOptions): Promise<CompanySummary> {
  const { folder, price, seed, days, scale } = options;
  const fromMs = checkedStart(options);
  const sources = join(folder, "sources");
  mkdirSync(sources, { recursive: true });
  writeFileSync(join(folder, "README.md"), readme);

  const dayAt = dayAtShare(fromMs, days);
  const anomalies = plantAnomalies(fromMs, days);
  const outages: readonly Outage[] = [
    {
      source: "bedrock_invocation_log",
      feature: "triage",
      fromMs: midnightMs(dayAt(0.5)) + 9 * HOUR_MS,
      toMs: midnightMs(dayAt(0.5)) + 13 * HOUR_MS,
    },
  ];
  const spendLogs = litellm(sources, { fromMs, repeatedDay: dayAt(0.2) });
  const clients = clientSources(sources, { fromMs, repeatedDay: dayAt(0.2) });
  const writers = writersBySource([
    gatewaySpool(sources, options.asReal !== true),
    bedrockInvocationLog(sources),
    bedrockBatch(sources),
    openaiBatch(sources),
    anthropicBatch(sources),
    spendLogs,
    otlp(sources),
    langfuse(sources),
    ...clients.writers,
  ]);
  const metrics = bedrockMetrics(sources);
  const outcomes = outcomesTable(sources);
  const watchers = [metrics, outcomes, clients.watcher];
  const truth = new Truth(price);
  const usage = new BilledUsage();
  const truthCalls = new LineFile(join(folder, "truth-calls.ndjson"));
  let calls = 0;
  let total = 0n;
  const plan = { seed, fromMs, days, scale, features: writtenFeatures, anomalies, outages };
  for (const ofDay of makeCalls(plan)) {
    for (const made of ofDay) {
      const call = priceCall(made, price);
      calls += 1;
      total += call.picodollars;
      truth.add(call);
      usage.add(call);
      await truthCalls.line(JSON.stringify(truthOf(call)));
      for (const source of call.sources) await writers.get(source)?.write(call);
      for (const watcher of watchers) await watcher.see(call);
    }
  }
  for (const writer of [...writers.values(), ...watchers]) await writer.close();
  await truthCalls.close();

  const allDays = Array.from({ length: days }, (_, index) => dayOf(fromMs + index * DAY_MS));
  const restated = join(folder, "restated");
  const gauges = await writeGpuGauges(sources, { seed, days: allDays });
  const endpoints = await writeEndpointMetrics(sources, { seed, days: allDays });
  const bills = await writeBills({
    sources,
    restated,
    usage,
    days: allDays,
    dayAt,
    price,
    table: options.parquet === true ? parquetTable : csvTable,
  });
  const written = truth.written(anomalies, {
    ...bills,
    gauges: [...gauges, ...endpoints.gauges],
    endpoints: endpoints.endpoints,
    bedrockMetrics: metrics.sums(),
    outcomes: outcomes.sums(),
    clients: clients.truth(),
    repeatedRows: { litellm: spendLogs.repeated(), ...clients.repeated() },
  });
  writeFileSync(join(folder, "truth.json"), `${JSON.stringify(written, undefined, 1)}\n`);
  return { calls, dollars: decimalOf(total) };
}

function checkedStart({ days, from, scale }: CompanyOptions): number {
  if (!Number.isInteger(days) || days < FEWEST_DAYS || days > MOST_DAYS) {
    throw new RangeError(`days must be a whole number from ${FEWEST_DAYS} to ${MOST_DAYS}`);
  }
  if (!(scale > 0 && scale <= 100)) throw new RangeError("scale must be above 0, at most 100");
  const fromMs = /^\d{4}-\d{2}-\d{2}$/.test(from) ? midnightMs(from) : Number.NaN;
  if (Number.isNaN(fromMs)) throw new RangeError(`${from} is no day: write it as 2026-10-01`);
  return fromMs;
}

const writersBySource = (writers: readonly CallWriter[]): ReadonlyMap<CallSource, CallWriter> =>
  new Map(writers.map((writer) => [writer.source, writer]));

const truthOf = (call: PricedCall) => ({
  id: call.id,
  at: new Date(call.atMs).toISOString(),
  provider: call.route.provider,
  model: call.route.model,
  tier: call.route.tier,
  team: call.feature.team,
  feature: call.feature.name,
  customer: call.customer,
  failed: call.failed,
  usage: call.usage,
  picodollars: call.picodollars.toString(),
  request_id: requestIdOf(call),
  response_id: responseIdOf(call),
  sources: call.sources,
  anomaly: call.anomaly?.name,
});

const readme = `# Constructed

All of this is made up by Headgate's simulator: no call, customer, account or dollar in it is real.

- sources/: what the company would load first: logs, traces, metrics, outcomes and bills, each in its maker's shape.
- restated/: the later edition of AWS's last month. It takes the place of the first one.
- truth.json: what is so: costs by day, provider, model and team, and everything that was planted.
- truth-calls.ndjson: every call, with its cost and the sources that saw it.
`;
