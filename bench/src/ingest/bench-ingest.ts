import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchResult, printTable, type Target } from "../result.ts";
import { type MadeInput, makeBedrockLog, makeCostReport, makeTraces } from "./made/make-files.ts";
import { makeTable } from "./made/make-tables.ts";
import { type Measured, median, runJob } from "./run-job.ts";

const DEFAULT_MEGABYTES = 1_000;
const QUICK_MEGABYTES = 60;
/** Of the log, whose rate is a target. */
const ROUNDS = 3;
const READ_TARGET = 0.6;
const MEMORY_TARGET_MB = 1_024;
const IMPORT_TARGET_ROWS = 20_000;

/** One kind of file: how it is made, who reads it, and what DuckDB is asked about the same file. */
type Kind = Readonly<{
  name: string;
  source: string;
  share: number;
  make: (folder: string, bytes: number, onBytes: (made: number) => void) => Promise<MadeInput>;
  sql: (path: string) => string;
  /** Whether its rows come with what was asked. */
  holdsRequests?: true;
}>;

const kinds: readonly Kind[] = [
  {
    name: "Bedrock log, gzip",
    source: "bedrock_invocation_log",
    holdsRequests: true,
    share: 1,
    make: makeBedrockLog,
    sql: (path) =>
      `select count(*), sum(input.inputTokenCount), sum(output.outputTokenCount) from read_json('${path}')`,
  },
  {
    name: "CUR 2.0 CSV, cells in quotes",
    source: "aws_cur",
    share: 0.25,
    make: (folder, bytes, onBytes) => makeCostReport(folder, { bytes, hasMaps: true }, onBytes),
    sql: (path) =>
      `select count(*), sum(line_item_unblended_cost::decimal(38,12)) from read_csv('${path}', all_varchar = true)`,
  },
  {
    name: "CUR 2.0 CSV, no quotes",
    source: "aws_cur",
    share: 0.25,
    make: (folder, bytes, onBytes) => makeCostReport(folder, { bytes, hasMaps: false }, onBytes),
    sql: (path) =>
      `select count(*), sum(line_item_unblended_cost::decimal(38,12)) from read_csv('${path}', all_varchar = true)`,
  },
  {
    name: "CUR 2.0 Parquet",
    source: "aws_cur",
    share: 0.25,
    make: (folder, bytes, onBytes) =>
      makeTable(folder, bytes, { form: "cur", ending: "parquet" }, onBytes),
    sql: (path) =>
      `select count(*), sum(line_item_unblended_cost::decimal(38,12)) from read_parquet('${path}')`,
  },
  {
    name: "FOCUS CSV",
    source: "focus",
    share: 0.25,
    make: (folder, bytes, onBytes) =>
      makeTable(folder, bytes, { form: "focus", ending: "csv" }, onBytes),
    sql: (path) =>
      `select count(*), sum("BilledCost"::decimal(38,12)) from read_csv('${path}', all_varchar = true)`,
  },
  {
    name: "FOCUS Parquet",
    source: "focus",
    share: 0.25,
    make: (folder, bytes, onBytes) =>
      makeTable(folder, bytes, { form: "focus", ending: "parquet" }, onBytes),
    sql: (path) =>
      `select count(*), sum("BilledCost"::decimal(38,12)) from read_parquet('${path}')`,
  },
  {
    name: "OTLP traces, gzip",
    source: "otlp",
    share: 0.25,
    make: makeTraces,
    sql: (path) =>
      `select sum(len(resourceSpans[1].scopeSpans[1].spans)) from read_json('${path}')`,
  },
];

export type IngestOptions = Readonly<{
  quick: boolean;
  /** Uncompressed, of the log; the other files are a quarter. 1,000 unless said. */
  megabytes?: number | undefined;
  /** Leaves out all but the log: to see whether memory grows with a larger one. */
  logOnly?: boolean;
}>;

/**
 * How fast files come in: DuckDB's own reader over a file, Headgate's reader alone over the same (open, undo gzip,
 * read, map to rows), and the whole import into a fresh ledger; of a log with requests once more with looking at them. Every run is a process of its own; the readers
 * take turns over the log and the run in the middle counts; over the other files each reads once.
 */
