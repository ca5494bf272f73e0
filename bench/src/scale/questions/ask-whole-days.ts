import type { LedgerStore } from "@headgate/ledger";
import { questions, rangeOf } from "../../reports/questions.ts";

const DAY_MS = 86_400_000;
/** Questions that sums by day answer alone where their range is whole days. */
const answeredBySums = new Set([
  "totals",
  "totals of a team",
  "over time",
  "over time by model",
  "over time by team",
  "by model",
  "by team",
  "by feature",
]);

export type WholeDays = Readonly<{
  question: string;
  days: number;
  p50_ms: number;
  p95_ms: number;
}>;

/** Asks what rollups answer without a row: whole days, all of which are built. */
export async function askWholeDays(
  ledger: LedgerStore,
  times: number,
): Promise<readonly WholeDays[]> {
  const range = rangeOf("90 d");
  const [fromMs, toMs] = [
    Math.ceil(Date.parse(range.from) / DAY_MS) * DAY_MS,
    Math.floor(Date.parse(range.to) / DAY_MS) * DAY_MS,
  ];
  const whole = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  const answers: WholeDays[] = [];
  for (const { name, ask } of questions.filter((question) => answeredBySums.has(question.name))) {
    await ask(ledger, whole);
    const took: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const began = performance.now();
      await ask(ledger, whole);
      took.push(performance.now() - began);
    }
    took.sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round(took[Math.ceil(share * took.length) - 1] ?? Number.NaN);
    answers.push({
      ...{ question: name, days: (toMs - fromMs) / DAY_MS },
      ...{ p50_ms: at(0.5), p95_ms: at(0.95) },
    });
  }
  return answers;
}
