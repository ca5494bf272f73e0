import type { ClickHouseConfig } from "@headgate/contract";
import { text } from "../reports/sql-values.ts";
import { Connection } from "./connection.ts";
import { refuseOldServer } from "./migrate.ts";

/**
 * Looks at the server that the configuration names, and changes nothing there.
 * @returns its version
 * @throws HeadgateError `ledger_unreachable`, `ledger_refused` or `ledger_version`, as opening the ledger does
 */
export async function lookAtClickHouse(config: ClickHouseConfig): Promise<string> {
  // The ledger's own database need not be there yet.
  const connection = new Connection({ ...config, database: "default" });
  try {
    await refuseOldServer(connection, config);
    const [found] = await connection.query("select version() as version");
    if (found === undefined) throw new TypeError("a constant answered no row");
    return text(found, "version");
  } finally {
    await connection.close();
  }
}
