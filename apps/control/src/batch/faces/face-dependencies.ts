import type { BatchStore, NewItem } from "@headgate/batch";
import type { HeadgateConfig, HeadgateError } from "@headgate/contract";
import type { Logger } from "pino";
import type { FileRoom } from "./file-room.ts";

/** A request to be taken in, but for what the runner decides of it. */
export type RequestToAdmit = Omit<NewItem, "shared" | "realTimeAtMs" | "admittedAtMs">;

/** What the faces need of the rest of batches. */
export type FaceDependencies = Readonly<{
  store: BatchStore;
  files: FileRoom;
  /**
   * Takes requests in, held to budgets and prices; one whose id is there already is left as it is. Returns those that
   * were refused, by their ids.
   */
  admit(requests: readonly RequestToAdmit[]): Promise<ReadonlyMap<string, HeadgateError>>;
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
}>;
