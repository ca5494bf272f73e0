import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LedgerStore } from "@headgate/ledger";
import { openDuckdbLedger } from "@headgate/ledger";
import { type BenchResult, printTable, type Target } from "../result.ts";
import { END_MS } from "./constructed-rows.ts";
import { loadRows } from "./load-rows.ts";
import { type Question, questions, type RangeName, rangeOf, ranges } from "./questions.ts";

const MILLION = 1_000_000;
const TARGET_MS = 300;
/** The size of ledger that the targets are about, in millions of rows. */
const TARGET_ROWS = 10;
const PEAK_TARGET_MB = 1024;
const UPKEEP_TARGET = 0.2;

type Answer = Readonly<{ question: string; range: RangeName; p50_ms: number; p95_ms: number }>;
type Size = Awaited<ReturnType<typeof measureLedger>>;

/**
 * How long every question of the console takes, over ledgers of these sizes (millions of constructed rows),
 * through the ledger as the control process opens it; warm, one question at a time.
 */
export async function benchReports(
  quick: boolean,
  millions: readonly number[],
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const sizes: Size[] = [];
  for (const million of millions) sizes.push(await measureLedger(million, quick));
  printTable(
    "Ledgers",
    sizes.map(({ answers: _answers, ...size }) => size),
  );
  printTable("Questions: p50 / p95 in ms", tableOf(sizes));
  const measured = sizes.find(({ million_rows }) => million_rows === TARGET_ROWS);
  return { figures: { sizes }, targets: targetsOf(measured) };
}

async function measureLedger(million: number, quick: boolean) {
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-reports-"));
  const path = join(folder, "ledger.duckdb");
  try {
    const built = performance.now();
    const program = fileURLToPath(new URL("./build-ledger.ts", import.meta.url));
    execFileSync(
      process.execPath,
      [...process.execArgv, program, path, String(million * MILLION)],
      { stdio: "inherit" },
    );
    const buildS = seconds(built);
    const rowsMegabytes = megabytes(path);
    const ledger = await openDuckdbLedger({ path });
    const summing = performance.now();
    const days = await ledger.buildSums();
    const sumsS = seconds(summing);
    const load = await loadRows(ledger, END_MS, quick ? 10_000 : 100_000);
    await ledger.checkpoint();
    const answers: Answer[] = [];
    for (const question of questions) {
      for (const range of rangesOf(question)) {
        answers.push(await askAgainAndAgain(ledger, question, range, quick));
      }
    }
    await ledger.close();
    return {
      million_rows: million,
      construct_s: buildS,
      sum_up_s: sumsS,
      sum_up_ms_a_day: Math.round((sumsS * 1000) / Math.max(1, days)),
      rows_mb: rowsMegabytes,
      file_mb: megabytes(path),
      peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      load_rows_per_second: load.rows_per_second,
      upkeep_share_of_load: load.upkeep_share,
      answers,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rangeNames = Object.keys(ranges) as RangeName[];
const rangesOf = ({ atMost }: Question): readonly RangeName[] =>
  atMost === undefined ? rangeNames : rangeNames.slice(0, rangeNames.indexOf(atMost) + 1);

/** A question that is slow is asked less often: a bench has to end. */
const MOST_MS = 2500;

async function askAgainAndAgain(
  ledger: LedgerStore,
  question: Question,
  range: RangeName,
  quick: boolean,
): Promise<Answer> {
  const asked = rangeOf(range);
  // The first time reads the file; the console's second look is what is measured.
  await question.ask(ledger, asked);
  const times: number[] = [];
  const began = performance.now();
  while (
    times.length < (quick ? 3 : 12) &&
    (times.length < 3 || performance.now() - began < MOST_MS)
  ) {
    const started = performance.now();
    await question.ask(ledger, asked);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((times[Math.ceil(share * times.length) - 1] ?? Number.NaN) * 10) / 10;
  return { question: question.name, range, p50_ms: at(0.5), p95_ms: at(0.95) };
}

function tableOf(sizes: readonly Size[]) {
  const rows = questions.flatMap((question) =>
    rangesOf(question).map((range) => ({ question: question.name, range })),
  );
  return rows.map(({ question, range }) => ({
    question,
    range,
    ...Object.fromEntries(
      sizes.map(({ million_rows, answers }) => {
        const answer = answers.find((one) => one.question === question && one.range === range);
        return [`${million_rows} M`, answer && `${answer.p50_ms} / ${answer.p95_ms}`];
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

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;
const megabytes = (path: string): number => Math.round(statSync(path).size / 2 ** 20);
