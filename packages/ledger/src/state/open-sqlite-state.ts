import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { ownReason, stateUnusable } from "./state-unusable.ts";
import type { StateStore } from "./store.ts";

/**
 * Opens the small state in one SQLite file, which is made when there is none. Several processes may
 * have it open.
 *
 * @throws HeadgateError `state_unusable` naming the path when the file is damaged, from a newer
 *   version, or cannot be opened
 */
export async function openSqliteState(options: { path: string }): Promise<StateStore> {
  const { path } = options;
  try {
    await mkdir(dirname(path), { recursive: true });
    // Made here so that only the owner may read it.
    await (await open(path, "a", 0o600)).close();
    // Loaded here so that a process which opens no state does not carry SQLite.
    const { connectToSqlite } = await import("./sqlite-connection.ts");
    const { SqlState } = await import("./sql-state.ts");
    return new SqlState(await connectToSqlite(path));
  } catch (error) {
    throw stateUnusable(path, ownReason(error), error);
  }
}
