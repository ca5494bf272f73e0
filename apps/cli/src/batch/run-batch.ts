import type { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import {
  type BatchEstimate,
  type BatchFormat,
  type BatchRunResult,
  HeadgateError,
} from "@headgate/contract";
import { showProgress } from "../replay/progress.ts";
import { listenForStop, type StopSignals } from "../supervisor/stop-signals.ts";
import type { BatchClient } from "./batch-client.ts";
import type { SeenBatch } from "./batch-views.ts";
import { writeInOrder } from "./order-results.ts";
import { digestOf } from "./read-input.ts";
import { progressText } from "./render-batch.ts";
import { readRunNote, writeRunNote } from "./run-note.ts";

export type RunBatchOptions = Readonly<{
  client: BatchClient;
  url: string;
  file: string;
  format: BatchFormat;
  output: string;
  deadline: string;
  /** Begin anew, though the same file was run before. */
  again: boolean;
  estimate: BatchEstimate;
  /** Asks whether to go on; not asked where a run goes on. */
  agree: () => Promise<boolean>;
  talkTo: Writable & { readonly isTTY?: boolean };
}>;

/** How a run ended: `stopped` leaves the batch going. */
export type RunEnd =
  | Readonly<{ kind: "ended"; result: BatchRunResult }>
  | Readonly<{ kind: "stopped"; id: string }>
  | Readonly<{ kind: "declined" }>;

const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 15_000;

/** Sends a file's requests as one batch, waits for its end and writes the results in order; goes on where it was begun. */
export async function runBatch(options: RunBatchOptions): Promise<RunEnd> {
  const { client, url, file, format, output, talkTo } = options;
  const talk = (text: string): void => {
    talkTo.write(`${text}\n`);
  };
  const digest = await digestOf(file, format);
  const note = await readRunNote(output);
  const known = note?.run.startsWith(digest) === true && note.url === url;
  const resumed = known && !options.again;
  if (note !== undefined && !known && !options.again) {
    throw new HeadgateError(
      "command_invalid",
      `${output}.batch.json is of another file or gateway (${note.batch_id}): name another --output, or say --again.`,
    );
  }
  if (!resumed && !(await options.agree())) return { kind: "declined" };
  // From here on Ctrl-C leaves a batch that is known.
  const stop = listenForStop(() => process.exit(1));
  try {
    let batch: SeenBatch;
    if (resumed) {
      batch = await client.get(note.batch_id);
      talk(`Going on with ${batch.view.id}.`);
    } else {
      // The same command that was cut off here finds the same batch.
      const run = options.again ? `${digest}-${Date.now()}` : digest;
      batch = await client.create({ file, format, run, deadline: options.deadline });
      await writeRunNote(output, { url, run, batch_id: batch.view.id });
      talk(`${batch.view.id} is under way; it goes on without this command.`);
    }
    const ended = await untilEnded(client, batch, { stop, talkTo });
    if (ended === undefined) return { kind: "stopped", id: batch.view.id };
    for (const error of ended.errors) talk(error);
    const { written, failures } = await writeInOrder({
      input: file,
      format,
      output,
      results: downloads(client, ended.results),
    });
    return {
      kind: "ended",
      result: {
        batch: ended.view,
        estimate: options.estimate,
        resumed,
        output,
        written,
        failures: [...failures],
      },
    };
  } finally {
    stop.release();
  }
}

/** @returns `undefined` when it was told to stop before */
async function untilEnded(
  client: BatchClient,
  begun: SeenBatch,
  { stop, talkTo }: Readonly<{ stop: StopSignals; talkTo: RunBatchOptions["talkTo"] }>,
): Promise<SeenBatch | undefined> {
  let batch = begun;
  let isAway = false;
  const stopping = new AbortController();
  void stop.stopped.then(() => stopping.abort());
  const endProgress = showProgress(() => progressText(batch.view), talkTo);
  try {
    for (let waitMs = FIRST_LOOK_MS; !batch.view.ended; ) {
      try {
        await delay(waitMs, undefined, { signal: stopping.signal });
      } catch (error) {
        if (stopping.signal.aborted) return undefined;
        throw error;
      }
      waitMs = Math.min(LONGEST_LOOK_MS, waitMs * 1.5);
      const seen = await seenAgain(client, batch.view.id);
      if (seen === undefined && !isAway) {
        talkTo.write("\nThe gateway does not answer; it is asked again, and the batch goes on.\n");
      }
      isAway = seen === undefined;
      if (seen !== undefined) batch = seen;
    }
    return batch;
  } finally {
    endProgress();
  }
}

/**
 * A gateway that restarts while a batch is under way ends no run: the batch goes on, and so does the waiting.
 * @returns `undefined` where it did not answer
 */
async function seenAgain(client: BatchClient, id: string): Promise<SeenBatch | undefined> {
  try {
    return await client.get(id);
  } catch (error) {
    if (error instanceof HeadgateError && error.entry.retry) return undefined;
    throw error;
  }
}

async function* downloads(client: BatchClient, paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) yield* await client.download(path);
}
