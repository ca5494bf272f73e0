import type {
  AddedOutcomes,
  AttributionField,
  AttributionVariable,
  BillLine,
  billByQuery,
  billByReport,
  billedMachinesQuery,
  billedMachinesReport,
  billingQuery,
  billOverTimeQuery,
  billOverTimeReport,
  CacheUseReport,
  ChargeBasis,
  ChargeRevision,
  cacheUseQuery,
  callsQuery,
  callsReport,
  DemandReport,
  demandQuery,
  exploreQuery,
  exploreReport,
  HistoryRow,
  ImportSummary,
  LedgerRow,
  Outcome,
  OutcomeDetail,
  OutcomesReport,
  outcomeListQuery,
  outcomeListReport,
  outcomesQuery,
  PrecedenceReport,
  precedenceQuery,
  RatedAttempt,
  RerateDifference,
  Rerating,
  reconcileQuery,
  SavingsReport,
  SeenElsewhere,
  savingsQuery,
  spendByQuery,
  spendByReport,
  spendOverTimeQuery,
  spendOverTimeReport,
  spendQuery,
  spendReport,
  TokensReport,
  timeRangeQuery,
  tokensQuery,
  totalsQuery,
  totalsReport,
  UsageComponent,
  unpricedQuery,
  unpricedReport,
} from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { z } from "zod";
import type { LedgerTables } from "./copy/ledger-tables.ts";
import type {
  FinishedImport,
  GrowingBatch,
  ImportBatch,
  ImportEnd,
  ImportStart,
  ImportsQuery,
} from "./imports/import.ts";
import type { Sides } from "./reconcile/sides.ts";
import type { CallsByScope } from "./reports/calls-by-scope.ts";
import type { ChangeCells, ChangeCellsQuery } from "./reports/change-cells.ts";
import type { ExperimentDay } from "./reports/experiments.ts";
import type { GaugeHour } from "./reports/gauge-hours.ts";
import type { GpuUtilisation } from "./reports/gpu-utilisation.ts";
import type { PricedCalls } from "./reports/priced-calls.ts";
import type { RetryCost } from "./reports/retry-cost.ts";
import type { UsageByModel, UsageByModelQuery } from "./reports/usage-by-model.ts";
import type { ReratingStart, RevisionBatch } from "./revision-batch.ts";
import type { SegmentLines } from "./spool/segment-lines.ts";

/** How far a spool segment has been loaded: all bytes before `offset`. */
export type SpoolCursor = Readonly<{ segment: string; offset: number }>;

/** Rows of the spool with the cursors to move when they are in. */
export type LedgerBatch = Readonly<{
  rows: readonly LedgerRow[];
  cursors: readonly SpoolCursor[];
  /** Where the rows were read from in each segment, the first of them. A store may know that what lies behind is new. */
  begins?: readonly SpoolCursor[];
  /** True of the rows that are left of a block whose lines were taken just now: like those, none can be there. */
  isNew?: boolean;
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
  /** First moment that a line of a bill is about, and the first behind the last: `[from, to)`. */
  billsFromMs: number | undefined;
  billsToMs: number | undefined;
}>;

/** Attempts to price again: those that started in `[fromMs, toMs)`, behind the last one that was read. */
export type AttemptsQuery = Readonly<{
  fromMs: number;
  toMs: number;
  /** Only attempts at this configured provider. */
  provider?: string;
  /** Only attempts answered by this model. */
  model?: string;
  after?: Readonly<{ startedAtMs: number; rowId: string }>;
  limit: number;
}>;

/** Billed cost of the attempts of one day (UTC) that one price record stands for. */
export type BilledDay = Readonly<{
  dayStartMs: number;
  /** The configured provider. */
  provider: string;
  model: string | undefined;
  /** The first price record of their charges; undefined where no line was priced. */
  priceRecord: string | undefined;
  /** Without simulated attempts; undefined when the cost of none of them is known. */
  billedCost: Picodollars | undefined;
  simulatedCost: Picodollars;
  /** Attempts, simulated ones apart, without a known cost. */
  unpricedAttempts: number;
}>;

/**
 * Calls of one day (UTC) that are alike in all that an export tells apart, added up. Costs are dollars in
 * their wire form; `quantity` counts the component at the one `unitPrice`.
 */
export type ExportedCalls = Readonly<{
  dayMs: number;
  /** As the price book names it. */
  provider: string;
  account: string | null;
  region: string | null;
  scope: string | null;
  serviceTier: string | null;
  category: string;
  confidence: string;
  source: string;
  attribution: Readonly<Partial<Record<AttributionField, string>>>;
  tags: Readonly<Record<string, string>>;
  model: string | null;
  /** What was charged; null for what charges come to beyond their lines. */
  component: UsageComponent | null;
  priceRecord: string | null;
  unitPrice: string | null;
  quantity: string | null;
  listCost: string;
  contractedCost: string;
  effectiveCost: string;
  billedCost: string;
  /** Attempts with such a line; one attempt can be in several rows. */
  attempts: number;
}>;

