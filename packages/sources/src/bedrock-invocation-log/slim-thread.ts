import { parentPort, workerData } from "node:worker_threads";
import { SlimLines } from "./slim-lines.ts";

/** What the thread is asked, in the order of the file: a piece of it, or that it has ended. */
export type SlimRequest = Uint8Array | "end";

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");

const lines = new SlimLines((workerData as Readonly<{ mostLineBytes: number }>).mostLineBytes);
port.on("message", (request: SlimRequest) => {
  const slim = request === "end" ? lines.end() : lines.push(request);
  port.postMessage(slim, [slim.buffer]);
});
