import type { StoreFailure, StoresConfig } from "@headgate/contract";
import { openPostgresState } from "./open-postgres-state.ts";
import { openSqliteState } from "./open-sqlite-state.ts";
import type { StateStore } from "./store.ts";

/**
 * Opens the small state where the configuration says that it is kept.
 * @param path the file of the data directory, where it is SQLite's
 * @param failed told of each statement that a server did not do
 * @throws HeadgateError `state_unusable`
 */
export function openState(
  config: StoresConfig["state"],
  path: string,
  failed?: (failure: StoreFailure) => void,
): Promise<StateStore> {
  switch (config.kind) {
    case "sqlite":
      return openSqliteState({ path });
    case "postgres":
      return openPostgresState(config, failed);
    default:
      return config satisfies never;
  }
}
