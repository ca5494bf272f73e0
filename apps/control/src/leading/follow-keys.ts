import type { StateStore } from "@headgate/ledger";
import type { Logger } from "pino";

/** How often it is looked whether keys were made or revoked elsewhere: a small question each time. */
export const FOLLOW_KEYS_MS = 1_000;

/**
 * Publishes the keys of a state that other nodes change as well: each node's gateway reads its own file.
 * @returns looks once; what fails is told once, and the keys stay as they were published
 */
export function createKeyFollower({
  state,
  file,
  log,
}: Readonly<{ state: StateStore; file: string; log: Logger }>): () => Promise<void> {
  let published: number | undefined;
  let isTold = false;
  let underWay = false;
  return async () => {
    if (underWay) return;
    underWay = true;
    try {
      const version = await state.keysVersion();
      if (version !== published) await state.publishKeys(file);
      published = version;
      isTold = false;
    } catch (error) {
      if (!isTold) log.error({ err: error }, "changes of keys on other nodes are not seen");
      isTold = true;
    } finally {
      underWay = false;
    }
  };
}
