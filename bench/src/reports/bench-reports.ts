import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchResult, printTable, type Target } from "../result.ts";
import { askedLedger } from "./asked-ledger.ts";
import { DAYS } from "./constructed-rows.ts";
import { LONG_TIMES, questions, rangesOf } from "./questions.ts";
import { requireRoom } from "./room-on-disk.ts";

const MILLION = 1_000_000;
const TARGET_MS = 300;
/** The size of ledger that the targets are about, in millions of rows. */
const TARGET_ROWS = 10;
/** The same of short runs. */
const QUICK_ROWS = 0.1;
const PEAK_TARGET_MB = 1024;
const UPKEEP_TARGET = 0.2;

type Size = ReturnType<typeof measureLedger>;

/**
 * How long every question of the console takes, over ledgers of these sizes (millions of constructed rows),
 * through the ledger as the control process opens it; warm, one question at a time.
 */
export async function benchReports(
  quick: boolean,
  millions: readonly number[],
): Promise<Pick<BenchResult, "figures" | "targets">> {
  requireRoom(tmpdir(), millions);
  const sizes: Size[] = [];
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-reports-"));
  try {
    for (const million of millions) sizes.push(measureLedger(folder, { million, quick }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  printTable(
    "Ledgers",
    sizes.map(({ answers: _answers, peaks: _peaks, refused: _refused, ...size }) => size),
  );
  for (const { million_rows, peaks } of sizes) {
    printTable(`Memory at ${million_rows} M rows: by what the peak was raised, MB`, peaks);
  }
  printTable("Constructed rows, p95 in ms by question and size", tableOf(sizes));
  const measured = sizes.find(({ million_rows }) => million_rows === TARGET_ROWS);
  return { figures: { sizes }, targets: targetsOf(measured) };
}

/** The ledger that was measured last stays in the folder: a ten times longer history is made of copies of it. */
function measureLedger(
  folder: string,
  { million, quick }: Readonly<{ million: number; quick: boolean }>,
) {
  const first = firstOf(million, quick);
  const path = join(folder, `${first}.duckdb`);
  const built = performance.now();
  if (!existsSync(path)) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    run(new URL("./build-ledger.ts", import.meta.url), path, String(first * MILLION));
  }
  const rowsMegabytes = megabytes(path);
  const isLong = first !== million;
  if (isLong) run(new URL("./copy-ledger.ts", import.meta.url), path, String(LONG_TIMES));
  const buildS = Math.round((performance.now() - built) / 100) / 10;
  const result = join(folder, "answers.json");
  run(
    new URL("./ask-ledger.ts", import.meta.url),
    ...[path, result, quick ? "quick" : million > TARGET_ROWS ? "large" : "long"],
    ...(isLong ? ["copies"] : []),
  );
  const asked = askedLedger.parse(JSON.parse(readFileSync(result, "utf8")));
  const fileMegabytes = megabytes(path);
  // It is copied once: what is made of it is no first ninety days any more.
  if (isLong) rmSync(path);
  return {
    million_rows: million,
    days: DAYS * (isLong ? LONG_TIMES : 1),
    construct_s: buildS,
    ...(!isLong && { rows_mb: rowsMegabytes }),
    file_mb: fileMegabytes,
    ...asked,
  };
}

/**
 * Millions of rows that are constructed for so many: ten times the target's size is ten copies of it, one after another in
 * time, because summing up a hundred million rows takes most of an hour.
 */
function firstOf(million: number, quick: boolean): number {
  const copied = quick ? QUICK_ROWS : TARGET_ROWS;
  return million === copied * LONG_TIMES ? copied : million;
}

/** Runs a program in a process of its own: the most memory is told of a process's whole life. */
function run(program: URL, ...words: readonly string[]): void {
  const file = fileURLToPath(program);
  execFileSync(process.execPath, [...process.execArgv, file, ...words], { stdio: "inherit" });
}

function tableOf(sizes: readonly Size[]) {
  const isLong = sizes.some(({ days }) => days > DAYS);
  const rows = questions.flatMap((question) =>
    rangesOf(question, isLong).map((range) => ({ question: question.name, range })),
  );
  return rows.map(({ question, range }) => ({
    question,
    range,
    ...Object.fromEntries(
      sizes.map(({ million_rows, answers, refused }) => {
        const isIt = (one: Readonly<{ question: string; range: string }>): boolean =>
          one.question === question && one.range === range;
        const told = refused.some(isIt) ? "refused" : answers.find(isIt)?.p95_ms;
        return [`${million_rows} M`, told];
      }),
    ),
  }));
}

function targetsOf(size: Size | undefined): readonly Target[] {
  const slowest = size?.answers.toSorted((a, b) => b.p95_ms - a.p95_ms)[0];
  const slow = size?.answers.filter(({ p95_ms }) => p95_ms >= TARGET_MS).length;
  return [
    {
      what: `slowest question's p95 at ${TARGET_ROWS} M rows, ms${slowest ? ` (${slowest.question}, ${slowest.range}; ${slow} of ${size?.answers.length} miss)` : ""}`,
      ...judged(slowest?.p95_ms, TARGET_MS),
    },
    { what: "peak memory of the asking process, MB", ...judged(size?.peak_rss_mb, PEAK_TARGET_MB) },
    {
      what: "summing up a day, as a share of loading it",
      ...judged(size?.upkeep_share_of_load, UPKEEP_TARGET),
    },
  ];
}

const judged = (value: number | undefined, below: number) => ({
  value: value === undefined ? null : value,
  target: `< ${below}`,
  met: value === undefined ? null : value < below,
});

const megabytes = (path: string): number => Math.round(statSync(path).size / 2 ** 20);