/** What was spent on rows that are alike in all that attribution rules look at. */
export type CostSubject = Readonly<{
  currency: string;
  /** Effective cost; attempts without a known one add nothing and are counted. */
  cost: Picodollars;
  unpricedAttempts: number;
  /** What a rule can see, by all names that it has. */
  names: Readonly<Record<AttributionVariable, readonly string[]>>;
  tags: Readonly<Record<string, string>>;
  labels: Readonly<Partial<Record<AttributionField, string>>>;
}>;

/** Simulated attempts alone (true), or real ones alone (false); both unless said. */
type OfSimulation = Readonly<{ simulated?: boolean }>;

/** The questions a ledger answers: each is one file in `reports/`. */
export type Reports = {
  totals: {
    query: z.output<typeof totalsQuery> & OfSimulation;
    result: z.output<typeof totalsReport>;
  };
  "spend-over-time": {
    query: z.output<typeof spendOverTimeQuery>;
    result: z.output<typeof spendOverTimeReport>;
  };
  "spend-by": {
    query: z.output<typeof spendByQuery> & OfSimulation;
    result: z.output<typeof spendByReport>;
  };
  "change-cells": { query: ChangeCellsQuery; result: ChangeCells };
  "usage-by-model": { query: UsageByModelQuery; result: UsageByModel };
  "gpu-utilisation": { query: z.output<typeof timeRangeQuery>; result: GpuUtilisation };
  "gauge-hours": { query: z.output<typeof timeRangeQuery>; result: readonly GaugeHour[] };
  "priced-calls": { query: z.output<typeof totalsQuery>; result: PricedCalls };
  "calls-by-scope": { query: z.output<typeof timeRangeQuery>; result: CallsByScope };
  "retry-cost": { query: z.output<typeof totalsQuery>; result: RetryCost };
  unpriced: {
    query: z.output<typeof unpricedQuery> & OfSimulation;
    result: z.output<typeof unpricedReport>;
  };
  "billed-by-day": { query: z.output<typeof billingQuery>; result: readonly BilledDay[] };
  calls: { query: z.output<typeof callsQuery>; result: z.output<typeof callsReport> };
  precedence: { query: z.output<typeof precedenceQuery>; result: PrecedenceReport };
  "bill-by": { query: z.output<typeof billByQuery>; result: z.output<typeof billByReport> };
  "bill-over-time": {
    query: z.output<typeof billOverTimeQuery> &
      Readonly<{
        /** Lines whose charge period is a day or less alone: the others say nothing of the day in which they begin. */
        ofDays?: boolean;
      }>;
    result: z.output<typeof billOverTimeReport>;
  };
  "billed-machines": {
    query: z.output<typeof billedMachinesQuery>;
    result: z.output<typeof billedMachinesReport>;
  };
  spend: {
    query: z.output<typeof spendQuery> &
      Readonly<{
        /** The price book's names of configured providers, where they differ: bills are read by those. */
        providers?: Readonly<Record<string, string>>;
      }>;
    result: z.output<typeof spendReport>;
  };
  /** Both sides of a reconciliation; `reconcile` splits their difference. */
  reconciliation: {
    query: Pick<z.output<typeof reconcileQuery>, "from" | "to" | "cost">;
    result: Sides;
  };
  /** Stretches of a range with at most `most` attempts each, as far as minutes go. */
  "export-slices": {
    query: z.output<typeof timeRangeQuery> & Readonly<{ most: number }>;
    result: readonly z.output<typeof timeRangeQuery>[];
  };
  "exported-calls": {
    query: z.output<typeof timeRangeQuery> &
      Readonly<{
        slice: z.output<typeof timeRangeQuery>;
        /** As in `spend`. */
        providers?: Readonly<Record<string, string>>;
        /** Simulated calls alone, or none. */
        simulated: boolean;
      }>;
    result: readonly ExportedCalls[];
  };
  "exported-bill-lines": {
    query: z.output<typeof timeRangeQuery> &
      Readonly<{
        /** The last line that was read. */
        after?: Readonly<Pick<BillLine, "statement" | "line_id">>;
        limit: number;
      }>;
    result: readonly BillLine[];
  };
  "cost-subjects": {
    query: z.output<typeof timeRangeQuery> &
      Readonly<{
        over: "calls" | "bills";
        labels: readonly AttributionField[];
        /** Names of tags that rules look at. */
        tags: readonly string[];
      }>;
    result: readonly CostSubject[];
  };
  /** What did the outcomes of a range cost, and which calls are under none? */
  outcomes: { query: z.output<typeof outcomesQuery>; result: OutcomesReport };
  "outcome-list": {
    query: z.output<typeof outcomeListQuery>;
    result: z.output<typeof outcomeListReport>;
  };
  outcome: {
    query: Readonly<{ id: string; charges?: ChargeBasis | undefined }>;
    result: OutcomeDetail;
  };
  savings: {
    query: z.output<typeof savingsQuery> &
      OfSimulation &
      Readonly<{
        /** The model that clients asked for; an empty text stands for calls that named none. */
        requestModel?: string | undefined;
      }>;
    result: SavingsReport;
  };
  "cache-use": { query: z.output<typeof cacheUseQuery>; result: CacheUseReport };
  tokens: { query: z.output<typeof tokensQuery>; result: TokensReport };
  demand: { query: z.output<typeof demandQuery>; result: DemandReport };
  /** How the arms of experiments did, day by day; of one alone where it is named. */
  experiments: {
    query: z.output<typeof totalsQuery> &
      Readonly<{
        experiment?: string | undefined;
        /** What people thought of answers, from 0 to 1: it lies beside the ledger. */
        feedback?: readonly Readonly<{ callId: string; quality: number }>[] | undefined;
        /** The model that clients asked for; an empty text stands for calls that named none. */
        requestModel?: string | undefined;
      }>;
    result: readonly ExperimentDay[];
  };
  explore: { query: z.output<typeof exploreQuery>; result: z.output<typeof exploreReport> };
};
export type ReportName = keyof Reports;
export type { ReratingStart, Revision, RevisionBatch } from "./revision-batch.ts";

