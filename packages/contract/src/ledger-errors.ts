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
  ledger_full: {
    status: 503,
    retry: true,
    summary: "The ledger's server has no room for what it is sent.",
    mend: "Free or add disk space at ClickHouse (`select * from system.disks` shows it); what gateways write waits in the spool until then.",
  },
  ledger_busy: {
    status: 503,
    retry: true,
    summary: "The ledger's server has no memory, time or merges left for what it is asked.",
    mend: "Ask about less at once, or give ClickHouse more; after TOO_MANY_PARTS wait until it has merged. What was sent comes again by itself.",
  },
  ledger_read_only: {
    status: 503,
    retry: true,
    summary: "The ledger's server takes no writes at the moment.",
    mend: "Look at ClickHouse's Keeper and at `select * from system.replicas where is_readonly`; what gateways write waits in the spool until then.",
  },
  ledger_schema: {
    status: 503,
    retry: false,
    summary:
      "The ledger's server lacks a table, a cluster or a storage policy that the ledger names.",
    mend: "Check stores.ledger.database, cluster and storage_policy against ClickHouse's own configuration; a table that was dropped is to be restored from a backup.",
  },
  ledger_ages_differ: {
    retry: false,
    summary: "Tables of the ledger keep their rows in another way than the configuration says now.",
    mend: "Run the statements that the message names at ClickHouse, or set the configuration back: nothing is dropped because a setting changed.",
  },
  ledger_version: {
    retry: false,
    summary: "The ledger's server or its schema has a version that cannot be used.",
    mend: "Bring ClickHouse, or this Headgate, to the version that the message names.",
  },
} as const satisfies Record<string, CatalogueEntry>;
