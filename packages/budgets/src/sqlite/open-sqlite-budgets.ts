import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { HeadgateError } from "@headgate/contract";
import type { BudgetStore } from "../store.ts";
import type { WorkerData } from "./operations.ts";
import { ThreadedBudgets } from "./threaded-budgets.ts";

export type SqliteBudgetsOptions = Readonly<{
  path: string;
  /** `disk`: what was held survives power loss, at the price of a flush a batch. */
  durability?: WorkerData["durability"];
  /**
   * Told once when the thread has ended though nobody closed it: whatever is asked fails from then on. What was held is in
   * the file, and opening it anew goes on from there.
   */
  onEnded?: (error: Error) => void;
}>;

/**
 * Opens the budgets of a data directory: one SQLite file, made when there is none, behind a thread of this
 * process. Several processes of one machine may have it open, and share every budget exactly.
 *
 * @throws HeadgateError `budgets_unavailable` naming the path
 */
export async function openSqliteBudgets({
  path,
  durability = "process",
  onEnded,
}: SqliteBudgetsOptions): Promise<BudgetStore> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // Made here so that only the owner may read it.
    await (await open(path, "a", 0o600)).close();
    const worker = startWorker({ path, durability });
    await new Promise<void>((resolve, reject) => {
      worker.once("message", () => resolve());
      worker.once("error", reject);
    });
    return new ThreadedBudgets(worker, onEnded);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HeadgateError("budgets_unavailable", `${path}: ${reason}.`, {}, { cause: error });
  }
}

/** Run from source, the thread needs a loader for TypeScript, which does not reach it by `--import`. */
function startWorker(workerData: WorkerData): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./worker.js", import.meta.url), { workerData });
  }
  const source = JSON.stringify(new URL("./worker.ts", import.meta.url).href);
  return new Worker(
    `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${source}); });`,
    { eval: true, execArgv: ["--conditions=@headgate/source"], workerData },
  );
}
