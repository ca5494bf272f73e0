import type { Kysely, Transaction } from "kysely";

/** A database of small state, whichever it is: its queries are the same, and what holds what is said here. */
export interface Connection<Tables> {
  /** Where it is, for people. */
  readonly place: string;
  readonly database: Kysely<Tables>;
  /** Runs work in a transaction that no other change, also of another process, comes between. */
  changing<Result>(work: (transaction: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Runs work that sees one moment. */
  seeing<Result>(work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** As `seeing`; whoever publishes the same file waits, so that no older one overtakes. */
  publishing<Result>(
    file: string,
    work: (transaction: Kysely<Tables>) => Promise<Result>,
  ): Promise<Result>;
  /** What went wrong, for people. */
  reasonOf(error: unknown): string;
  close(): Promise<void>;
}
