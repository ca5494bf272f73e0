import type { ClickHouseConfig, StoreFailure, StoresConfig } from "@headgate/contract";
import { type DuckdbLedgerOptions, openDuckdbLedger } from "./duckdb/open-duckdb-ledger.ts";
import type { LedgerStore } from "./store.ts";

/**
 * Opens the ledger that the configuration names: DuckDB's file, or a database of ClickHouse. The client of the latter
 * is loaded only then.
 *
 * @param file what is needed where it is the file; its `onProblem` is told by either
 * @param failed told of each statement that a server did not do
 * @throws HeadgateError as `openDuckdbLedger` and `openClickHouseLedger` do
 */
export async function openLedger(
  config: StoresConfig["ledger"],
  file: DuckdbLedgerOptions,
  failed?: (failure: StoreFailure) => void,
): Promise<LedgerStore> {
  switch (config.kind) {
    case "duckdb":
      return openDuckdbLedger(file);
    case "clickhouse": {
      const { openClickHouseLedger } = await import("./clickhouse/open-clickhouse-ledger.ts");
      return openClickHouseLedger(config, file.onProblem, {
        ...(failed !== undefined && { failed }),
      });
    }
    default:
      return config satisfies never;
  }
}

/**
 * Looks at the server that a ledger is to be on, and changes nothing there.
 * @returns its version
 * @throws HeadgateError `ledger_unreachable`, `ledger_refused` or `ledger_version`
 */
export async function lookAtLedger(config: ClickHouseConfig): Promise<string> {
  const { lookAtClickHouse } = await import("./clickhouse/look-at-clickhouse.ts");
  return lookAtClickHouse(config);
}
