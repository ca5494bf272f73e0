import type { LedgerStore } from "@headgate/ledger";
import type { AskedLedger } from "./asked-ledger.ts";
import { type Question, type RangeName, rangeOf } from "./questions.ts";

/** A question that is slow is asked less often: a bench has to end. */
export async function askAgainAndAgain(
  ledger: LedgerStore,
  question: Question,
  range: RangeName,
  { times: most, mostMs }: Readonly<{ times: number; mostMs: number }>,
): Promise<AskedLedger["answers"][number]> {
  const asked = rangeOf(range);
  // The first time reads the file; the console's second look is what is measured.
  await question.ask(ledger, asked);
  const times: number[] = [];
  const began = performance.now();
  while (times.length < most && (times.length < 3 || performance.now() - began < mostMs)) {
    const started = performance.now();
    await question.ask(ledger, asked);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((times[Math.ceil(share * times.length) - 1] ?? Number.NaN) * 10) / 10;
  return { question: question.name, range, p50_ms: at(0.5), p95_ms: at(0.95) };
}
