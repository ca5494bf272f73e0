import { parentPort, workerData } from "node:worker_threads";
import { BudgetDatabase } from "./budget-database.ts";
import type { Batch, BatchAnswer, WorkerData } from "./operations.ts";

const port = parentPort;
if (port === null) throw new Error("this file is the body of a worker thread");

const database = new BudgetDatabase(workerData as WorkerData);
port.postMessage("open");

port.on("message", (message: Batch | "close") => {
  if (message === "close") {
    database.close();
    port.close();
    return;
  }
  const { id, operations } = message;
  let answer: BatchAnswer;
  try {
    answer = { id, results: database.run(operations) };
  } catch (error) {
    answer = { id, failure: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(answer);
});
