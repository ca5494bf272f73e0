import { attributionFields } from "@headgate/contract";

/** What a row of a table says of an outcome, by the names of the API's fields; a tag is `tag.<key>`. */
export const outcomeFields = [
  "id",
  "name",
  "occurred_at",
  "accepted",
  "value",
  "call_ids",
  "trace_id",
  "window_from",
  "window_to",
  ...attributionFields,
] as const;
type OutcomeField = (typeof outcomeFields)[number];

/** What a column of a table may be called where nobody says, besides its field's own name. */
const otherNames: Readonly<Partial<Record<OutcomeField, readonly string[]>>> = {
  id: ["outcome_id", "event_id"],
  name: ["outcome", "event"],
  occurred_at: ["time", "timestamp"],
  call_ids: ["call_id"],
  session: ["session_id"],
  user: ["user_id"],
  customer: ["customer_id"],
};

export const TAG_PREFIX = "tag.";

/** A field by its name, or a tag. */
export const isOutcomeField = (name: string): boolean =>
  outcomeFields.some((field) => field === name) ||
  (name.startsWith(TAG_PREFIX) && name.length > TAG_PREFIX.length);

/** How the columns of a table become fields: by the operator's word, else by their names. */
export type OutcomeMapping = Readonly<{
  /** The column of a field. */
  columns: Readonly<Record<string, string>>;
  /** What every row has in a field, whatever its columns say. */
  constants: Readonly<Record<string, string>>;
}>;

/** The column of every field that a table has. Columns that lead to no field are not looked at. */
export function columnsByField(
  columns: readonly string[],
  mapping: OutcomeMapping,
): ReadonlyMap<string, string> {
  const byField = new Map<string, string>();
  for (const field of outcomeFields) {
    const named = [field, ...(otherNames[field] ?? [])].find((name) => columns.includes(name));
    if (named !== undefined) byField.set(field, named);
  }
  for (const column of columns) if (column.startsWith(TAG_PREFIX)) byField.set(column, column);
  for (const [field, column] of Object.entries(mapping.columns)) byField.set(field, column);
  return byField;
}
