import type { StoresConfig } from "@headgate/contract";
import { type DuckdbLedgerOptions, openDuckdbLedger } from "./duckdb/open-duckdb-ledger.ts";
import type { LedgerStore } from "./store.ts";

/**
 * Opens the ledger that the configuration names: DuckDB's file, or a database of ClickHouse. The client of the latter
 * is loaded only then.
 *
 * @param file what is needed where it is the file
 * @throws HeadgateError as `openDuckdbLedger` and `openClickHouseLedger` do
 */
export async function openLedger(
  config: StoresConfig["ledger"],
  file: DuckdbLedgerOptions,
): Promise<LedgerStore> {
  switch (config.kind) {
    case "duckdb":
      return openDuckdbLedger(file);
    case "clickhouse": {
      const { openClickHouseLedger } = await import("./clickhouse/open-clickhouse-ledger.ts");
      return openClickHouseLedger(config);
    }
    default:
      return config satisfies never;
  }
}
