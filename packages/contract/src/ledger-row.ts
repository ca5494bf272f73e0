import { z } from "zod";
import { attributionSchema, tagsSchema } from "./attribution.ts";
import { cacheUseSchema } from "./cache-use.ts";
import { chargeSchema } from "./charge.ts";
import { dollarsText } from "./dollars.ts";
import { experimentPlaceSchema } from "./experiment-arm.ts";
import { attemptSources } from "./imports/sources.ts";
import { changeSchema, promptPartsSchema } from "./levers.ts";
import { modelUsageSchema } from "./model-usage.ts";
import { priceScopes } from "./price-record.ts";
import { requestFactsSchema } from "./request-facts.ts";
import { routeUseSchema } from "./route-use.ts";
import { translationSchema } from "./translation.ts";
import { usageOrigins, usageSchema } from "./usage.ts";
import { operations, wireFormats } from "./wire-format.ts";

/**
 * How an attempt ended. `completed`: the provider's answer came through whole. `client_closed`: the
 * client hung up first. `provider_error`: the provider answered with an error. `interrupted`: the
 * answer broke off or could not be read. `unreachable`: no answer came. `timed_out`: a time limit
 * passed. `ended_early`: Headgate ended the stream by a rule of its policy, and the row's changes say by which.
 */
export const attemptOutcomes = [
  "completed",
  "client_closed",
  "provider_error",
  "interrupted",
  "unreachable",
  "timed_out",
  "ended_early",
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** Outcomes that are no failure. */
export const unfailedOutcomes = [
  "completed",
  "client_closed",
  "ended_early",
] as const satisfies readonly AttemptOutcome[];

/**
 * One saving: signed dollars that one lever moved on this attempt's call; null where the lever acted and what
 * the call would have cost is not known. Those of a row add up to its baseline − effective cost, exactly.
 */
export const savingSchema = z.strictObject({ lever: z.string(), amount: dollarsText.nullable() });

/** One row of the ledger, in its wire form: one attempt of one call. */
export const ledgerRowSchema = z.strictObject({
  /** `<call_id>:<attempt>`: writing the same row twice changes nothing. */
  row_id: z.string().min(1).max(200),
  call_id: z.string().min(1).max(180),
  attempt: z.int().nonnegative(),
  /** True on the attempt whose answer the client got; one row a call, unless the process died first. */
  final: z.boolean(),
  /** The client's own id of the call (`x-headgate-client-call-id`): a label, which may come again. */
  client_call_id: z.string().min(1).max(128).optional(),
  /** Start of the attempt, milliseconds since the epoch. */
  started_at_ms: z.int().nonnegative(),
  /** From the start of the attempt to its end; absent where a source does not tell it. */
  duration_ms: z.number().nonnegative().optional(),
  /** To the first byte of the answer's body; absent when none came. */
  time_to_first_token_ms: z.number().nonnegative().optional(),
  source: z.enum(attemptSources),
  /** True when the answer came from a stand-in provider: the money is simulated. */
  simulated: z.boolean(),
  /** Absent where a source does not tell by which API the call was made. */
  wire_format: z.enum(wireFormats).optional(),
  operation: z.enum(operations),
  /** The configured provider's name; of rows from elsewhere, the provider as the price book names it. */
  provider: z.string(),
  /** The model the client asked for. */
  request_model: z.string().optional(),
  /** The model sent to the provider, when it differs from the requested one. */
  sent_model: z.string().optional(),
  /** The model the provider says it used. */
  response_model: z.string().optional(),
  /** The provider's id of the answer. */
  response_id: z.string().optional(),
  /** The provider's id of the request, as its headers and logs have it. */
  provider_request_id: z.string().max(200).optional(),
  /**
   * The span that a tracer made for the call, in lower-case hexadecimal digits. Of the gateway's own rows, the span
   * in which the client sent the request (`traceparent`).
   */
  trace_id: z.string().max(64).optional(),
  span_id: z.string().max(32).optional(),
  /** The cloud account, project or organisation at the provider that was billed. */
  account_id: z.string().max(200).optional(),
  /** The region that the call was made to. */
  region: z.string().max(64).optional(),
  /** Who may serve the call: what its price depends on at some providers. */
  scope: z.enum(priceScopes).optional(),
  /** The identity that made the call, as the provider's log names it. */
  principal: z.string().max(512).optional(),
  /** The response's service tier: what was billed, not what was asked. */
  service_tier: z.string().optional(),
  stream: z.boolean().optional(),
  outcome: z.enum(attemptOutcomes),
  /** HTTP status of the provider's answer; absent when none came. */
  status: z.int().optional(),
  /** A code of the error catalogue, when Headgate itself failed the attempt. */
  error_code: z.string().optional(),
  usage_origin: z.enum(usageOrigins),
  /** Of the model that answered. */
  usage: usageSchema,
  /** Of other models that worked within the answer and are billed at their own prices; absent when none did. */
  other_usage: z.array(modelUsageSchema).min(1).readonly().optional(),
  /** The provider's usage object as it was sent. */
  raw_usage: z.unknown().optional(),
  /** Ways in which the provider's usage contradicts itself. */
  usage_violations: z.array(z.string()).optional(),
  charge: chargeSchema,
  /** What the call would have cost had no lever acted; null when that is not known. */
  baseline_cost: dollarsText.nullable(),
  savings: z.array(savingSchema).readonly(),
  key_id: z.string().optional(),
  attribution: attributionSchema,
  tags: tagsSchema,
  request_bytes: z.int().nonnegative().optional(),
  response_bytes: z.int().nonnegative().optional(),
  /** Where the provider speaks another format than the client: between which, and what was lost. */
  translation: translationSchema.optional(),
  /** What Headgate's own cache had to do with the call; absent where none was asked. */
  cache: cacheUseSchema.optional(),
  /** Which model was chosen for the call, and why; absent where no policy chose. */
  route: routeUseSchema.optional(),
  /** What levers did to the request; absent where none did. */
  changes: z.array(changeSchema).min(1).readonly().optional(),
  /** What the request was made of as it went to the provider; absent where that was not looked at. */
  prompt_parts: promptPartsSchema.optional(),
  /** What changes can be simulated from; absent where that is switched off, or nothing was told. */
  request_facts: requestFactsSchema.optional(),
  /** In which arm of which experiments the call was; absent where its policy holds nothing out. */
  experiments: z.array(experimentPlaceSchema).min(1).max(10).readonly().optional(),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

/** What Headgate works out itself of an attempt: what a row has beyond what its source knows of it. */
export const settledSchema = ledgerRowSchema.pick({
  attempt: true,
  final: true,
  simulated: true,
  charge: true,
  baseline_cost: true,
  savings: true,
});
export type Settled = z.infer<typeof settledSchema>;

/** What an attempt is priced by, with its charge as it holds now. */
export const ratedAttemptSchema = ledgerRowSchema.pick({
  row_id: true,
  started_at_ms: true,
  source: true,
  simulated: true,
  operation: true,
  provider: true,
  request_model: true,
  sent_model: true,
  response_model: true,
  service_tier: true,
  region: true,
  scope: true,
  usage_origin: true,
  usage: true,
  other_usage: true,
  usage_violations: true,
  charge: true,
  baseline_cost: true,
  savings: true,
});
export type RatedAttempt = z.infer<typeof ratedAttemptSchema>;

/** What is read of an attempt to simulate changes on it, with its charge as it holds now. */
export const historyRowSchema = ratedAttemptSchema.extend(
  ledgerRowSchema.pick({
    call_id: true,
    final: true,
    duration_ms: true,
    wire_format: true,
    stream: true,
    outcome: true,
    status: true,
    key_id: true,
    attribution: true,
    request_bytes: true,
    response_bytes: true,
    translation: true,
    cache: true,
    route: true,
    changes: true,
    prompt_parts: true,
    request_facts: true,
  }).shape,
);
export type HistoryRow = z.infer<typeof historyRowSchema>;

/** The id of the row of one attempt. */
export const rowId = (callId: string, attempt: number): string => `${callId}:${attempt}`;
