import { tmpdir } from "node:os";
import { configSchema, HeadgateError } from "@headgate/contract";
import { type LedgerStore, openLedger } from "@headgate/ledger";
import { type ClickHouse, startClickHouse } from "@headgate/tests/servers";
import { askAgainAndAgain } from "../../reports/ask-again.ts";
import { progressOf } from "../../reports/progress.ts";
import { questions, rangesOf } from "../../reports/questions.ts";
import { requireRoom } from "../../reports/room-on-disk.ts";
import { type BenchResult, printTable, type Target } from "../../result.ts";
import { askWholeDays, type WholeDays } from "./ask-whole-days.ts";
import { fillClickHouse } from "./fill-clickhouse.ts";

const MILLION = 1_000_000;
const SLOWEST_TARGET_MS = 2_000;
const ROLLUP_TARGET_MS = 200;
/** The size of ledger that the target is about, in millions of rows. */
const TARGET_ROWS = 100;

type Answer = Awaited<ReturnType<typeof askAgainAndAgain>>;
type Refused = Readonly<{ question: string; range: string; code: string }>;
type Found = Readonly<{
  /** On disk, compressed, as ClickHouse tells it. */
  bytesARow: number;
  answers: readonly Answer[];
  refused: readonly Refused[];
  sums: Readonly<{ days: number; seconds: number }>;
  wholeDays: readonly WholeDays[];
}>;

/**
 * The questions of the console over so many million constructed attempts in ClickHouse, summed up by the product. Beyond ten
 * million the rows are copies of those.
 * @param millions 1 unless said; 0.1 of a quick run
 */
export async function benchQuestions(
  quick: boolean,
  millions: number = quick ? 0.1 : 1,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const shards = await startClickHouse();
  if ("reason" in shards) {
    process.stderr.write(`questions: not measured here: ${shards.reason}\n`);
    return { figures: { skipped: shards.reason }, targets: targets(undefined, millions) };
  }
  const [server] = shards;
  if (server === undefined) throw new Error("no server was started");
  try {
    requireRoom(tmpdir(), [millions]);
    const found = await measure(server, quick, millions);
    printTable("Attempts in ClickHouse", [
      { "million rows": millions, "bytes a row": found.bytesARow },
    ]);
    printTable(
      `Questions over ${millions} million constructed attempts, ms`,
      found.answers.map(({ question, range, p50_ms, p95_ms }) => ({
        ...{ question, range, p50: p50_ms, p95: p95_ms },
      })),
    );
    printTable("Sums by day, built before the questions", [found.sums]);
    printTable("Whole days, answered by sums alone, ms", found.wholeDays);
    if (found.refused.length > 0) {
      printTable("Not answered on ClickHouse", found.refused);
    }
    return {
      figures: { million_rows: millions, ...found },
      targets: targets(found, millions),
    };
  } finally {
    await server.close();
  }
}

async function measure(server: ClickHouse, quick: boolean, millions: number): Promise<Found> {
  const config = configSchema.parse({
    stores: { ledger: { kind: "clickhouse", url: server.url, request_timeout_ms: 120_000 } },
  });
  const ledger = await openLedger(config.stores.ledger, { path: "" });
  try {
    await fillClickHouse(server, millions * MILLION);
    const sums = await sumUp(ledger);
    const wholeDays = await askWholeDays(ledger, quick ? 3 : 20);
    const bytes = await bytesARow(server);
    return { bytesARow: bytes, sums, wholeDays, ...(await ask(ledger, quick)) };
  } finally {
    await ledger.close();
  }
}

async function sumUp(ledger: LedgerStore): Promise<Found["sums"]> {
  process.stderr.write("summing days up …\n");
  const began = performance.now();
  const days = await ledger.buildSums();
  return { days, seconds: Math.round((performance.now() - began) / 1000) };
}

async function bytesARow({ url }: ClickHouse): Promise<number> {
  const sql = `select sum(bytes_on_disk) / sum(rows) from system.parts
    where active and database = 'headgate' and table = 'attempts'`;
  const answer = await fetch(url, { method: "POST", body: sql });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`ClickHouse: ${text}`);
  return Number(text);
}

async function ask(
  ledger: LedgerStore,
  quick: boolean,
): Promise<Pick<Found, "answers" | "refused">> {
  const length = quick ? { times: 3, mostMs: 500 } : { times: 12, mostMs: 1_500 };
  const answers: Answer[] = [];
  const refused: Refused[] = [];
  const progress = progressOf("asking", questions.length);
  for (const [index, question] of questions.entries()) {
    // A short run asks for the longest range alone.
    for (const range of quick ? rangesOf(question, false).slice(-1) : rangesOf(question, false)) {
      try {
        answers.push(await askAgainAndAgain(ledger, question, range, length));
      } catch (error) {
        if (!(error instanceof HeadgateError)) throw error;
        refused.push({ question: question.name, range, code: error.code });
      }
    }
    progress(index + 1);
  }
  return { answers, refused };
}

function targets(found: Found | undefined, millions: number): readonly Target[] {
  const slowest = found?.answers.toSorted((a, b) => b.p95_ms - a.p95_ms)[0];
  const rollup = found?.wholeDays.toSorted((a, b) => b.p95_ms - a.p95_ms)[0];
  const isSize = millions === TARGET_ROWS;
  return [
    {
      what: `questions: slowest question's p95 at ${millions} M rows, ms${slowest ? ` (${slowest.question}, ${slowest.range})` : ""}`,
      ...{ value: slowest?.p95_ms ?? null, target: `< ${SLOWEST_TARGET_MS} at ${TARGET_ROWS} M` },
      met: slowest === undefined || !isSize ? null : slowest.p95_ms < SLOWEST_TARGET_MS,
    },
    {
      what: "questions: questions that are not answered on ClickHouse",
      ...{ value: found?.refused.length ?? null, target: "0" },
      met: found === undefined ? null : found.refused.length === 0,
    },
    {
      what: `questions: slowest rollup's p95, whole days, ms${rollup ? ` (${rollup.question})` : ""}`,
      ...{ value: rollup?.p95_ms ?? null, target: `< ${ROLLUP_TARGET_MS} at ${TARGET_ROWS} M` },
      met: rollup === undefined || !isSize ? null : rollup.p95_ms < ROLLUP_TARGET_MS,
    },
  ];
}