/**
 * A ledger of attempts: append-only, one row an id. Every adapter passes the suite in
 * `store.conformance.ts`.
 */
export interface LedgerStore extends LedgerTables {
  /** Adds what is new and moves the cursors, both or neither. */
  append(batch: LedgerBatch): Promise<AppendResult>;
  /**
   * Adds the rows of lines that nobody has read yet; cursors move by the `append` that follows. Several may be under way at once,
   * those of a segment begun in its order. Absent where a ledger takes rows alone.
   * @returns false where they have to be read and appended as rows, which finds those that are in already
   */
  appendLines?(lines: SegmentLines): Promise<boolean>;
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
  /** Every charge that the re-rated attempts of a call had, oldest first; empty when none was re-rated. */
  chargeRevisions(id: string): Promise<readonly ChargeRevision[]>;
  /** The next attempts of a range by time and id, with the charges that hold now; empty at the end. */
  attempts(query: AttemptsQuery): Promise<readonly RatedAttempt[]>;
  /** The same attempts in the same order, with what changes can be simulated from. */
  history(query: AttemptsQuery): Promise<readonly HistoryRow[]>;
  /**
   * Begins a re-rating and drops what an earlier one left that was never finished. Nothing of it holds
   * before {@link finishRerating}.
   * @returns its number, above that of every re-rating before it
   */
  beginRerating(start: ReratingStart): Promise<number>;
  /** Adds a batch of revisions; one that is there already changes nothing. */
  addRevisions(batch: RevisionBatch): Promise<void>;
  /**
   * Makes all revisions of a re-rating hold at once: reports and calls show them from now on, in place of
   * the charges before. Finishing again changes nothing.
   */
  finishRerating(
    end: Readonly<{ rerating: number; appliedAtMs: number; difference: RerateDifference }>,
  ): Promise<void>;
  /** Re-ratings that hold, oldest first. */
  reratings(): Promise<readonly Rerating[]>;
  /**
   * Begins an import and drops what an earlier one left that was never finished: one is under way at a
   * time, and who can have several at once lets them wait for each other. Nothing of it holds before
   * {@link finishImport}.
   * @returns its number, above that of every import before it
   */
  beginImport(start: ImportStart): Promise<number>;
  /** Adds a batch to an import; one that is there already changes nothing. */
  addToImport(batch: ImportBatch): Promise<void>;
  /** Absent where a batch's records are taken as they are; `growBatch` of `imports/grow-batch.ts` serves both. */
  growBatch?(): GrowingBatch;
  /**
   * Makes all of an import hold at once. Attempts are added where their id is new, statements of bills
   * and sums of usage replace those under the same name. Finishing again answers the same and changes
   * nothing.
   */
  finishImport(end: ImportEnd): Promise<ImportSummary>;
  /** Drops an import that is not finished; one that was dropped already changes nothing. */
  abandonImport(number: number): Promise<void>;
  /**
   * Adds outcomes, all or none. An id that is there already takes the later content, and the same content
   * changes nothing; what was replaced is kept.
   */
  addOutcomes(
    sent: Readonly<{ outcomes: readonly Outcome[]; atMs: number }>,
  ): Promise<AddedOutcomes>;
  /** Imports that hold, newest first, as many as were asked for. */
  imports(query: ImportsQuery): Promise<readonly FinishedImport[]>;
  /** Rows of a call that its own source and others wrote down; empty when one source alone saw it. */
  seenElsewhere(id: string): Promise<readonly SeenElsewhere[]>;
  /** Which of these ids, given by clients, the ledger holds calls of. */
  knownCalls(clientCallIds: readonly string[]): Promise<readonly string[]>;
  extent(): Promise<LedgerExtent>;
  /**
   * Builds the sums by day that are out of date; until then reports read the rows, and answer the same. A ledger in a
   * file does so by itself, some time after a day was written to; for one that several processes write to, the one that
   * leads asks for it.
   * @param quietForMs only days that nothing was written to for so long; all of them unless said
   * @returns how many days were summed up
   */
  buildSums(quietForMs?: number): Promise<number>;
  /** Makes all that was appended durable in the ledger's own file, so that spool segments can go. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}
