import type { BatchStore, WorkRequest } from "@headgate/batch";
import type { HeadgateConfig, HeadgateError } from "@headgate/contract";
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
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
}>;
