import type {
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
  cacheUseQuery,
  callsQuery,
  callsReport,
  DemandReport,
  demandQuery,
  exploreQuery,
  exploreReport,
  OutcomeDetail,
  OutcomesReport,
  outcomeListQuery,
  outcomeListReport,
  outcomesQuery,
  PrecedenceReport,
  precedenceQuery,
  reconcileQuery,
  SavingsReport,
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
import type { Sides } from "../reconcile/sides.ts";
import type { BillCells, BillCellsQuery } from "./bills/bill-cells.ts";
import type { CallsByScope } from "./calls-by-scope.ts";
import type { ChangeCells, ChangeCellsQuery } from "./change-cells.ts";
import type { ExperimentDay } from "./experiments.ts";
import type { GaugeHour } from "./gauge-hours.ts";
import type { GpuUtilisation } from "./gpu-utilisation.ts";
import type { PricedCalls } from "./priced-calls.ts";
import type { RetryCost } from "./retry-cost.ts";
import type { UsageByModel, UsageByModelQuery } from "./usage-by-model.ts";

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
        /** Lines alone that no call to these providers (the price book's names) could explain. */
        beyondCallsTo?: readonly string[];
      }>;
    result: z.output<typeof billOverTimeReport>;
  };
  "bill-cells": { query: BillCellsQuery; result: BillCells };
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
