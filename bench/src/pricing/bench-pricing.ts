import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadPriceBook, type PriceBook, type RatingInput, rateUsage } from "@headgate/pricing";
import { type BenchResult, printTable } from "../result.ts";
import { ratingShapes } from "./rating-shapes.ts";

const RATING_TARGET_NS = 5000;
const LOAD_TARGET_MS = 50;

/**
 * How long rating one call takes, for several shapes of call, and how long a fresh process takes to load
 * the book. The median of rounds: what else the machine does shows in the slow ones.
 */
export async function benchPricing(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const loads = Array.from({ length: quick ? 3 : 11 }, loadOnceMs).sort((a, b) => a - b);
  const book = loadPriceBook();
  const rounds = quick ? 5 : 25;
  const calls = quick ? 2000 : 20_000;
  const ratings = Object.entries(ratingShapes).map(([shape, input]) => ({
    shape,
    ...rateShape(book, input, rounds, calls),
  }));
  printTable(
    `Rating one call, ${rounds} rounds of ${calls}`,
    ratings.map(({ shape, medianNs, slowestRoundNs, confidence }) => ({
      shape,
      "median ns": Math.round(medianNs),
      "slowest round ns": Math.round(slowestRoundNs),
      confidence,
    })),
  );
  const loadMs = medianOf(loads);
  const records = book.records.length;
  printTable(`Loading the book in a fresh process, ${loads.length} times`, [
    { records, "median ms": loadMs, "fastest ms": loads[0], "slowest ms": loads.at(-1) },
  ]);
  const slowestNs = Math.max(...ratings.map(({ medianNs }) => medianNs));
  return {
    figures: {
      records,
      models: book.models.length,
      load_ms: { median: loadMs, fastest: loads[0], slowest: loads.at(-1), runs: loads.length },
      rating_ns: Object.fromEntries(
        ratings.map(({ shape, medianNs, slowestRoundNs }) => [
          shape,
          { median: Math.round(medianNs), slowest_round: Math.round(slowestRoundNs) },
        ]),
      ),
    },
    targets: [
      {
        what: "rating, slowest shape, ns a call",
        value: Math.round(slowestNs),
        target: `< ${RATING_TARGET_NS}`,
        met: slowestNs < RATING_TARGET_NS,
      },
      {
        what: "loading the whole book, ms",
        value: loadMs,
        target: `< ${LOAD_TARGET_MS}`,
        met: loadMs < LOAD_TARGET_MS,
      },
    ],
  };
}

function rateShape(
  book: PriceBook,
  input: RatingInput,
  rounds: number,
  calls: number,
): Readonly<{ medianNs: number; slowestRoundNs: number; confidence: string }> {
  const { confidence } = rateUsage(book, input);
  let lines = 0;
  const perCallNs = Array.from({ length: rounds }, () => {
    const started = performance.now();
    for (let call = 0; call < calls; call += 1) lines += rateUsage(book, input).lines.length;
    return ((performance.now() - started) * 1e6) / calls;
  }).sort((a, b) => a - b);
  if (!Number.isSafeInteger(lines)) throw new Error("rating gave no lines to count");
  return {
    medianNs: medianOf(perCallNs),
    slowestRoundNs: perCallNs.at(-1) ?? Number.NaN,
    confidence,
  };
}

const loadOnceMs = (): number =>
  Number(
    execFileSync(
      process.execPath,
      ["--import", "tsx", fileURLToPath(new URL("./load-once.ts", import.meta.url))],
      { encoding: "utf8", timeout: 60_000 },
    ),
  );

const medianOf = (sorted: readonly number[]): number =>
  sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
