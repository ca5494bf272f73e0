import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/**
 * Does a job for each of some items, a few at once in threads of their own, and tells on stderr how far it is. What
 * goes between the threads is cloned.
 *
 * @param moduleUrl of a module that answers with {@link answerInWorker}
 * @returns the answers in the order of the items
 */
export async function inWorkers<Item, Answer>(
  moduleUrl: URL,
  items: readonly Item[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const startedMs = Date.now();
  let next = 0;
  let done = 0;
  const workUntilDone = async (): Promise<void> => {
    for (let index = next; index < items.length; index = next) {
      next += 1;
      answers[index] = await answerOf<Answer>(startWorker(moduleUrl, items[index]));
      done += 1;
      const seconds = Math.round((Date.now() - startedMs) / 1_000);
      process.stderr.write(`  ${done} of ${items.length} companies after ${seconds} s\n`);
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(items.length, availableParallelism()) }, workUntilDone),
  );
  return answers;
}

/** `--import tsx` does not reach worker threads in Node 20, so a line of its own registers it there. */
const startWorker = (moduleUrl: URL, item: unknown): Worker =>
  new Worker(
    `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${JSON.stringify(moduleUrl.href)}); });`,
    {
      eval: true,
      execArgv: process.execArgv.filter((one) => one.startsWith("--conditions")),
      workerData: item,
    },
  );

const answerOf = <Answer>(worker: Worker): Promise<Answer> =>
  new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a worker ended with ${code}, unanswered`)));
  });

/** In a worker of {@link inWorkers}, answers for its item; in the main thread it does nothing. */
export async function answerInWorker<Item, Answer>(
  answer: (item: Item) => Answer | Promise<Answer>,
): Promise<void> {
  if (isMainThread || parentPort === null) return;
  parentPort.postMessage(await answer(workerData as Item));
}
