import type { BatchStore, WorkRequest } from "@headgate/batch";
import type { HeadgateConfig, HeadgateError } from "@headgate/contract";
import type { PriceBook } from "@headgate/pricing";
import type { Logger } from "pino";
import type { FileRoom } from "./file-room.ts";

/** What the faces need of the rest of batches. */
export type FaceDependencies = Readonly<{
  store: BatchStore;
  files: FileRoom;
  /**
   * Takes requests in, held to budgets and prices; one whose id is there already is left as it is. Returns those that
   * were refused, by their ids.
   */
  admit(requests: readonly WorkRequest[]): Promise<ReadonlyMap<string, HeadgateError>>;
  /** Cancels what of a key's requests has not ended. What a provider answers all the same is charged and kept. */
  cancel(keyId: string, which: Parameters<BatchStore["cancel"]>[1]): Promise<void>;
  config: () => HeadgateConfig;
  prices: () => PriceBook;
  nowMs: () => number;
  log: Logger;
}>;
