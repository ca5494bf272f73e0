/** A table of the ledger that holds what is nowhere else. What is worked out of these is built anew where they are copied to. */
export type CopiedTable = Readonly<{
  /** Columns that name a row. */
  key: readonly string[];
  /** The moment that a row is about; a table without one is small. */
  time?: string;
  /** Amounts that are added up, in dollars. */
  amounts: readonly string[];
  /** Rows that hold: what was begun and never finished stays where it is. */
  holds?: string;
}>;

const costs = ["list_cost", "contracted_cost", "effective_cost", "billed_cost"] as const;

/** In the order in which they are copied: what others point at comes first. */
const copiedTables = {
  attempts: {
    key: ["row_id"],
    time: "started_at",
    amounts: [...costs, "baseline_cost"],
  },
  supersessions: { key: ["row_id"], time: "started_at", amounts: [] },
  replaced_attempts: {
    key: ["import", "row_id"],
    time: "started_at",
    amounts: [...costs, "baseline_cost"],
  },
  reratings: { key: ["number"], amounts: [], holds: "applied_at is not null" },
  revisions: {
    key: ["rerating", "row_id"],
    time: "started_at",
    amounts: [...costs, "baseline_cost"],
    holds: "rerating in (select number from reratings where applied_at is not null)",
  },
  imports: { key: ["number"], amounts: [], holds: "finished_at is not null" },
  bill_statements: { key: ["statement"], amounts: [] },
  bill_lines: {
    key: ["statement", "line_id"],
    time: "charge_period_start",
    amounts: costs,
  },
  usage_totals: { key: ["total_id"], time: "started_at", amounts: [] },
  gauges: { key: ["gauge_id"], time: "measured_at", amounts: [] },
  outcomes: {
    key: ["outcome_id"],
    time: "occurred_at",
    amounts: ["value_amount"],
  },
  replaced_outcomes: {
    key: ["replaced_at", "outcome_id"],
    time: "replaced_at",
    amounts: ["value_amount"],
  },
} as const satisfies Readonly<Record<string, CopiedTable>>;

export type CopiedTableName = keyof typeof copiedTables;
export const copiedTableNames = Object.keys(copiedTables) as readonly CopiedTableName[];
export const copiedTable = (name: CopiedTableName): CopiedTable => copiedTables[name];

/**
 * Tables to which rows are added one by one, under ids that nobody else gives: those of two ledgers can be put together. Which of them
 * count is worked out from both: `supersessions` follow.
 */
export const addedTableNames: readonly CopiedTableName[] = [
  "attempts",
  "usage_totals",
  "gauges",
  "outcomes",
];

/**
 * Those of them whose rows may be about another moment by now: one that is sent again takes the place of the one of its id. A call
 * keeps its moment.
 */
export const movableTableNames: readonly CopiedTableName[] = ["usage_totals", "gauges", "outcomes"];

/** Tables whose rows never go, but for another of their id: what the target alone has of them, it was given by another. */
export const keptTableNames: readonly CopiedTableName[] = [
  "attempts",
  "usage_totals",
  "gauges",
  "outcomes",
];

/**
 * Tables whose rows are numbered as they are made, and the moment that tells two of one number apart. What else a ledger is
 * given (bills, revisions) comes by one of them, and may go by another.
 */
export const numberedTables = { imports: "started_at", reratings: "applied_at" } as const;
