import { join } from "node:path";
import { vi } from "vitest";
import { describeLedgerStore } from "../store.conformance.ts";
import { openDuckdbLedger } from "./open-duckdb-ledger.ts";

// On a machine that is busy.
vi.setConfig({ testTimeout: 120_000 });

describeLedgerStore("DuckDB", (directory) =>
  openDuckdbLedger({
    path: join(directory, "ledger.duckdb"),
    onProblem: ({ message }) => {
      throw new Error(message);
    },
  }),
);
