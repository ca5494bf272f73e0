import type { LedgerStore } from "../store.ts";
import { copiedTableNames } from "./copied-tables.ts";

/** All rows of all tables that hold something of their own. */
export async function contentOf(store: LedgerStore): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {};
  for (const table of copiedTableNames) {
    const hours = await store.tableHours(table);
    const rows = await Promise.all(
      hours.map(({ hour }) =>
        store.tableRows({ table, hours: { from: hour, to: hour }, columns: "all" }),
      ),
    );
    tables[table] = rows.flat();
  }
  return tables;
}
