import { constants } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { afterAll } from "vitest";
import type { LedgerStore } from "../store.ts";
import { openDatabase } from "./database.ts";
import { type DuckdbLedgerOptions, openLedgerIn } from "./open-duckdb-ledger.ts";
import type { WorkerData } from "./protocol.ts";
import { serveLedger } from "./serve-ledger.ts";
import type { LedgerThread } from "./worker-client.ts";

/**
 * Opens ledgers as the product does, messages and all, but for two things that a suite would wait for at
 * each of its checks: they work in this thread, and a new file is a copy of one whose tables are made. To be
 * called where tests are described.
 */
export function openingLedgers({
  isKept,
}: Pick<DuckdbLedgerOptions, "isKept"> = {}): (directory: string) => Promise<LedgerStore> {
  let empty: Promise<string> | undefined;
  afterAll(async () => {
    if (empty !== undefined) await rm(await empty, { recursive: true });
  });
  return async (directory) => {
    empty ??= makeEmptyLedger();
    const path = join(directory, "ledger.duckdb");
    await copyWhereNone(join(await empty, "ledger.duckdb"), path);
    return openLedgerIn(startHere, {
      path,
      // A table that is written holds a block of 256 KiB for each of its columns, of which there are more than a hundred.
      memoryLimit: "256MB",
      ...(isKept !== undefined && { isKept }),
      onProblem: ({ message }) => {
        throw new Error(message);
      },
    });
  };
}

async function makeEmptyLedger(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headgate-empty-ledger-"));
  const database = await openDatabase({
    path: join(folder, "ledger.duckdb"),
    memoryLimit: "256MB",
  });
  database.close();
  return folder;
}

async function copyWhereNone(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

/** What goes to and fro is cloned as between threads; the port's end is the thread's. */
function startHere(data: WorkerData): LedgerThread {
  const { port1, port2 } = new MessageChannel();
  serveLedger(port1, data);
  return {
    send: (request, handedOver) => port2.postMessage(request, handedOver),
    listen: ({ message, error, exit }) => {
      port2.on("message", message);
      port2.on("messageerror", error);
      port2.once("close", () => exit(0));
    },
    terminate: async () => port2.close(),
  };
}
