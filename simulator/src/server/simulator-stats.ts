import type { BatchReport } from "../batch/report.ts";
import type { FaultName } from "./faults.ts";

/** What a simulator has done since it started. */
export type SimulatorStats = Readonly<{
  /** Requests whose headers arrived. */
  requests: number;
  /** Answers sent to the end, by status. */
  answers: Readonly<Record<number, number>>;
  /** Faults that were played, by name. */
  faults: Readonly<Partial<Record<FaultName, number>>>;
  /** Answers that the client left before their end. */
  aborted: number;
  /** Deltas handed to sockets, of all streams. */
  deltasSent: number;
  /** Usage that complete answers reported. */
  promptTokens: number;
  outputTokens: number;
  /** Batches that were made, whatever became of them, and what of them was answered. */
  batches: BatchReport;
  /** Prefixes that the simulated prompt caches hold. */
  cachedPrefixes: number;
}>;

export type StatsCounter = {
  requests: number;
  answers: Record<number, number>;
  faults: Partial<Record<FaultName, number>>;
  aborted: number;
  deltasSent: number;
  promptTokens: number;
  outputTokens: number;
};

export const createStats = (): StatsCounter => ({
  requests: 0,
  answers: {},
  faults: {},
  aborted: 0,
  deltasSent: 0,
  promptTokens: 0,
  outputTokens: 0,
});

/** Counts the usage that an answer reports. */
export function countBilled(
  stats: StatsCounter,
  billed: Readonly<{ promptTokens: number; outputTokens: number }>,
): void {
  stats.promptTokens += billed.promptTokens;
  stats.outputTokens += billed.outputTokens;
}

/** Faults after which an answer is not expected to end. */
const endless: ReadonlySet<FaultName> = new Set(["hang", "hang-mid-stream", "cut", "reset"]);

/** Counts an answer whose connection is done with it. */
export function countAnswer(
  stats: StatsCounter,
  answer: Readonly<{ status: number; finished: boolean; fault: FaultName | undefined }>,
): void {
  if (answer.finished) stats.answers[answer.status] = (stats.answers[answer.status] ?? 0) + 1;
  else if (answer.fault === undefined || !endless.has(answer.fault)) stats.aborted += 1;
}
