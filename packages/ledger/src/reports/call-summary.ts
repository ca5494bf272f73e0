import {
  answerCutNames,
  type CallSummary,
  type Confidence,
  cacheStatuses,
  confidences,
} from "@headgate/contract";
import { formatDollars, type Picodollars, sum } from "@headgate/money";
import type { SqlRow } from "./ask.ts";
import { cutSql } from "./cut-sql.ts";
import {
  integer,
  integerOrNull,
  numberOrNull,
  picodollarsOrNull,
  text,
  textOrNull,
  truth,
  truthOrNull,
} from "./sql-values.ts";

/** What a call's summary is made of, behind the call's id: columns of an attempt, by their names. */
const described = (cut: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    [
      "attempt",
      "final",
      "duration_ms",
      "time_to_first_token_ms",
      "provider",
      "model",
      "operation",
      "team",
      "project",
      "feature",
      "outcome",
      "status",
      "cache_status",
      "stream",
      "simulated",
      "input_tokens",
      "output_tokens",
      "confidence",
    ].map((column) => [column, column]),
  ),
  started_at_ms: "epoch_ms(started_at)",
  cut,
  effective_cost_text: "cast(effective_cost as varchar)",
});

/**
 * The columns of an attempt that a call's summary is made of.
 * @param cut why its answer is not whole: an expression
 */
export const callAttemptWithCutSql = (cut: string): string =>
  [
    "call_id",
    ...Object.entries(described(cut)).map(([name, sql]) =>
      sql === name ? name : `${sql} as ${name}`,
    ),
  ].join(", ");
/** The same of a row of `attempts`. */
export const callAttemptSql = callAttemptWithCutSql(cutSql);
/** As many columns, of a call whose attempts are not read yet. */
export const unreadCallSql = [
  "call_id",
  ...Object.keys(described(cutSql)).map((name) => `null as ${name}`),
].join(", ");

/** One attempt as {@link callAttemptSql} answers it. */
export type CallAttempt = Readonly<{
  callId: string;
  attempt: number;
  final: boolean;
  startedAtMs: number;
  /** Null where the source of the row does not tell it. */
  durationMs: number | null;
  timeToFirstTokenMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  confidence: Confidence;
  effectiveCost: Picodollars | null;
  stream: boolean | null;
  description: Pick<
    CallSummary,
    | "provider"
    | "model"
    | "operation"
    | "team"
    | "project"
    | "feature"
    | "outcome"
    | "status"
    | "cache_status"
    | "cut"
    | "simulated"
  >;
}>;

export function callAttemptFrom(row: SqlRow): CallAttempt {
  return {
    callId: text(row, "call_id"),
    attempt: integer(row, "attempt"),
    final: truth(row, "final"),
    startedAtMs: integer(row, "started_at_ms"),
    durationMs: numberOrNull(row, "duration_ms"),
    timeToFirstTokenMs: numberOrNull(row, "time_to_first_token_ms"),
    inputTokens: integerOrNull(row, "input_tokens"),
    outputTokens: integerOrNull(row, "output_tokens"),
    confidence: confidenceFrom(text(row, "confidence")),
    effectiveCost: picodollarsOrNull(row, "effective_cost_text"),
    stream: truthOrNull(row, "stream"),
    description: {
      provider: text(row, "provider"),
      model: textOrNull(row, "model"),
      operation: text(row, "operation"),
      team: textOrNull(row, "team"),
      project: textOrNull(row, "project"),
      feature: textOrNull(row, "feature"),
      outcome: text(row, "outcome"),
      status: integerOrNull(row, "status"),
      cache_status: cacheStatusFrom(textOrNull(row, "cache_status")),
      cut: cutFrom(row),
      simulated: truth(row, "simulated"),
    },
  };
}

/**
 * Adds a call's attempts up. The final attempt describes the call, or the last one where none is final;
 * times run from the start of the first attempt, as its client saw them; the confidence is the weakest.
 */
export function summariseCall(attempts: readonly CallAttempt[]): CallSummary {
  const described = attempts.find((attempt) => attempt.final) ?? attempts.at(-1);
  if (described === undefined) throw new RangeError("a call has at least one attempt");
  const startedAtMs = Math.min(...attempts.map((attempt) => attempt.startedAtMs));
  const earlierMs = described.startedAtMs - startedAtMs;
  const cost = wholeCost(attempts);
  return {
    call_id: described.callId,
    started_at: new Date(startedAtMs).toISOString(),
    ...described.description,
    stream: described.stream,
    attempts: attempts.length,
    input_tokens: knownTotal(attempts.map((attempt) => attempt.inputTokens)),
    output_tokens: knownTotal(attempts.map((attempt) => attempt.outputTokens)),
    confidence: weakest(attempts.map((attempt) => attempt.confidence)),
    effective_cost: cost === null ? null : formatDollars(cost),
    duration_ms: described.durationMs === null ? null : earlierMs + described.durationMs,
    time_to_first_token_ms:
      described.timeToFirstTokenMs === null ? null : earlierMs + described.timeToFirstTokenMs,
  };
}

/** Null when any part is not known: a part is not the whole. */
function wholeCost(attempts: readonly CallAttempt[]): Picodollars | null {
  const costs: Picodollars[] = [];
  for (const { effectiveCost } of attempts) {
    if (effectiveCost === null) return null;
    costs.push(effectiveCost);
  }
  return sum(costs);
}

/** The tokens that are known; null when none are. */
function knownTotal(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((total, count) => total + count);
}

/** `confidences` runs from the strongest to the weakest. */
const weakest = (found: readonly Confidence[]): Confidence =>
  confidences[Math.max(...found.map((confidence) => confidences.indexOf(confidence)))] ?? "unknown";

function cacheStatusFrom(word: string | null): CallSummary["cache_status"] {
  if (word === null) return null;
  const status = cacheStatuses.find((known) => known === word);
  if (status === undefined) throw new TypeError(`the ledger holds a cache status "${word}"`);
  return status;
}

/** @throws TypeError where `cut` holds a word that is none of a cut */
function cutFrom(row: SqlRow): CallSummary["cut"] {
  const word = textOrNull(row, "cut");
  if (word === null) return null;
  const cut = answerCutNames.find((known) => known === word);
  if (cut === undefined) throw new TypeError(`the ledger holds a cut "${word}"`);
  return cut;
}

function confidenceFrom(word: string): Confidence {
  const confidence = confidences.find((known) => known === word);
  if (confidence === undefined) throw new TypeError(`the ledger holds a confidence "${word}"`);
  return confidence;
}
