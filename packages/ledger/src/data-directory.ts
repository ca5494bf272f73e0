import { join } from "node:path";

/** Where things lie in the data directory: all that must survive is in it. */
export const dataDirectory = (root: string) =>
  ({
    root,
    /** Spool segments, one folder a writer. */
    spool: join(root, "spool"),
    /** Spool lines that failed their checksum. */
    quarantine: join(root, "quarantine"),
    /** Price files of the user's own, and imported ones. */
    prices: join(root, "prices"),
    /** Lists of machines' prices: the user's own, and imported ones below. */
    infrastructure: join(root, "infrastructure"),
    /** Reports that were made by schedule, one folder a report. */
    reports: join(root, "reports"),
    /** The configuration before and after each change that Headgate wrote into it, by number. */
    configVersions: join(root, "config-versions"),
    /** Pages of pulls under way, a folder a source; nothing in it must survive. */
    pulls: join(root, "pulls"),
    /** Rows on their way from one ledger to another while stores are moved; nothing in it must survive. */
    migration: join(root, "migration"),
    /** There while the state and work that waits are held for a move, and which state it is. */
    storesHeld: join(root, "stores-held.json"),
    ledger: join(root, "ledger.duckdb"),
    state: join(root, "state.sqlite"),
    /** What budgets hold and have spent; shared by the gateways of the machine. */
    budgets: join(root, "budgets.sqlite"),
    /** What this gateway let through by itself while shared counters were away, until they have counted it. */
    letThrough: join(root, "let-through"),
    /** Work that can wait; and the files of clients' batches, by their ids. */
    batch: join(root, "batch.sqlite"),
    batchFiles: join(root, "batch", "files"),
    /** What digests of requests are keyed with; it never leaves the directory. */
    historySalt: join(root, "history-salt"),
    /** What was learned of which model is good at what, a file a pool. */
    routing: join(root, "routing"),
    /** What levers learned of traffic: a file each, of digests, sizes and times. */
    learned: join(root, "learned"),
    /** The published snapshot of live keys, which gateways read. */
    keys: join(root, "keys.json"),
  }) as const;
export type DataDirectory = ReturnType<typeof dataDirectory>;
