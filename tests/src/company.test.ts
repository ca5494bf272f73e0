import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  billSources,
  configSchema,
  isAttemptSource,
  type UsageComponent,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { type CompanySummary, lookUpPrices, writeCompany } from "@headgate/simulator";
import {
  allSources,
  createLedgerSink,
  type ImportOutcome,
  openTemporaryLedger,
  runImport,
  type TemporaryLedger,
} from "@headgate/sources";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  clientSkips,
  filesIn,
  isInBedrockMetrics,
  readTrueCalls,
  readTruth,
  readUsageResults,
  rowsBeside,
  sumOf,
  sumsBy,
  type TrueCall,
  type Truth,
  totalOf,
} from "./company.fixture.ts";

const book = loadPriceBook();
/** Over the end of a month, and of a week. */
const FROM = "2026-10-22";
const range = { from: "2026-10-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
const readSources = new Set<string>(allSources.map(({ name }) => name));
const DAYS = 13;
const isSeen = ({ sources }: Pick<TrueCall, "sources">): boolean =>
  sources.some((source) => readSources.has(source));

const write = (
  folder: string,
  seed: number,
  options: Readonly<{ parquet?: boolean }> = {},
): Promise<CompanySummary> =>
  writeCompany({
    ...options,
    folder,
    seed,
    days: DAYS,
    scale: 0.01,
    from: FROM,
    price: lookUpPrices(book.records),
  });

let root: string;
let folder: string;
let truth: Truth;
let calls: readonly TrueCall[];
let ledger: TemporaryLedger;
let imported: ImportOutcome;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "headgate-company-"));
  folder = join(root, "company");
  await write(folder, 7);
  truth = readTruth(folder);
  calls = await readTrueCalls(folder);
  ledger = await openTemporaryLedger();
  imported = await load(join(folder, "sources"));
});

afterAll(async () => {
  await ledger.close();
  rmSync(root, { recursive: true });
});

/** As the company would write them: its sources name their teams in different places, its batches in none. */
const attribution = {
  rules: [
    { when: { source: "langfuse" }, set: { team: tagged("langfuse.tags") } },
    { when: { source: "openai_batch" }, set: { team: "data" } },
    { when: { source: "anthropic_batch" }, set: { team: "data" } },
    { when: { source: "bedrock_batch" }, set: { team: "data" } },
    { when: { source: "claude_code" }, set: { team: "apps" } },
    { when: { source: "codex" }, set: { team: "infra" } },
    { set: { team: tagged("team") } },
  ],
};

/** A label that is a tag of the row. */
function tagged(name: string): string {
  return `\${tag.${name}}`;
}

const load = (path: string, into: TemporaryLedger = ledger): Promise<ImportOutcome> =>
  runImport({
    paths: [path],
    sources: allSources,
    sink: createLedgerSink({
      store: into.store,
      book,
      config: configSchema.parse({ attribution }),
      nowMs: () => Date.parse("2026-12-01T00:00:00Z"),
    }),
    signal: new AbortController().signal,
  });

test("the same seed writes the same bytes, another seed another company", async () => {
  await write(join(root, "again"), 7);
  await write(join(root, "other"), 8);

  const contents = (company: string) =>
    filesIn(join(root, company))
      .filter((path) => !path.endsWith(".gz"))
      .map((path) => readFileSync(path, "utf8"));
  expect(contents("again")).toEqual(contents("company"));
  expect(readTruth(join(root, "other")).digest).not.toBe(truth.digest);
});

test("the truth adds up: its calls are its costs, and its bills are costs, endpoints and faults", () => {
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  expect(truth.calls).toBe(calls.length);
  for (const parts of [calls, truth.costs, truth.seen_by]) {
    expect(totalOf(parts)).toBe(truth.picodollars);
  }
  expect(totalOf(truth.gaps)).toBe(totalOf(calls.filter(({ sources }) => sources.length === 0)));

  const final = truth.bills.filter(({ edition }) => edition === "final");
  expect(totalOf(final)).toBe(
    truth.picodollars + totalOf(truth.accelerators) + totalOf(truth.faults),
  );
});

