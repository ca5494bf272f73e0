import { extentOf, extentSql } from "../reports/extent.ts";
import type { LedgerExtent } from "../store.ts";
import type { Connection } from "./connection.ts";

/** How far the ledger reaches. */
export const readExtent = async (connection: Connection): Promise<LedgerExtent> =>
  extentOf(await connection.ask(extentSql, {}));
