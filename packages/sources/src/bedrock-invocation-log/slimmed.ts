import { once } from "node:events";
import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { startThread } from "@headgate/ledger";
import { BrokenFile } from "../read/file-break.ts";
import type { SourceFile } from "../source.ts";
import type { RequestBodies } from "./kept-of.ts";
import { withoutPrefixes } from "./log-text.ts";
import type { SlimAnswer, SlimTask } from "./slim-thread.ts";

/** On disk, mostly gzip: of a smaller file a thread would save less than it costs to start. */
const THREAD_FROM_BYTES = 4 * 2 ** 20;
/** Pieces that are asked for ahead. */
const MOST_UNDER_WAY = 4;

export type SlimOptions = Readonly<{
  /** Whether something stands before the record of each line, which is left out too. */
  isPrefixed: boolean;
  /** Longer lines go by as they are. */
  mostLineBytes: number;
  /** Whether the requests' bodies stay; left out unless said. */
  requests?: RequestBodies;
  /** How large a file on disk is for a thread to be started. */
  threadFromBytes?: number;
}>;

/**
 * A log without its bodies: a thread of its own opens the file, undoes its gzip and leaves the bodies out, while the
 * caller reads what is left. Line by line it says the same (an object over several lines may only be longer before it
 * is slimmed); where the machine has one processor only, or the file is small, it is the file as it is.
 */
export function slimmed(file: SourceFile, options: SlimOptions): SourceFile {
  const whole = options.isPrefixed ? withoutPrefixes(file) : file;
  return availableParallelism() === 1
    ? whole
    : { ...file, open: () => slim(file, { ...options, whole }) };
}

async function* slim(
  file: SourceFile,
  {
    isPrefixed,
    mostLineBytes,
    requests = "left_out",
    threadFromBytes = THREAD_FROM_BYTES,
    whole,
  }: SlimOptions & Readonly<{ whole: SourceFile }>,
): AsyncIterable<Uint8Array> {
  if ((await sizeOf(file.path)) < threadFromBytes) {
    yield* whole.open();
    return;
  }
  const { name, path } = file;
  const thread = new SlimThread({ name, path, isPrefixed, mostLineBytes, requests });
  try {
    for (;;) {
      const answer = await thread.next();
      if (answer.kind === "end") return;
      if (answer.kind === "broken") throw breakOf(answer);
      file.onBytes?.(answer.taken);
      yield answer.bytes;
    }
  } finally {
    await thread.close();
  }
}

/** 0 for what is not there: whoever opens it meets the same, and says it with its place. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? 0 : found.size;
}

const breakOf = ({ message, code }: Extract<SlimAnswer, { kind: "broken" }>): Error =>
  code === undefined ? new BrokenFile(message) : Object.assign(new Error(message), { code });

/** The thread, which answers in the file's order. */
class SlimThread {
  readonly #worker: Worker;
  readonly #ready: SlimAnswer[] = [];
  readonly #failed: Promise<never>;
  #wake: () => void = () => undefined;

  constructor(task: SlimTask) {
    this.#worker = startThread(new URL("./slim-thread.js", import.meta.url), { workerData: task });
    this.#worker.on("message", (answer: SlimAnswer) => {
      this.#ready.push(answer);
      this.#wake();
    });
    this.#failed = Promise.race([
      once(this.#worker, "exit"),
      once(this.#worker, "error").then(([error]) => Promise.reject(error as Error)),
    ]).then(() => {
      throw new Error("The thread that leaves bodies out of a log ended by itself.");
    });
    // Met where an answer is waited for.
    this.#failed.catch(() => undefined);
    for (let piece = 0; piece < MOST_UNDER_WAY; piece += 1) this.#ask();
  }

  async next(): Promise<SlimAnswer> {
    for (;;) {
      const answer = this.#ready.shift();
      if (answer !== undefined) {
        if (answer.kind === "piece") this.#ask();
        return answer;
      }
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([woken, this.#failed]);
    }
  }

  #ask(): void {
    this.#worker.postMessage("next");
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