test("something of every kind is planted", () => {
  expect(calls.some(({ failed }) => failed)).toBe(true);
  const kinds = (list: readonly Readonly<{ kind: string }>[]) =>
    [...new Set(list.map(({ kind }) => kind))].sort();

  expect(kinds(truth.anomalies)).toEqual([
    "cache_loss",
    "model_switch",
    "prompt_growth",
    "retry_loop",
  ]);
  expect(truth.anomalies.every(({ picodollars }) => picodollars > 0n)).toBe(true);
  expect(kinds(truth.faults)).toEqual([
    "commitment",
    "credit",
    "discount",
    "quantity",
    "rate",
    "region",
    "support",
    "tax",
    "tier",
    "timing",
    "unexplained",
  ]);
  expect(truth.restatements).toHaveLength(1);
  expect(new Set(truth.gaps.map(({ feature }) => feature))).toEqual(
    new Set(["prototype", "triage"]),
  );
  expect(Object.keys(truth.repeated_rows)).toEqual(["litellm", "helicone"]);
  expect(Object.values(truth.repeated_rows).every((rows) => rows > 0)).toBe(true);
});

test("calls of all sources that are read come to the truth, each once, to the picodollar", async () => {
  const { totals } = await ledger.store.report("totals", range);

  expect(totals).toMatchObject({
    calls: calls.filter(isSeen).length + rowsBeside(truth, "helicone").fromCache,
    failed_attempts: calls.filter((call) => isSeen(call) && call.failed).length,
    unpriced_attempts: 0,
  });
  expect(parseDollars(totals.effective_cost)).toBe(totalOf(calls.filter(isSeen)));
});

test("so they do by provider and day", async () => {
  const { rows } = await ledger.store.report("spend-over-time", {
    ...range,
    grain: "day",
    by: "provider",
    limit: 20,
  });
  const counted = rows.map(({ start, group, effective_cost: cost }): [string, bigint] => [
    `${start.slice(0, 10)} ${group}`,
    parseDollars(cost),
  ]);

  expect(new Map(counted)).toEqual(
    sumsBy(calls.filter(isSeen), ({ at, provider }) => `${at.slice(0, 10)} ${provider}`),
  );
});

test("so they do by team, with the labels that the company's rules find", async () => {
  const { rows } = await ledger.store.report("spend-by", { ...range, by: "team", limit: 100 });

  expect(new Map(rows.map((row) => [row.group, parseDollars(row.effective_cost)]))).toEqual(
    sumsBy(calls.filter(isSeen), ({ team }) => team),
  );
});

test("every row is added, was there already, or is counted with its reason", () => {
  const readCalls = imported.summary.sources.filter(({ source }) => isAttemptSource(source));

  for (const { source, rows, added, already_there, skipped } of readCalls) {
    const seen = calls.filter(({ sources }) => sources.includes(source)).length;
    const { repeated, fromCache, skipped: beside } = rowsBeside(truth, source);
    // A job's manifest and its description are read with its records.
    const leftOut = source === "bedrock_batch" ? 2 * DAYS : beside;
    expect({ source, rows, added, already_there, skipped }).toEqual({
      source,
      rows: seen + fromCache + repeated + leftOut,
      added: seen + fromCache,
      already_there: repeated,
      skipped: leftOut,
    });
  }
  expect(readCalls.length).toBeGreaterThanOrEqual(4);
  // Sums over all models are the same calls once more.
  const hours = new Set(calls.filter(isInBedrockMetrics).map(({ at }) => at.slice(0, 13)));
  expect(
    imported.summary.skips
      .map(({ source, reason, count }) => `${source} ${reason} ${count}`)
      .toSorted(),
  ).toEqual(
    [
      `bedrock_batch not_a_call ${DAYS}`,
      `bedrock_batch rollup ${DAYS}`,
      `cloudwatch_bedrock rollup ${hours.size}`,
      ...clientSkips(truth),
    ].toSorted(),
  );
  expect(imported.summary.warnings.map(({ warning }) => warning).toSorted()).toEqual([
    "AWS marks amounts as estimated: they may still change.",
    expect.stringMatching(/^Cost Explorer's answers do not name the payer's account/),
    expect.stringMatching(/^a bill that names no account is taken for the only one/),
    "the results state no times: their calls are dated by the file's own time",
  ]);
});

test("every file is read, of every kind of source", () => {
  const { sources } = imported.summary;

  expect(sources.reduce((sum, { files }) => sum + files, 0)).toBe(
    filesIn(join(folder, "sources")).length,
  );
  expect(sources.map(({ source }) => source).sort()).toEqual(
    [
      ...["anthropic_batch", "bedrock_invocation_log", "gateway", "langfuse", "litellm"],
      ...["openai_batch", "otlp", "anthropic_cost_report", "aws_cur", "azure_cost_export"],
      ...["focus", "openai_costs", "anthropic_usage_report", "openai_usage", "dcgm"],
      ...["bedrock_batch", "aws_cost_explorer", "cloudwatch_bedrock", "cloudwatch_sagemaker"],
      ...["claude_code", "codex", "helicone", "otlp_logs", "otlp_metrics", "outcomes"],
    ].sort(),
  );
});

