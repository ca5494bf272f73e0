import type { StoresConfig } from "@headgate/contract";
import type { SqlCopy } from "@headgate/postgres";
import { openState } from "./open-state.ts";

type StateConfig = StoresConfig["state"];

/**
 * Makes one small state hold what another does, and compares them. Both are opened for it: the source may be in use, and
 * what is copied of it is of one moment.
 *
 * @param path the file of the data directory, for the side that is SQLite's
 * @throws HeadgateError `state_unusable`
 */
export async function copyState({
  from,
  to,
  path,
  dryRun,
}: Readonly<{
  from: StateConfig;
  to: StateConfig;
  path: string;
  dryRun: boolean;
}>): Promise<SqlCopy> {
  // Brings the target's tables up to date.
  await (await openState(to, path)).close();
  const { copyBetween } = await import("@headgate/postgres");
  return copyBetween({
    ...{ from, to, dryRun },
    openSqlite: async () => new (await import("libsql")).default(path),
  });
}
