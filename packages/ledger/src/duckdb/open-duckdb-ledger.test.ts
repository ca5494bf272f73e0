import { join } from "node:path";
import { describeLedgerStore } from "../store.conformance.ts";
import { openDuckdbLedger } from "./open-duckdb-ledger.ts";

describeLedgerStore("DuckDB", (directory) =>
  openDuckdbLedger({
    path: join(directory, "ledger.duckdb"),
    onProblem: ({ message }) => {
      throw new Error(message);
    },
  }),
);
