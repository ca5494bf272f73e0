import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Errors of the ledger, whichever engine it is on: part of the catalogue. */
export const ledgerErrors = {
  ledger_locked: {
    retry: true,
    summary: "Another process has the ledger open.",
    mend: "Stop the other Headgate that uses this data directory, or use another one.",
  },
  ledger_corrupt: {
    retry: false,
    summary: "The ledger file cannot be opened.",
    mend: "It was left untouched beside a fresh one; restore it from a backup, or load the spool again.",
  },
  ledger_unreachable: {
    retry: true,
    summary: "The ledger's server does not answer.",
    mend: "Check stores.ledger.url and that ClickHouse runs; what gateways write waits in the spool until then.",
  },
  ledger_refused: {
    retry: false,
    summary: "The ledger's server refuses what its user asks.",
    mend: "Check stores.ledger.username and password; the user must create and alter tables, read, insert, and change settings.",
  },
  ledger_version: {
    retry: false,
    summary: "The ledger's server or its schema has a version that cannot be used.",
    mend: "Bring ClickHouse, or this Headgate, to the version that the message names.",
  },
} as const satisfies Record<string, CatalogueEntry>;
