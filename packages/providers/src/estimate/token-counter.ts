import { Worker } from "node:worker_threads";

type CountRequest = Readonly<{ id: number; texts: readonly string[] }>;
type CountAnswer = Readonly<{ id: number; counts: readonly number[] }>;

/** The tokenizer's tables take some 100 MB, so the worker goes when it has had nothing to do for a while. */
const IDLE_MS = 30_000;
/** Far beyond any real prompt; a text that takes longer is counted by its length instead. */
const TIMEOUT_MS = 20_000;

type Pending = Readonly<{
  resolve: (counts: readonly number[]) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}>;

let worker: Worker | undefined;
let idleTimer: NodeJS.Timeout | undefined;
let nextId = 0;
const pending = new Map<number, Pending>();

/**
 * Counts each text's tokens in the o200k_base encoding, in a worker thread that starts on first use.
 *
 * @throws Error when the worker fails or takes too long
 */
export function countTokens(texts: readonly string[]): Promise<readonly number[]> {
  worker ??= startWorker();
  const running = worker;
  clearTimeout(idleTimer);
  running.ref();
  return new Promise((resolve, reject) => {
    const id = nextId;
    nextId += 1;
    const timer = setTimeout(() => {
      stop(running, new Error(`counting tokens took longer than ${TIMEOUT_MS} ms`)).catch(reject);
    }, TIMEOUT_MS);
    pending.set(id, { resolve, reject, timer });
    running.postMessage({ id, texts } satisfies CountRequest);
  });
}

/** Stops the worker; counts under way fail. The next estimate starts another. */
export async function closeEstimator(): Promise<void> {
  if (worker !== undefined) await stop(worker, new Error("the estimator was closed"));
}

function startWorker(): Worker {
  const started = new Worker(new URL("../../workers/token-worker.mjs", import.meta.url), {
    execArgv: [],
  });
  started.on("message", ({ id, counts }: CountAnswer) => {
    const request = take(id);
    request?.resolve(counts);
    if (pending.size === 0) rest(started);
  });
  started.on("error", (error: unknown) => {
    forget(started, error instanceof Error ? error : new Error(String(error)));
  });
  started.on("exit", () => forget(started, new Error("the tokenizer's thread ended")));
  return started;
}

function rest(idle: Worker): void {
  idle.unref();
  clearTimeout(idleTimer);
  idleTimer = setTimeout(() => {
    stop(idle, new Error("the tokenizer's thread was idle")).catch((error: unknown) => {
      process.emitWarning(`stopping the tokenizer's thread failed: ${String(error)}`);
    });
  }, IDLE_MS);
  idleTimer.unref();
}

async function stop(stopped: Worker, reason: Error): Promise<void> {
  forget(stopped, reason);
  await stopped.terminate();
}

/** Fails what waits for this worker, and lets the next count start another. */
function forget(gone: Worker, reason: Error): void {
  if (worker !== gone) return;
  worker = undefined;
  clearTimeout(idleTimer);
  for (const id of [...pending.keys()]) take(id)?.reject(reason);
}

function take(id: number): Pending | undefined {
  const request = pending.get(id);
  if (request === undefined) return undefined;
  pending.delete(id);
  clearTimeout(request.timer);
  return request;
}