test("how busy the devices of endpoints were is what they measured, each once", async () => {
  const { measurements, mean, bounds } = await ledger.store.report("gpu-utilisation", range);

  // Of an endpoint whose devices are measured one by one, all of them together say nothing new.
  expect(bounds).toBe(truth.endpoints.reduce((sum, endpoint) => sum + endpoint.upper_bounds, 0));
  const percent = truth.gauges.reduce((sum, gauge) => sum + gauge.percent, 0);
  expect(measurements).toBe(truth.gauges.reduce((sum, gauge) => sum + gauge.measurements, 0));
  expect(mean).toBeCloseTo(percent / measurements / 100, 10);
});

test("bills as Parquet come to the same as bills as CSV", async () => {
  const parquet = join(root, "parquet");
  await write(parquet, 7, { parquet: true });
  const apart = await openTemporaryLedger();
  try {
    const { summary } = await load(join(parquet, "sources"), apart);
    await load(join(parquet, "restated"), apart);

    expect(summary.skips).toEqual(imported.summary.skips);
    expect(filesIn(parquet).filter((path) => path.endsWith(".parquet"))).toHaveLength(5);
    await expectBills("final", apart);
  } finally {
    await apart.close();
  }
});

test("bills come to what the truth says of them, month by month, before and after a restatement", async () => {
  await expectBills("first");

  const { summary } = await load(join(folder, "restated"));

  expect(summary.sources).toMatchObject([{ source: "aws_cur" }]);
  await expectBills("final");
});

test("the providers' usage reports count the tokens and requests of all calls, unseen ones too", () => {
  const of = (provider: string) => calls.filter((call) => call.provider === provider);
  const tokens = (provider: string, ...buckets: readonly UsageComponent[]): number =>
    of(provider).reduce(
      (sum, { usage }) => buckets.reduce((total, name) => total + (usage[name] ?? 0), sum),
      0,
    );
  const openai = ["completions", "embeddings"].flatMap((kind) =>
    readUsageResults(join(folder, "sources/openai-usage", kind, "pages.jsonl")),
  );
  const anthropic = readUsageResults(join(folder, "sources/anthropic-usage/pages.jsonl"));

  expect({
    input: sumOf(openai, "input_tokens"),
    output: sumOf(openai, "output_tokens"),
    requests: sumOf(openai, "num_model_requests"),
  }).toEqual({
    input: tokens("openai", "input", "cache_read"),
    output: tokens("openai", "output", "reasoning"),
    requests: of("openai").filter(({ failed }) => !failed).length,
  });
  expect({
    input: sumOf(anthropic, "uncached_input_tokens"),
    read: sumOf(anthropic, "cache_read_input_tokens"),
    output: sumOf(anthropic, "output_tokens"),
  }).toEqual({
    input: tokens("anthropic", "input"),
    read: tokens("anthropic", "cache_read"),
    output: tokens("anthropic", "output"),
  });
});

async function expectBills(
  edition: "final" | "first",
  of: TemporaryLedger = ledger,
): Promise<void> {
  const restated = truth.restatements[0]?.month;
  for (const month of ["2026-10", "2026-11"]) {
    const report = await of.store.report("bill-by", {
      from: `${month}-01T00:00:00Z`,
      to: month === "2026-10" ? "2026-11-01T00:00:00Z" : "2026-12-01T00:00:00Z",
      by: "source",
      limit: 100,
    });
    const billed = Object.fromEntries(
      report.rows.map((row) => [row.group, [row.lines, parseDollars(row.billed_cost)]]),
    );

    const read = billSources.filter((source) => readSources.has(source));
    const expected = truth.bills.filter(
      (bill) =>
        bill.month === month &&
        read.some((source) => source === bill.bill) &&
        bill.edition === (bill.bill === "aws_cur" && month === restated ? edition : "final"),
    );
    // Days that the first edition has not reached are Cost Explorer's until it is restated.
    const ahead = truth.second_bills.filter(
      (bill) => edition === "first" && bill.is_ahead && bill.day.startsWith(month),
    );
    expect(billed).toEqual(
      Object.fromEntries([
        ...expected.map((bill) => [bill.bill, [bill.lines, bill.picodollars]]),
        ...(ahead.length === 0
          ? []
          : [
              [
                "aws_cost_explorer",
                [ahead.reduce((sum, { lines }) => sum + lines, 0), totalOf(ahead)],
              ],
            ]),
      ]),
    );
  }
}
