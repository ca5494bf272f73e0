import { randomUUID } from "node:crypto";
import type { ClickHouseConfig, StoreFailure } from "@headgate/contract";
import type { LedgerProblem } from "../duckdb/ledger-problem.ts";
import type { LedgerStore } from "../store.ts";
import { ClickHouseLedger } from "./clickhouse-ledger.ts";
import { Connection } from "./connection.ts";
import { moveUnfinished } from "./imports/finish-import.ts";
import { migrate } from "./migrate.ts";
import { makeSumTables } from "./rollups/make-sum-tables.ts";
import { toldAges } from "./told-ages.ts";

/** Who is at an import says so every third of it. */
const CLAIM_MS = 30_000;

/**
 * Opens the ledger in a database of ClickHouse, which is made where it is missing.
 *
 * @param onProblem told of what went wrong and was survived, when it begins
 * @param failed told of each statement that the server did not do
 * @param claimMs for how long an import is held to be somebody's of whom nothing more is heard
 * @throws HeadgateError `ledger_unreachable` where nothing answers at the address, `ledger_refused` where its user may
 *   not do what a ledger needs, `ledger_version` where the server is too old or the schema too new
 */
export async function openClickHouseLedger(
  config: ClickHouseConfig,
  onProblem: (problem: LedgerProblem) => void = () => undefined,
  {
    claimMs = CLAIM_MS,
    failed = () => undefined,
  }: Readonly<{ claimMs?: number; failed?: (failure: StoreFailure) => void }> = {},
): Promise<LedgerStore> {
  await makeDatabase(config);
  const connection = new Connection(config, failed);
  const owner = { id: randomUUID(), claimMs };
  try {
    await migrate(connection, config);
    await makeSumTables(connection, config);
    const told = await toldAges(connection, config);
    if (told !== undefined) onProblem(told);
    const { left } = await moveUnfinished(connection, owner);
    return new ClickHouseLedger(connection, config, onProblem, { owner, isRestLeft: left > 0 });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function makeDatabase(config: ClickHouseConfig): Promise<void> {
  const server = new Connection({ ...config, database: "default" });
  const onCluster = config.cluster === undefined ? "" : ` on cluster ${config.cluster}`;
  try {
    const [found] = await server.query("select name from system.databases where name = $name", {
      name: { type: "text", text: config.database },
    });
    if (found !== undefined) return;
    await server.run(`create database if not exists ${config.database}${onCluster}`);
  } finally {
    await server.close();
  }
}
