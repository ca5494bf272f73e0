import { existsSync } from "node:fs";
import type { StoresConfig } from "@headgate/contract";
import { type DataDirectory, openState } from "@headgate/ledger";
import type { Logger } from "pino";

/**
 * Brings the published list of keys up to date where control cannot start; what keeps it from that is told, and tried again.
 * A first list without any key is not made: a node that has one takes calls without its control process.
 */
export async function publishKeysAlone(
  config: StoresConfig["state"],
  directory: Pick<DataDirectory, "state" | "keys">,
  log: Logger,
): Promise<void> {
  try {
    const state = await openState(config, directory.state);
    try {
      if (existsSync(directory.keys) || (await state.keySnapshot()).keys.length > 0) {
        await state.publishKeys(directory.keys);
      }
    } finally {
      await state.close();
    }
  } catch (error) {
    log.warn({ err: error }, "changes of keys since this node's last start are not seen");
  }
}
