import { type Dimension, dimensions } from "@headgate/contract";

/**
 * Sums of attempts by day (UTC) and some of their columns, kept beside the rows. The rows stay the truth: a
 * rollup can be dropped and is built again from them.
 */
export type Rollup = Readonly<{
  /** The table. */
  name: string;
  /** What its sums are by, beside the day, which stands in `started_at`. */
  keys: readonly string[];
  /** The rollup that it is summed up from, which has all of its keys; from the rows where none is named. */
  of?: string;
}>;

/**
 * Raised when a rollup or what it sums changes: ledgers then build theirs again. The ledger's own schema
 * does not change with it.
 */
export const ROLLUPS_VERSION = 10;

const who = ["organisation", "team", "project"];
const how = ["provider", "model", "account_id", "operation", "source", "simulated"];
const ended = ["outcome", "confidence", "service_tier"];
const priced = ["charge_reason", "price_record"];

/**
 * The smallest first: a question takes the first that has all that it groups and filters by. Few narrow ones
 * and one wide: all columns together would be nearly as many sums as there are rows.
 */
export const rollups: readonly Rollup[] = [
  { name: "rollup_keys", keys: ["key_id"] },
  { name: "rollup_models", keys: [...how, ...ended, ...priced], of: "rollup_wide" },
  { name: "rollup_teams", keys: [...who, ...how], of: "rollup_wide" },
  { name: "rollup_feature_models", keys: ["feature", "model"], of: "rollup_wide" },
  { name: "rollup_feature_outcomes", keys: ["feature", "outcome"], of: "rollup_wide" },
  { name: "rollup_team_outcomes", keys: ["team", "outcome"], of: "rollup_wide" },
  { name: "rollup_features", keys: [...who, "feature", "environment"], of: "rollup_wide" },
  { name: "rollup_users", keys: ["team", '"user"'] },
  { name: "rollup_customers", keys: ["customer"] },
  { name: "rollup_sessions", keys: ["session"] },
  {
    name: "rollup_wide",
    keys: [...who, "feature", "environment", ...how, ...ended, ...priced],
  },
];

/** Sums of the lines of charges, by their token bucket, which is one of the keys. */
export const lineRollups: readonly Rollup[] = [
  { name: "rollup_key_lines", keys: ["bucket", "key_id", "model"] },
  { name: "rollup_model_lines", keys: ["bucket", ...how, ...ended] },
  { name: "rollup_team_lines", keys: ["bucket", ...who, ...how] },
  { name: "rollup_feature_model_lines", keys: ["bucket", "feature", "model"] },
  { name: "rollup_feature_lines", keys: ["bucket", ...who, "feature", "environment", "model"] },
];

/** The column of each dimension: the only names that a query's words can turn into. */
export const dimensionColumns = {
  organisation: "organisation",
  team: "team",
  project: "project",
  feature: "feature",
  customer: "customer",
  environment: "environment",
  user: '"user"',
  session: "session",
  provider: "provider",
  model: "model",
  operation: "operation",
  outcome: "outcome",
  confidence: "confidence",
  service_tier: "service_tier",
  key_id: "key_id",
  source: "source",
  category: `case when operation = 'embeddings' then 'data_processing' else 'inference' end`,
} as const satisfies Record<Dimension, string>;

/** The column of the ledger that a dimension is read from. */
export const columnOfDimension = (dimension: Dimension): string =>
  dimension === "category" ? "operation" : dimensionColumns[dimension];

/** The columns that any dimension is read from. */
export const columnsOfDimensions: readonly string[] = [
  ...new Set(dimensions.map(columnOfDimension)),
];

/** The columns of attempts and the rollups' keys that are none: an expression over a row of attempts. */
const worked: Readonly<Record<string, string>> = {
  price_record: `nullif(split_part(split_part(charge_lines, '"price_record":"', 2), '"', 1), '')`,
};

/** A key of a rollup as it is read from a row. */
export const keyOfRows = (key: string): string => worked[key] ?? key;
