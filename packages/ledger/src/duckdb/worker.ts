import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "./database-failure.ts";
import type { Response, WorkerData } from "./protocol.ts";
import { serveLedger } from "./serve-ledger.ts";

/** The thread that owns DuckDB. Only this file's imports load it. */
const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");

const ledger = serveLedger(port, workerData as WorkerData);

/**
 * A thread that dies with DuckDB open takes the whole process along: native calls under way come back
 * into an environment that is gone. So a fault is told first, and the thread ends once all is closed.
 */
process.once("uncaughtException", (error) => {
  port.postMessage({ type: "fault", detail: messageOf(error) } satisfies Response);
  const end = (): void => port.close();
  ledger.close().then(end, end);
});
