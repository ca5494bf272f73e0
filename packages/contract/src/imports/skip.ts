import { z } from "zod";

/** Why a row, a file or a member of one was not counted. Every one that is left out has one of these. */
export const skipReasons = {
  file_unreadable: "the file cannot be opened, or its compression or format is broken",
  file_unrecognised: "the file is of no kind that Headgate reads",
  file_repeated: "a file with the same content was read already",
  header_unrecognised: "the columns are of no version that Headgate reads",
  row_malformed: "the row is no JSON, or has another number of fields than the header",
  row_cut_short: "the file ends in the middle of the row",
  row_too_long: "the row is longer than Headgate reads",
  time_unreadable: "a time is missing or cannot be read",
  amount_unreadable: "an amount or a quantity is no number",
  currency_missing: "an amount has no currency",
  usage_unreadable: "token counts are missing where there must be some, or contradict each other",
  identity_missing: "nothing tells the row from another one",
  rollup: "the row adds up others that are in the ledger or in the same file",
  parent_span: "the span repeats what its children report",
  outcome_malformed:
    "a business event lacks a name, whether it was accepted, or a key to find its calls by",
  not_a_call: "the row is about something else than a model call",
  statement_incomplete:
    "its bill could not be read to its end, and does not replace the statement that the ledger has",
  period_out_of_range: "the row lies outside of the time that was asked for",
} as const satisfies Record<string, string>;
export type SkipReason = keyof typeof skipReasons;
export const skipReasonSchema = z.enum(Object.keys(skipReasons) as [SkipReason, ...SkipReason[]]);

/** One thing that was left out, and where it stands. */
export const skipSchema = z.strictObject({
  reason: skipReasonSchema,
  /** The file, and the line, row or member in it: `2026/11/log.json.gz:17`. */
  place: z.string().max(1024),
  /** What was met there, without any secret or body. */
  detail: z.string().max(500).optional(),
});
export type Skip = z.infer<typeof skipSchema>;