export async function benchIngest(
  options: IngestOptions,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const megabytes = options.megabytes ?? (options.quick ? QUICK_MEGABYTES : DEFAULT_MEGABYTES);
  const folder = await mkdtemp(join(tmpdir(), "headgate-bench-ingest-"));
  try {
    const measured: KindFigures[] = [];
    for (const kind of options.logOnly === true ? kinds.slice(0, 1) : kinds) {
      measured.push(
        await measureKind(kind, {
          folder,
          megabytes,
          rounds: options.quick || kind.share < 1 ? 1 : ROUNDS,
        }),
      );
    }
    printFigures(measured);
    return { figures: { megabytes, kinds: measured }, targets: targetsOf(measured) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type KindFigures = Readonly<{
  name: string;
  rawMegabytes: number;
  fileMegabytes: number;
  rows: number;
  duckdb: Measured;
  reader: Measured;
  whole: Measured;
  /** The whole import with a look at requests; of kinds that hold some. */
  lookedAt?: Measured;
}>;

async function measureKind(
  kind: Kind,
  { folder, megabytes, rounds }: Readonly<{ folder: string; megabytes: number; rounds: number }>,
): Promise<KindFigures> {
  const bytes = megabytes * kind.share * 1e6;
  const made = await kind.make(folder, bytes, (done) =>
    sayOften(
      `${kind.name}: making constructed data, ${megabytesOf(done)} of ${megabytesOf(bytes)} MB`,
    ),
  );
  const duckdb: Measured[] = [];
  const reader: Measured[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`${kind.name}: reading, round ${round} of ${rounds}`);
    duckdb.push(await runJob("duckdb", kind.sql(made.path)));
    reader.push(await runJob("read", made.path, kind.source));
  }
  say(`${kind.name}: importing into a fresh ledger`);
  const whole = await runJob("import", made.path);
  const lookedAt = kind.holdsRequests ? await runJob("import", made.path, "prompts") : undefined;
  for (const { rows } of [...duckdb, ...reader, whole, ...(lookedAt ? [lookedAt] : [])]) {
    if (rows !== made.rows) {
      throw new Error(`${kind.name}: ${made.rows} rows were made and ${rows} were found`);
    }
  }
  await rm(made.path);
  say("");
  return {
    name: kind.name,
    rawMegabytes: made.rawBytes / 1e6,
    fileMegabytes: made.fileBytes / 1e6,
    rows: made.rows,
    duckdb: median(duckdb),
    reader: median(reader),
    whole,
    ...(lookedAt && { lookedAt }),
  };
}

function printFigures(kinds: readonly KindFigures[]): void {
  const rows = kinds.flatMap(
    ({ name, rawMegabytes, duckdb, reader, whole, lookedAt, rows: count }) =>
      (
        [
          ["DuckDB's reader", duckdb],
          ["Headgate's reader", reader],
          ["the whole import, requests passed over", whole],
          ...(lookedAt ? [["the whole import, requests looked at", lookedAt] as const] : []),
        ] as const
      ).map(([who, { wallMs, cpuMs, peakMegabytes }]) => ({
        file: name,
        who,
        "MB/s, raw": Math.round(rawMegabytes / (wallMs / 1000)),
        "rows/s": Math.round(count / (wallMs / 1000)),
        "CPU µs/row": (cpuMs * 1000) / count,
        "CPU s": cpuMs / 1000,
        "wall s": wallMs / 1000,
        "peak MB": Math.round(peakMegabytes),
        "of DuckDB's rate": duckdb.wallMs / wallMs,
      })),
  );
  printTable(`Ingest (constructed data; DuckDB with ${kinds[0]?.duckdb.threads} threads)`, rows);
}

function targetsOf(kinds: readonly KindFigures[]): readonly Target[] {
  const [log] = kinds;
  if (log === undefined) return [];
  const rate = log.duckdb.wallMs / log.reader.wallMs;
  const wholeRate = log.duckdb.wallMs / log.whole.wallMs;
  const rowsPerCpuSecond = log.rows / (log.whole.cpuMs / 1000);
  const peaks = kinds.flatMap(({ whole, lookedAt }) => [whole, lookedAt ?? whole]);
  const peak = Math.max(...peaks.map(({ peakMegabytes }) => peakMegabytes));
  return [
    {
      what: "Bedrock log, reader's rate, part of DuckDB's",
      value: rate,
      target: `≥ ${READ_TARGET}`,
      met: rate >= READ_TARGET,
    },
    {
      what: "Bedrock log, whole import's rate, part of DuckDB's",
      value: wholeRate,
      target: `≥ ${READ_TARGET}`,
      met: wholeRate >= READ_TARGET,
    },
    {
      what: "Bedrock log, whole import, rows per second of CPU",
      value: Math.round(rowsPerCpuSecond),
      target: `≥ ${IMPORT_TARGET_ROWS}`,
      met: rowsPerCpuSecond >= IMPORT_TARGET_ROWS,
    },
    {
      what: "whole imports, highest resident memory, MB",
      value: Math.round(peak),
      target: `< ${MEMORY_TARGET_MB}`,
      met: peak < MEMORY_TARGET_MB,
    },
  ];
}

const megabytesOf = (bytes: number): string => Math.round(bytes / 1e6).toLocaleString("en-US");

/** One line that is written over; where nobody watches, a line each. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text !== "") process.stderr.write(`${text}\n`);
}

let lastSaid = 0;
/** The same of what changes all the time: where nobody watches, a line every few seconds at most. */
function sayOften(text: string): void {
  if (!process.stderr.isTTY && Date.now() - lastSaid < 5_000) return;
  lastSaid = Date.now();
  say(text);
}
