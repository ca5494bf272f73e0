import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { Mutable, UsageReading } from "../../meter.ts";
import { noFacts } from "../../stream-facts.ts";
import type { StopReason } from "../../translate/answer.ts";
import { statedStopReason } from "../../usage-shapes/stated-stop-reason.ts";
import type { FrameFacts } from "../frame-meter.ts";
import { readGuardrailUsage } from "../guardrail/usage.ts";
import { readFamilyUsage } from "../invoke-model/family-usage.ts";
import { readPiece } from "../invoke-model/stream.ts";
import { INVOCATION_METRICS, readInvokeModelUsage } from "../invoke-model/usage.ts";
import { converseServiceTier } from "../service-tier.ts";
import { guardrailUnitsIn, isBlocked } from "./guardrail-units.ts";
import { withLoggedCache } from "./logged-cache.ts";

/** What a record of a model invocation log says of one answer. */
export type LoggedInvocation = Readonly<{
  /**
   * The counts that the record states beside the body, by the names of the invocation's metrics:
   * `inputTokenCount`, `outputTokenCount`, `cacheReadInputTokenCount`, `cacheWriteInputTokenCount`.
   */
  counts: JsonObject;
  /** The answer's body: an object, or the list of a stream's pieces; absent where it was not logged. */
  body: unknown;
}>;

export type LoggedReading = UsageReading &
  Readonly<{
    /** The body's own usage, the counts, the guardrails' units, as they were stated. */
    raw?: JsonObject;
    responseModel?: string;
    responseId?: string;
    serviceTier?: string;
    stopReason?: StopReason;
    /** A guardrail answered in the model's place: no tokens are billed, its units are. */
    blocked: boolean;
  }>;

/**
 * Reads the usage of one logged answer. The same counts stand in up to four places (beside the body, in its
 * usage, in a stream's first and last pieces, in its metrics) and count once: the model's own usage, with what
 * the record's counts know beyond it; else those counts, whose input excludes the cache. Never throws.
 */
export function readLoggedInvocation({ counts, body }: LoggedInvocation): LoggedReading {
  const pieces = Array.isArray(body) ? body.filter(isJsonObject).filter(isOfInterest) : [];
  const whole = objectOrAbsent(body);
  const facts = whole === undefined ? factsOfStream(pieces) : factsOfBody(whole);
  const stated = objectOrAbsent(facts.rawUsage);
  const metrics = { ...objectOrAbsent(stated?.[INVOCATION_METRICS]), ...counts };
  const raw: Record<string, unknown> = { ...stated };
  if (Object.keys(metrics).length > 0) raw[INVOCATION_METRICS] = metrics;
  const read = usageOf(raw, whole, facts.responseModel);
  const bodies = whole === undefined ? pieces : [whole];
  const units = guardrailUnitsIn(bodies);
  const blocked = bodies.some(isBlocked);
  const { usage, violations, otherUsage } = withGuardrail(
    withLoggedCache(read, counts),
    units,
    blocked,
  );
  if (units !== undefined) raw.guardrail = units;
  const reading: Mutable<LoggedReading> = { usage, violations, blocked };
  if (otherUsage !== undefined) reading.otherUsage = otherUsage;
  if (Object.keys(raw).length > 0) reading.raw = raw;
  if (facts.responseModel !== undefined) reading.responseModel = facts.responseModel;
  if (facts.responseId !== undefined) reading.responseId = facts.responseId;
  if (facts.serviceTier !== undefined) reading.serviceTier = facts.serviceTier;
  const stopReason = stopReasonIn(bodies);
  if (stopReason !== undefined) reading.stopReason = stopReason;
  return reading;
}

/** An answer states it itself; of a stream, one of its last pieces. */
function stopReasonIn(bodies: readonly JsonObject[]): StopReason | undefined {
  for (const body of bodies) {
    const delta = objectOrAbsent((objectOrAbsent(body.chunk) ?? body).delta);
    const ending = objectOrAbsent(body.messageStop);
    const stated = statedStopReason(
      body.stopReason ?? body.stop_reason ?? ending?.stopReason ?? delta?.stop_reason,
    );
    if (stated !== undefined) return stated;
  }
  return undefined;
}

/** Most of a stream is deltas, which count nothing. */
const isOfInterest = (piece: JsonObject): boolean =>
  piece.type !== "content_block_delta" && piece.contentBlockDelta === undefined;

function factsOfStream(pieces: readonly JsonObject[]): FrameFacts {
  const facts = { ...noFacts(), answerIsWhole: false };
  for (const piece of pieces) {
    // In the log a piece may still stand under the name of its event.
    readPiece(objectOrAbsent(piece.chunk) ?? piece, facts);
    facts.responseId ??= textOrAbsent(objectOrAbsent(piece.message)?.id) ?? textOrAbsent(piece.id);
    const metadata = objectOrAbsent(piece.metadata);
    if (metadata !== undefined) facts.serviceTier ??= converseServiceTier(metadata);
  }
  return facts;
}

const factsOfBody = (body: JsonObject): FrameFacts => ({
  ...noFacts(),
  answerIsWhole: true,
  rawUsage: {
    ...(isJsonObject(body.usage) && { usage: body.usage }),
    ...(isJsonObject(body[INVOCATION_METRICS]) && {
      [INVOCATION_METRICS]: body[INVOCATION_METRICS],
    }),
  },
  responseModel: textOrAbsent(body.model),
  responseId: textOrAbsent(body.id),
  serviceTier: converseServiceTier(body) ?? textOrAbsent(body.service_tier),
});

function usageOf(
  raw: JsonObject,
  body: JsonObject | undefined,
  model: string | undefined,
): UsageReading {
  if (Object.keys(raw).length > 0) return readInvokeModelUsage(raw, model);
  const ofFamily = body === undefined ? undefined : readFamilyUsage(body);
  return ofFamily ?? { usage: {}, violations: [] };
}

/** The units have prices of their own and no bucket: they are named. A blocked call has no tokens, not 0. */
function withGuardrail(
  read: UsageReading,
  units: JsonObject | undefined,
  blocked: boolean,
): UsageReading {
  if (units === undefined && !blocked) return read;
  const named = units === undefined ? [] : readGuardrailUsage(units).violations;
  const violations = [...read.violations, ...named];
  if (!blocked || Object.values(read.usage).some((count) => count !== undefined && count > 0)) {
    return { ...read, violations };
  }
  if (units === undefined) {
    violations.push("a guardrail blocked the call: its units are billed and are not stated");
  }
  return { usage: {}, violations };
}
