import { writeFileSync } from "node:fs";
import { HeadgateError } from "@headgate/contract";
import { type LedgerStore, openDuckdbLedger } from "@headgate/ledger";
import { askAgainAndAgain } from "./ask-again.ts";
import type { AskedLedger } from "./asked-ledger.ts";
import { DAYS, END_MS } from "./constructed-rows.ts";
import { loadRows } from "./load-rows.ts";
import { PeakMemory } from "./peak-memory.ts";
import { progressOf } from "./progress.ts";
import { questions, rangesOf } from "./questions.ts";

/**
 * Run by itself: `ask-ledger.ts FILE RESULT quick|long|large [copies]` sums a ledger of constructed rows up, loads a day more,
 * asks all questions of it, and writes what it measured to a file.
 */
const [, , path, result, length, made] = process.argv;
if (path === undefined || result === undefined) throw new Error("which ledger, and where to?");
const lengths = {
  quick: { rows: 10_000, times: 3, mostMs: 1500 },
  long: { rows: 100_000, times: 12, mostMs: 1500 },
  // A ledger beyond the target's size shows how times grow: three of a slow question are enough.
  large: { rows: 100_000, times: 12, mostMs: 500 },
} as const;
type Length = (typeof lengths)[keyof typeof lengths];
const isLong = made === "copies";
writeFileSync(result, JSON.stringify(await askLedger(path, lengthNamed(length))));

function lengthNamed(word: string | undefined): Length {
  if (word === "quick" || word === "long" || word === "large") return lengths[word];
  throw new Error("quick, long or large?");
}

async function askLedger(file: string, asked: Length): Promise<AskedLedger> {
  const memory = new PeakMemory();
  const ledger = await openDuckdbLedger({ path: file });
  const summing = performance.now();
  await sumUp(ledger);
  const sumsMs = performance.now() - summing;
  memory.look("summing up");
  // A ledger that copies were made of has a loaded day already.
  const load = await loadRows(ledger, isLong ? END_MS + 86_400_000 : END_MS, asked.rows);
  await ledger.checkpoint();
  memory.look("loading a day");
  const progress = progressOf("asking", questions.length);
  const answers: AskedLedger["answers"] = [];
  const refused: AskedLedger["refused"] = [];
  for (const [index, question] of questions.entries()) {
    for (const range of rangesOf(question, isLong)) {
      try {
        answers.push(await askAgainAndAgain(ledger, question, range, asked));
      } catch (error) {
        if (!(error instanceof HeadgateError && error.code === "request_invalid")) throw error;
        refused.push({ question: question.name, range });
      }
      memory.look(`${question.name}, ${range}`);
    }
    progress(index + 1);
  }
  await ledger.close();
  return {
    // Of copies the sums were copied too. The ledger's own upkeep builds beside what asks for it: all days count.
    ...(!isLong && {
      sum_up_s: Math.round(sumsMs / 100) / 10,
      sum_up_ms_a_day: Math.round(sumsMs / DAYS),
    }),
    peak_rss_mb: PeakMemory.now(),
    peaks: [...memory.peaks],
    load_rows_per_second: load.rows_per_second,
    upkeep_share_of_load: load.upkeep_share,
    answers,
    refused,
  };
}

/** By the product's own upkeep; what stands still is told every ten seconds. */
async function sumUp(ledger: LedgerStore): Promise<void> {
  const began = performance.now();
  const told = setInterval(() => {
    const passed = Math.round((performance.now() - began) / 1000);
    process.stderr.write(`summing ${DAYS} days up: ${passed} s\n`);
  }, 10_000);
  try {
    await ledger.buildSums();
  } finally {
    clearInterval(told);
  }
}
