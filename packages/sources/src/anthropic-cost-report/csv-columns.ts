/**
 * The columns of the console's cost CSV as they came over time; each generation has those before it. A row's empty
 * cells are absent, so older files read as newer ones that say less.
 */
const generations = {
  first: [
    "usage_date_utc",
    "model",
    "workspace",
    "api_key",
    "usage_type",
    "token_type",
    "cost_usd",
  ],
  withContextWindow: ["context_window"],
  withListPrice: ["list_price_usd", "cost_type"],
  withGeography: ["inference_geo", "speed"],
  withKeyIds: ["api_key_id", "api_key_status"],
} as const;

const known: ReadonlySet<string> = new Set(Object.values(generations).flat());

/** Columns that no generation has: a newer one may say with them what a row is about. */
export const unknownColumns = (columns: readonly string[]): readonly string[] =>
  columns.filter((column) => !known.has(column));
