import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  accountOfPull,
  HeadgateError,
  type ImportSummary,
  type PullConfig,
  type PullResult,
} from "@headgate/contract";
import type { ImportSink } from "../import/import-sink.ts";
import { type ImportOutcome, runImport } from "../import/run-import.ts";
import type { Asking } from "./ask-provider.ts";
import { type Period, planPeriods } from "./plan-periods.ts";
import { type PullPart, pullPlan } from "./pull-plan.ts";

const DAY_MS = 86_400_000;
/** What a period's pages may be together, on the disk. */
const MOST_BYTES = 1024 ** 3;

export type PullRun = Readonly<{
  config: PullConfig;
  /** All before it was pulled; undefined before the first pull. */
  finishedUntilMs: number | undefined;
  /** A folder of this pull's own, which is emptied. */
  folder: string;
  /** Where what was read goes, one import after the other. */
  sink: ImportSink;
  asking: Asking;
  /** All of a period is in the ledger: what is cut off later goes on behind it. */
  onFinished: (untilMs: number) => Promise<void>;
}>;

/**
 * Pulls what has come up since the last time, and the look-back before it: period by period, each asked for whole,
 * written down as the provider sent it, read by the source's own reader and imported, all of it or nothing. Memory holds
 * a page.
 *
 * @throws HeadgateError `pull_refused`, `pull_limited`, `pull_unreachable`, `pull_answer_unusable`, and what the sink
 *   throws; what was finished before stays
 */
export async function runPull(run: PullRun): Promise<PullResult> {
  const { config, asking, folder, onFinished } = run;
  const plan = pullPlan(config);
  const result = { rows: 0, added: 0, replaced: 0, already_there: 0, skipped: 0 };
  for (const period of periodsOf(run)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const part of plan.parts) {
      const file = join(folder, `${config.name}.${part.source.name}`);
      if (!(await writePages(file, part, period, asking))) continue;
      addTo(result, await importFile(run, part, file));
    }
    if (plan.periods !== undefined) await onFinished(period.toMs);
  }
  await rm(folder, { recursive: true, force: true });
  return result;
}

function periodsOf({ config, finishedUntilMs, asking }: PullRun): readonly Period[] {
  const nowMs = asking.nowMs();
  const { periods } = pullPlan(config);
  if (periods === undefined || config.kind === "prometheus")
    return [{ fromMs: nowMs, toMs: nowMs }];
  return planPeriods({
    ...periods,
    nowMs,
    finishedUntilMs,
    lookBackMs: config.look_back_days * DAY_MS,
    firstMs: config.first_pull_days * DAY_MS,
  });
}

/** Whether there was any. */
async function writePages(
  file: string,
  { pages }: PullPart,
  period: Period,
  asking: Asking,
): Promise<boolean> {
  const handle = await open(file, "w", 0o600);
  let bytes = 0;
  try {
    for await (const page of pages(period, asking)) {
      bytes += page.length + 1;
      if (bytes > MOST_BYTES) {
        throw new HeadgateError(
          "pull_answer_unusable",
          `A period's pages are more than ${MOST_BYTES} bytes.`,
        );
      }
      await handle.write(page);
      await handle.write("\n");
    }
  } finally {
    await handle.close();
  }
  return bytes > 0;
}

async function importFile(
  { config, sink, asking }: PullRun,
  { source }: PullPart,
  file: string,
): Promise<ImportSummary> {
  const outcome = await runImport({
    paths: [file],
    named: [`source ${config.name}`],
    sources: [source],
    forced: source,
    account: accountOfPull(config),
    sink,
    signal: asking.signal,
  });
  refuseUnreadable(outcome);
  return outcome.summary;
}

/** An answer of which nothing can be read is none of the source's: a page of a proxy, another service's. */
function refuseUnreadable({ summary, hasUnreadable }: ImportOutcome): void {
  if (!hasUnreadable || summary.sources.some(({ rows, skipped }) => rows > skipped)) return;
  const [skip] = summary.skips;
  throw new HeadgateError(
    "pull_answer_unusable",
    `Nothing of it can be read: ${skip?.reason} at ${skip?.examples[0]?.place}.`,
  );
}

function addTo(result: PullResult, { sources }: ImportSummary): void {
  for (const source of sources) {
    result.rows += source.rows;
    result.added += source.added;
    result.replaced += source.replaced;
    result.already_there += source.already_there;
    result.skipped += source.skipped;
  }
}
