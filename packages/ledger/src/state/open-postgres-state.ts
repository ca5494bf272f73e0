import type { PostgresConfig, StoreFailure } from "@headgate/contract";
import { stateUnusable } from "./state-unusable.ts";
import type { StateStore } from "./store.ts";

/**
 * Opens the small state in one schema of PostgreSQL, which is made when there is none. Many processes of many machines may
 * have it open.
 *
 * @throws HeadgateError `state_unusable` naming the place and what mends it
 */
export async function openPostgresState(
  options: Omit<PostgresConfig, "kind">,
  failed?: (failure: StoreFailure) => void,
): Promise<StateStore> {
  // Loaded here so that a process which opens no such state does not carry PostgreSQL's client.
  const { placeOf, postgresProblem } = await import("@headgate/postgres");
  try {
    const { connectToPostgres } = await import("./postgres-connection.ts");
    const { SqlState } = await import("./sql-state.ts");
    return new SqlState(await connectToPostgres(options, failed));
  } catch (error) {
    throw stateUnusable(placeOf(options.url, options.schema), postgresProblem(error), error);
  }
}
