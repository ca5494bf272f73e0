import type { BatchStore } from "@headgate/batch";
import type { HeadgateConfig } from "@headgate/contract";
import type { Logger } from "pino";
import { type BatchKeeper, createBatchKeeper, KEEPER_TICK_MS } from "./batch-keeper.ts";
import type { FaceDependencies } from "./face-dependencies.ts";
import { fileRoom } from "./file-room.ts";

/** What clients see of batches, and what takes their batches from one state to the next. */
export type BatchFaces = Readonly<{
  dependencies: FaceDependencies;
  keeper: BatchKeeper;
  close: () => Promise<void>;
}>;

type Options = Readonly<{
  store: BatchStore;
  /** Where files of clients' batches lie. */
  folder: string;
  admit: FaceDependencies["admit"];
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
}>;

export function openFaces({ store, folder, admit, config, nowMs, log }: Options): BatchFaces {
  const dependencies: FaceDependencies = {
    store,
    files: fileRoom(folder),
    admit,
    config,
    nowMs,
    log,
  };
  const keeper = createBatchKeeper(dependencies);
  const tick = (): void => {
    keeper.tick().catch((error: unknown) => {
      log.error({ err: error }, "clients' batches could not be looked at");
    });
  };
  const timer = setInterval(tick, KEEPER_TICK_MS);
  return {
    dependencies,
    keeper,
    close: async () => {
      clearInterval(timer);
      await keeper.close();
    },
  };
}
