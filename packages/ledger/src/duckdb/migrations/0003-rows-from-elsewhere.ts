import type { Migration } from "./migration.ts";

/** What logs, traces and other gateways know of a call that Headgate's gateway does not, and the other way round. */
export const rowsFromElsewhere: Migration = {
  version: 3,
  name: "rows from elsewhere",
  statements: [
    ...["duration_ms", "wire_format", "stream", "request_bytes", "response_bytes"].map(
      (column) => `alter table attempts alter column ${column} drop not null`,
    ),
    ...[
      "provider_request_id",
      "trace_id",
      "span_id",
      "account_id",
      "region",
      "scope",
      "principal",
    ].map((column) => `alter table attempts add column ${column} varchar`),
  ],
};
