import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { startThread } from "@headgate/ledger";
import type { SourceFile } from "../source.ts";
import type { SlimRequest } from "./slim-thread.ts";

/** Of a file that is no longer than this a thread would save less than it costs to start. */
const ALONE_BYTES = 16 * 2 ** 20;
/** Pieces with the thread at a time. */
const MOST_UNDER_WAY = 4;

export type SlimOptions = Readonly<{
  /** Longer lines go by as they are. */
  mostLineBytes: number;
  /** How much is read here before a thread is started. */
  aloneBytes?: number;
}>;

/**
 * A log without its bodies, which a thread of its own leaves out while the caller reads what is left. Line by line
 * it says the same (an object over several lines may only be longer before it is slimmed); where the machine has one processor only, or the file is small, it is the file as it is.
 */
export const slimmed = (file: SourceFile, options: SlimOptions): SourceFile =>
  availableParallelism() === 1 ? file : { ...file, open: () => slim(file.open(), options) };

async function* slim(
  pieces: AsyncIterable<Uint8Array>,
  { mostLineBytes, aloneBytes = ALONE_BYTES }: SlimOptions,
): AsyncIterable<Uint8Array> {
  let alone = 0;
  let thread: SlimThread | undefined;
  let broken: Readonly<{ error: unknown }> | undefined;
  try {
    try {
      for await (const piece of pieces) {
        if (alone < aloneBytes) {
          alone += piece.length;
          yield piece;
          continue;
        }
        thread ??= new SlimThread(mostLineBytes);
        thread.ask(piece);
        if (thread.underWay >= MOST_UNDER_WAY) yield await thread.next();
      }
    } catch (error) {
      // What came before the break is read first.
      broken = { error };
    }
    if (thread !== undefined) {
      thread.end();
      while (thread.underWay > 0) yield await thread.next();
    }
  } finally {
    await thread?.close();
  }
  if (broken !== undefined) throw broken.error;
}

/** The thread, which answers in the order in which it is asked. */
class SlimThread {
  readonly #worker: Worker;
  readonly #ready: Uint8Array[] = [];
  readonly #failed: Promise<never>;
  #wake: () => void = () => undefined;
  underWay = 0;

  constructor(mostLineBytes: number) {
    this.#worker = startThread(new URL("./slim-thread.js", import.meta.url), {
      workerData: { mostLineBytes },
    });
    this.#worker.on("message", (slim: Uint8Array) => {
      this.#ready.push(slim);
      this.#wake();
    });
    this.#failed = once(this.#worker, "exit").then(() => {
      throw new Error("The thread that leaves bodies out of a log ended by itself.");
    });
    // Met where an answer is waited for.
    this.#failed.catch(() => undefined);
  }

  /** @param piece copied: what zlib gives is a part of a larger piece of memory, all of which would go along */
  ask(piece: Uint8Array): void {
    const own = new Uint8Array(piece);
    this.#post(own, [own.buffer]);
  }

  end(): void {
    this.#post("end", []);
  }

  async next(): Promise<Uint8Array> {
    for (;;) {
      const piece = this.#ready.shift();
      if (piece !== undefined) {
        this.underWay -= 1;
        return piece;
      }
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([woken, this.#failed]);
    }
  }

  #post(request: SlimRequest, handedOver: readonly ArrayBuffer[]): void {
    this.underWay += 1;
    this.#worker.postMessage(request, handedOver);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
