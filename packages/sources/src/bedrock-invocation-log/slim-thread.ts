import { parentPort, workerData } from "node:worker_threads";
import { openFile } from "../read/open-file.ts";
import type { RequestBodies } from "./kept-of.ts";
import { withoutPrefixes } from "./log-text.ts";
import { SlimLines } from "./slim-lines.ts";

/** The file that the thread reads. */
export type SlimTask = Readonly<{
  name: string;
  path: string;
  /** Whether something stands before the record of each line. */
  isPrefixed: boolean;
  mostLineBytes: number;
  requests: RequestBodies;
}>;

/** What the thread tells: a piece each time that it is asked for one, in the file's order, and how it ended. */
export type SlimAnswer =
  /** `taken` is how many of the file's own bytes were read for it. */
  | Readonly<{ kind: "piece"; bytes: Uint8Array<ArrayBuffer>; taken: number }>
  | Readonly<{ kind: "end" }>
  /** Reading failed behind the last piece; `code` is the system's, absent where the file's compression is broken. */
  | Readonly<{ kind: "broken"; message: string; code: string | undefined }>;

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");

const tell = (answer: SlimAnswer, handedOver: readonly ArrayBuffer[] = []): void =>
  port.postMessage(answer, handedOver);

let asked = 0;
let wake: () => void = () => undefined;
port.on("message", () => {
  asked += 1;
  wake();
});

let taken = 0;
async function give(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (bytes.length === 0) return;
  while (asked === 0) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  asked -= 1;
  tell({ kind: "piece", bytes, taken }, [bytes.buffer]);
  taken = 0;
}

async function run({ name, path, isPrefixed, mostLineBytes, requests }: SlimTask): Promise<void> {
  const lines = new SlimLines(mostLineBytes, requests);
  const file = openFile(name, path, (bytes) => {
    taken += bytes;
  });
  let failure: unknown;
  try {
    for await (const piece of (isPrefixed ? withoutPrefixes(file) : file).open()) {
      await give(lines.push(piece));
    }
  } catch (error) {
    failure = error;
  }
  // What came before a break is read first.
  await give(lines.end());
  if (failure === undefined) tell({ kind: "end" });
  else tell(broken(failure));
}

/** @throws what is neither the file's fault nor the disk's, which ends the thread */
function broken(error: unknown): SlimAnswer {
  if (!(error instanceof Error)) throw error;
  const { message, code } = error as NodeJS.ErrnoException;
  if (error.name !== "BrokenFile" && code === undefined) throw error;
  return { kind: "broken", message, code };
}

void run(workerData as SlimTask);
