import { attributionFields, promptPartNames, usageComponents } from "@headgate/contract";
import { type Column, columns, revisedColumnNames } from "./columns.ts";

const names: ReadonlySet<string> = new Set([
  "row_id",
  "started_at",
  "source",
  "simulated",
  "operation",
  "provider",
  "request_model",
  "sent_model",
  "response_model",
  "service_tier",
  "region",
  "scope",
  "usage_origin",
  ...usageComponents.map((component) => `usage_${component}`),
  "other_usage",
  "usage_violations",
  ...revisedColumnNames,
  "savings",
]);
/** What a charge is worked out again from. */
export const columnsOfRating: readonly Column[] = columns.filter((column) =>
  names.has(column.name),
);

const historyNames: ReadonlySet<string> = new Set([
  ...names,
  "call_id",
  "final",
  "duration_ms",
  "wire_format",
  "stream",
  "outcome",
  "status",
  "key_id",
  ...attributionFields,
  "request_bytes",
  "response_bytes",
  "translation",
  "cache",
  "route",
  "changes",
  ...promptPartNames.map((part) => `prompt_${part}_bytes`),
  "request_facts",
]);
/** What changes are simulated from. */
export const columnsOfHistory: readonly Column[] = columns.filter((column) =>
  historyNames.has(column.name),
);
