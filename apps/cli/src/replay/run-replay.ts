import type { Writable } from "node:stream";
import {
  counted,
  HeadgateError,
  type ReplayResult,
  type Status,
  statusSchema,
} from "@headgate/contract";
import { displayDollars, formatDollars, sum } from "@headgate/money";
import type { ManagementApi } from "../management/management-api.ts";
import { patientApi } from "../management/patient-api.ts";
import { listenForStop } from "../supervisor/stop-signals.ts";
import { awaitLedger, replayTotals } from "./await-ledger.ts";
import { estimateSpend } from "./estimate-spend.ts";
import { progressText, type ReplayCounts, showProgress } from "./progress.ts";
import { checkTrace, readTrace, type TraceRow } from "./read-trace.ts";
import { withReplayKey } from "./replay-key.ts";
import { scanTrace } from "./scan-trace.ts";
import { sendAll } from "./send-all.ts";

export type ReplayOptions = Readonly<{
  api: ManagementApi;
  file: string;
  model: string;
  concurrency: number | undefined;
  /** Times the trace's own pace; `undefined` for no waiting. */
  speed: number | undefined;
  /** Only so many rows from the beginning. */
  limit: number | undefined;
  key: string | undefined;
  /** Real providers may be called. */
  maySpend: boolean;
  /** Where progress and talk go. */
  talkTo: Writable & { readonly isTTY?: boolean };
}>;

const CONCURRENCY = 64;
const PATIENCE_MS = 60_000;
const LEDGER_TIMEOUT_MS = 120_000;
const LINES_SHOWN = 20;

/**
 * Drives a trace through the running gateway and reads what the ledger holds of it.
 * @throws HeadgateError when it cannot begin, when real providers would be called without agreement, or
 *   for a refusal that every row would meet
 */
export async function runReplay(options: ReplayOptions): Promise<ReplayResult> {
  const { file, model, limit, talkTo } = options;
  const talk = (text: string): void => {
    talkTo.write(`${text}\n`);
  };
  const { replay, lines } = await scanTrace(file, model);
  await checkTrace(file);
  const status = await options.api.get("/api/status", {}, statusSchema);
  const api = patientApi(options.api, PATIENCE_MS);
  if (!status.simulated) talk(await agreeToSpend(options, status));

  const total = Math.min(lines, limit ?? lines);
  const counts: ReplayCounts = { sent: 0, skippedAsKnown: 0, failed: 0 };
  const unreadableLines: number[] = [];
  let unreadableRows = 0;
  let rows = 0;
  const trace = countingRows(
    readTrace(
      file,
      (line) => {
        unreadableRows += 1;
        if (unreadableLines.length < LINES_SHOWN) unreadableLines.push(line);
      },
      limit,
    ),
    () => {
      rows += 1;
    },
  );

  talk(`Replaying ${file} as ${replay} with ${model} through ${api.url}.`);
  const stopping = new AbortController();
  const stop = listenForStop(() => process.exit(1));
  void stop.stopped.then(() => {
    talk("\nStopping after the calls under way; run it again to go on from here.");
    stopping.abort();
  });
  const startedAtMs = performance.now();
  const endProgress = showProgress(
    () => progressText(counts, total, performance.now() - startedAtMs),
    talkTo,
  );
  try {
    const { sentRows, failures } = await withReplayKey(api, options.key, (key) =>
      sendAll({
        api,
        target: { model, replay, simulated: status.simulated },
        key,
        rows: trace,
        speed: options.speed,
        concurrency: options.concurrency ?? CONCURRENCY,
        counts,
        signal: stopping.signal,
      }),
    ).finally(endProgress);
    const durationMs = Math.round(performance.now() - startedAtMs);
    for (const [reason, { count, message }] of failures) {
      talk(`${counted(count, "row")} failed: ${reason}. The first: ${message}`);
    }
    const missing = await awaitLedger(api, replay, sentRows, LEDGER_TIMEOUT_MS);
    if (missing > 0) {
      throw new HeadgateError(
        "control_unavailable",
        `The ledger still lacks ${missing} of the calls that were sent: see the loader with \`headgate doctor\`.`,
      );
    }
    const totals = await replayTotals(api, replay);
    const nothing = formatDollars(sum([]));
    return {
      file,
      model,
      replay,
      // Stopped early, it has not seen the rest.
      rows: stopping.signal.aborted ? Math.max(rows, total - unreadableRows) : rows,
      sent: counts.sent,
      skipped_as_known: counts.skippedAsKnown,
      failed: counts.failed,
      unreadable_rows: unreadableRows,
      unreadable_lines: unreadableLines,
      duration_ms: durationMs,
      calls: totals === undefined ? 0 : totals.calls,
      input_tokens: totals === undefined ? 0 : totals.input_tokens,
      output_tokens: totals === undefined ? 0 : totals.output_tokens,
      unpriced_attempts: totals === undefined ? 0 : totals.unpriced_attempts,
      list_cost: totals === undefined ? nothing : totals.list_cost,
      effective_cost: totals === undefined ? nothing : totals.effective_cost,
    };
  } finally {
    stop.release();
  }
}

/** @returns what it will come to, agreed to */
async function agreeToSpend(options: ReplayOptions, status: Status): Promise<string> {
  const { file, model, limit, maySpend } = options;
  const estimate = await estimateSpend(
    readTrace(file, () => undefined, limit),
    { model, providers: status.providers.map(({ name }) => name), nowMs: Date.now() },
  );
  const about =
    estimate === undefined
      ? `the price book has no price for ${model}, so what it costs is not known`
      : `about ${displayDollars(estimate)} at list prices`;
  if (!maySpend) {
    throw new HeadgateError(
      "command_invalid",
      `This Headgate has real providers, and the replay would spend money: ${about}. Say --yes-spend to agree.`,
    );
  }
  return `Real providers are called: ${about}.`;
}

async function* countingRows(
  rows: AsyncIterable<TraceRow>,
  onRow: () => void,
): AsyncGenerator<TraceRow> {
  for await (const row of rows) {
    onRow();
    yield row;
  }
}
