import type { BatchStore } from "@headgate/batch";
import { type HeadgateConfig, HeadgateError } from "@headgate/contract";
import type { Logger } from "pino";
import { type BatchKeeper, createBatchKeeper, KEEPER_TICK_MS } from "./batch-keeper.ts";
import type { FaceDependencies, RequestToAdmit } from "./face-dependencies.ts";
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
  /**
   * Takes in all of the requests, or none of them.
   * @throws HeadgateError where a budget has no room
   */
  admit: (requests: readonly RequestToAdmit[]) => Promise<void>;
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
}>;

export function openFaces({ store, folder, admit, config, nowMs, log }: Options): BatchFaces {
  const dependencies: FaceDependencies = {
    store,
    files: fileRoom(folder),
    admit: (requests) => admitEach(admit, requests),
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

/** All at once; where that is refused, one after the other, so that those are taken that can be. */
async function admitEach(
  admit: Options["admit"],
  requests: readonly RequestToAdmit[],
): Promise<ReadonlyMap<string, HeadgateError>> {
  const refused = new Map<string, HeadgateError>();
  if (requests.length === 0) return refused;
  try {
    await admit(requests);
    return refused;
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    const [only] = requests;
    if (only !== undefined && requests.length === 1) return new Map([[only.id, error]]);
  }
  for (const request of requests) {
    try {
      await admit([request]);
    } catch (error) {
      if (!(error instanceof HeadgateError)) throw error;
      refused.set(request.id, error);
    }
  }
  return refused;
}
