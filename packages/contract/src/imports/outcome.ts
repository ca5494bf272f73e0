import { z } from "zod";
import { attributionFields, attributionSchema, tagsSchema } from "../attribution.ts";
import { CLIENT_CALL_ID } from "../ids.ts";

const DAY_MS = 86_400_000;
/** Calls of an outcome are looked for from this long before it … */
export const OUTCOME_REACH_BEFORE_MS = 30 * DAY_MS;
/** … to this long behind it: clocks differ, and what sums a session up may come last. */
export const OUTCOME_REACH_AFTER_MS = DAY_MS;
/** A key that finds more calls than this is no key of one outcome: it joins none. */
export const MOST_CALLS_OF_OUTCOME = 10_000;

/**
 * By what an outcome's calls are found, surest first. Of the keys that an outcome names, the first that finds
 * any call is the one that joins; the others are not looked at.
 */
export const outcomeJoins = ["call", "trace", "session", "tags", "window"] as const;
export type OutcomeJoin = (typeof outcomeJoins)[number];

/** What kind of business event it is: `ticket_resolved`, `document_processed`. */
export const outcomeName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, "expected 1 to 64 letters, digits or any of _ . -");

const moment = z.iso.datetime({ offset: true });

const fields = z.strictObject({
  /** The client's own id of the event: sent again it replaces what was sent before, and the same changes nothing. */
  id: z
    .string()
    .regex(CLIENT_CALL_ID, "expected 1 to 128 letters, digits or any of . _ : -")
    .meta({ example: "ticket-4711" }),
  name: outcomeName.meta({ example: "ticket_resolved" }),
  occurred_at: moment,
  /** Whether it was as good as it had to be: resolved and not reopened, processed and not sent back. */
  accepted: z.boolean(),
  /** What it is worth to the business, in US dollars; absent where nobody says. */
  value: z
    .string()
    .regex(/^-?\d{1,18}(\.\d{1,12})?$/, 'expected US dollars as text, such as "12.50"')
    .optional(),
  /** Ids of calls, Headgate's or the client's own. */
  call_ids: z
    .array(z.string().regex(/^[^\s]{1,180}$/, "expected 1 to 180 characters without blanks"))
    .min(1)
    .max(100)
    .optional(),
  /** The trace that its calls were made in, as W3C's `traceparent` or a tracer has it. */
  trace_id: z
    .string()
    .min(1)
    .max(64)
    .transform((id) => (/^[0-9a-f]{32}$/i.test(id) ? id.toLowerCase() : id))
    .optional(),
  /** Tags that its calls carry, all of them. */
  tags: tagsSchema
    .refine((tags) => Object.keys(tags).length > 0, "expected at least one tag")
    .optional(),
  /** The time in which its calls began: `from` inclusive, `to` exclusive. */
  window: z.strictObject({ from: moment, to: moment }).optional(),
  /** A session finds calls by itself; the other labels narrow a session, tags or a window. */
  ...attributionSchema.shape,
});

/**
 * A business event that calls were made for, with the keys that its calls are found by. Labels alone would find
 * calls of any time, so they need one of the keys beside them.
 */
export const outcomeSchema = fields.superRefine((outcome, context) => {
  const fault = (path: string[], message: string): void => {
    context.addIssue({ code: "custom", path, message });
  };
  const { call_ids, trace_id, session, tags, window } = outcome;
  if ([call_ids, trace_id, session, tags, window].every((key) => key === undefined)) {
    fault(
      [],
      "names nothing to find its calls by: give call_ids, trace_id, session, tags or a window",
    );
  }
  if (window === undefined) return;
  const [from, to, at] = [window.from, window.to, outcome.occurred_at].map(Date.parse) as [
    number,
    number,
    number,
  ];
  if (to <= from) fault(["window", "to"], "must be after window.from");
  if (from < at - OUTCOME_REACH_BEFORE_MS) {
    fault(["window", "from"], "must be at most 30 days before occurred_at");
  }
  if (to > at + OUTCOME_REACH_AFTER_MS) {
    fault(["window", "to"], "must be at most one day after occurred_at");
  }
});
/** As a client sends it. */
export type OutcomeInput = z.input<typeof outcomeSchema>;
export type Outcome = z.output<typeof outcomeSchema>;

/** The labels that narrow what an outcome's session, tags or window find. */
export const narrowingLabels = attributionFields.filter((field) => field !== "session");
