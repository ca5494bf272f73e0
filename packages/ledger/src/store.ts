import type {
  callsQuery,
  callsReport,
  LedgerRow,
  spendByQuery,
  spendByReport,
  spendOverTimeQuery,
  spendOverTimeReport,
  totalsQuery,
  totalsReport,
  unpricedQuery,
  unpricedReport,
} from "@headgate/contract";
import type { z } from "zod";

/** How far a spool segment has been loaded: all bytes before `offset`. */
export type SpoolCursor = Readonly<{ segment: string; offset: number }>;

/** Rows of the spool with the cursors to move when they are in. */
export type LedgerBatch = Readonly<{
  rows: readonly LedgerRow[];
  cursors: readonly SpoolCursor[];
}>;

export type AppendResult = Readonly<{
  added: number;
  /** Rows whose id was in the ledger already. */
  alreadyThere: number;
  /** Of these, rows that differ from the one in the ledger. */
  conflicting: number;
}>;

export type LedgerExtent = Readonly<{
  rows: number;
  firstRowAtMs: number | undefined;
  lastRowAtMs: number | undefined;
}>;

/** The questions a ledger answers: each is one file in `reports/`. */
export type Reports = {
  totals: { query: z.output<typeof totalsQuery>; result: z.output<typeof totalsReport> };
  "spend-over-time": {
    query: z.output<typeof spendOverTimeQuery>;
    result: z.output<typeof spendOverTimeReport>;
  };
  "spend-by": { query: z.output<typeof spendByQuery>; result: z.output<typeof spendByReport> };
  unpriced: { query: z.output<typeof unpricedQuery>; result: z.output<typeof unpricedReport> };
  calls: { query: z.output<typeof callsQuery>; result: z.output<typeof callsReport> };
};
export type ReportName = keyof Reports;

/**
 * A ledger of attempts: append-only, one row an id. Every adapter passes the suite in
 * `store.conformance.ts`.
 */
export interface LedgerStore {
  /** Adds what is new and moves the cursors, both or neither. */
  append(batch: LedgerBatch): Promise<AppendResult>;
  cursors(): Promise<readonly SpoolCursor[]>;
  /** Drops the cursors of segments that no longer exist. */
  forgetCursors(segments: readonly string[]): Promise<void>;
  report<Name extends ReportName>(
    name: Name,
    query: Reports[Name]["query"],
  ): Promise<Reports[Name]["result"]>;
  /**
   * All attempts of a call in their order; empty when there is none. A client's own id finds the attempts
   * of every call that was sent under it.
   */
  call(id: string): Promise<readonly LedgerRow[]>;
  /** Which of these ids, given by clients, the ledger holds calls of. */
  knownCalls(clientCallIds: readonly string[]): Promise<readonly string[]>;
  extent(): Promise<LedgerExtent>;
  /** Makes all that was appended durable in the ledger's own file, so that spool segments can go. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}
