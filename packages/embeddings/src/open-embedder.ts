import { Worker } from "node:worker_threads";
import type { Embedded, Embedder } from "./embedder.ts";

type Question = Readonly<{ id: number; texts: readonly string[] }>;
type Answer = Readonly<
  | { id: number; embedded: readonly Embedded[]; failure?: undefined }
  | { id: number; failure: string; embedded?: undefined }
>;

type Waiting = Readonly<{
  text: string;
  resolve: (embedded: Embedded) => void;
  reject: (error: Error) => void;
}>;

export type EmbedderOptions = Readonly<{
  /** The most texts that may wait; beyond it a question fails at once. */
  queue?: number;
  /** How many vectors are kept by their text. */
  kept?: number;
  /** The script of the thread; the model that comes with the project unless said. */
  script?: URL;
}>;

/** Texts that go to the thread together: beyond this a batch saves nothing more. */
const BATCH = 64;
/** Characters of a text that are looked at: far more than the 128 tokens that the model reads. */
const LONGEST = 2_000;

/** Opens the embedder that comes with the project; its thread starts with the first question. */
export function openEmbedder(options: EmbedderOptions = {}): Embedder {
  return new WorkerEmbedder({ queue: 1_024, kept: 4_096, script: MODEL, ...options });
}

const MODEL = new URL("../workers/embedding-worker.mjs", import.meta.url);

class WorkerEmbedder implements Embedder {
  readonly #options: Required<EmbedderOptions>;
  readonly #kept = new Map<string, Embedded>();
  #worker: Worker | undefined;
  #waiting: Waiting[] = [];
  #underWay: Readonly<{ id: number; batch: readonly Waiting[] }> | undefined;
  #lastId = 0;
  #closed = false;

  constructor(options: Required<EmbedderOptions>) {
    this.#options = options;
  }

  embed(text: string): Promise<Embedded> {
    if (this.#closed) return Promise.reject(new Error("the embedder is closed"));
    // A text beyond the model's reach is cut here already; its tokens say that it is too long.
    const read = text.slice(0, LONGEST);
    const known = this.#kept.get(read);
    if (known !== undefined) return Promise.resolve(known);
    if (this.#waiting.length >= this.#options.queue) {
      return Promise.reject(
        new Error(`as many texts as may (${this.#options.queue}) wait for the embedder already`),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: read, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#fail(worker, new Error("the embedder was closed"));
    await worker?.terminate();
  }

  #next(): void {
    if (this.#underWay !== undefined || this.#waiting.length === 0) return;
    this.#worker ??= this.#start();
    const batch = this.#waiting.slice(0, BATCH);
    this.#waiting = this.#waiting.slice(BATCH);
    this.#lastId += 1;
    this.#underWay = { id: this.#lastId, batch };
    const question: Question = { id: this.#lastId, texts: batch.map(({ text }) => text) };
    this.#worker.ref();
    this.#worker.postMessage(question);
  }

  #start(): Worker {
    const worker = new Worker(this.#options.script, { execArgv: [] });
    worker.on("message", (answer: Answer) => this.#settle(answer));
    worker.on("error", (error: unknown) => {
      this.#fail(worker, error instanceof Error ? error : new Error(String(error)));
    });
    worker.on("exit", () => this.#fail(worker, new Error("the embedder's thread ended")));
    return worker;
  }

  #settle(answer: Answer): void {
    const underWay = this.#underWay;
    if (underWay?.id !== answer.id) return;
    this.#underWay = undefined;
    // The thread does not keep the process alive while it has nothing to do.
    this.#worker?.unref();
    for (const [index, { text, resolve, reject }] of underWay.batch.entries()) {
      const embedded = answer.embedded?.[index];
      if (embedded === undefined) {
        reject(new Error(`the embedder failed: ${answer.failure ?? "no vector came back"}`));
        continue;
      }
      this.#keep(text, embedded);
      resolve(embedded);
    }
    this.#next();
  }

  #keep(text: string, embedded: Embedded): void {
    if (this.#kept.size >= this.#options.kept) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
    this.#kept.set(text, embedded);
  }

  /** Fails what this thread had to do and what waits; the next question starts another. */
  #fail(worker: Worker | undefined, reason: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const failed = [...(this.#underWay?.batch ?? []), ...this.#waiting];
    this.#underWay = undefined;
    this.#waiting = [];
    for (const { reject } of failed) reject(reason);
  }
}
