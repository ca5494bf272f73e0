import type { PostgresConfig } from "@headgate/contract";
import { Client, type ClientConfig, Pool, types } from "pg";

/** The oldest that is taken: it ends idle sessions by itself, which leadership rests on. */
const OLDEST_VERSION = 14;
/** How long a statement may run, and how long it waits for what another holds. */
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;

export type PostgresOptions = Omit<PostgresConfig, "kind">;

/** A pool of connections to one schema, and single ones to the same. */
export interface Postgres {
  readonly pool: Pool;
  readonly schema: string;
  /** A connection of its own, for locks that last as long as it does; who asks connects and ends it. */
  client(applicationName: string): Client;
  close(): Promise<void>;
}

/**
 * Opens a pool whose statements find their tables in `schema` alone, and whose integers are exact.
 * @throws what `pg` throws where it cannot be reached, and Error where it is too old
 */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const { url, schema, max_connections, connect_timeout_ms } = options;
  const config = (applicationName: string): ClientConfig => ({
    connectionString: url,
    application_name: applicationName.slice(0, 63),
    connectionTimeoutMillis: connect_timeout_ms,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    // A server that went away without a word is noticed by this process, not by the statement's own limit.
    query_timeout: STATEMENT_TIMEOUT_MS + LOCK_TIMEOUT_MS,
    options: `-c search_path=${schema}`,
    types: exactTypes,
  });
  const pool = new Pool({ ...config("headgate"), max: max_connections });
  // One that breaks while nobody uses it is left out by the pool; the next statement tells what is wrong.
  pool.on("error", () => undefined);
  try {
    await refuseOldServer(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    pool,
    schema,
    client: (applicationName) => new Client(config(applicationName)),
    close: () => pool.end(),
  };
}

/** 64-bit integers: what JavaScript's numbers hold exactly, and an error for the rest. */
const INT8 = 20;

const exactTypes: ClientConfig["types"] = {
  getTypeParser: ((id: number, format?: "text" | "binary") =>
    id === INT8 ? exactInteger : types.getTypeParser(id, format)) as typeof types.getTypeParser,
};

function exactInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${text} is larger than a whole number can be here`);
}

async function refuseOldServer(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ server_version_num: string }>("show server_version_num");
  const unfit = whyTooOld(Number(rows[0]?.server_version_num));
  if (unfit !== undefined) throw new Error(unfit);
}

/**
 * @param number `server_version_num`, e.g. 160003 of 16.3
 * @returns why a server of that version is not taken; undefined where it is
 */
export const whyTooOld = (number: number): string | undefined =>
  number >= OLDEST_VERSION * 10_000
    ? undefined
    : `it is PostgreSQL ${Math.floor(number / 10_000)}; Headgate takes ${OLDEST_VERSION} and newer`;
