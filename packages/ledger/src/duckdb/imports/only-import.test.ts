import { describeLedgerStore, importParts } from "../../store.conformance.ts";
import { openingLedgers } from "../open-ledger.fixture.ts";

describeLedgerStore(
  "DuckDB, of which nothing is kept,",
  openingLedgers({ isKept: false }),
  [],
  importParts,
);
