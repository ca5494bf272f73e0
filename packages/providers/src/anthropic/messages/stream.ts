import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { providerErrorText } from "../../provider-error.ts";
import type { SseEvent } from "../../sse-events.ts";
import type { EventKind, StreamFacts, StreamFormat } from "../../stream-meter.ts";
import { readStop } from "../../translate/anthropic-messages/stop.ts";
import { fallbackModel } from "./iterations.ts";
import { messagesServiceTier, readMessagesUsage } from "./usage.ts";

/**
 * Anthropic's stream: `message_start` states the input and a first figure of the output, `message_delta`
 * is cumulative and may restate any of it, `message_stop` ends it, as does an `error` in its place
 * (`RawMessageDeltaEvent` in
 * https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-28).
 */
export const messagesStream: StreamFormat = {
  marks: /"(?:usage|error)"|message_stop/g,
  readText: () => undefined,
  readJson: readEvent,
  readUsage: (raw, facts) => readMessagesUsage(raw, facts.responseModel),
};

function readEvent(json: JsonObject, event: SseEvent, facts: StreamFacts): EventKind {
  const type = textOrAbsent(json.type) ?? event.name;
  if (type === "message_start") {
    const message = objectOrAbsent(json.message);
    facts.responseModel = textOrAbsent(message?.model) ?? facts.responseModel;
    facts.responseId = textOrAbsent(message?.id) ?? facts.responseId;
    takeUsage(facts, objectOrAbsent(message?.usage));
  } else if (type === "message_delta") {
    takeUsage(facts, objectOrAbsent(json.usage));
    facts.stopReason = readStop(objectOrAbsent(json.delta) ?? {})?.reason ?? facts.stopReason;
    if (facts.rawUsage !== undefined) facts.usageIsFinal = true;
  } else if (type === "error") {
    facts.providerError = providerErrorText(json.error) ?? providerErrorText(json);
    return "terminal";
  }
  return type === "message_stop" ? "terminal" : "relay";
}

/** The last figure that is not null wins, field by field. */
function takeUsage(facts: StreamFacts, stated: JsonObject | undefined): void {
  if (stated === undefined) return;
  const merged: Record<string, unknown> = { ...objectOrAbsent(facts.rawUsage) };
  for (const [field, value] of Object.entries(stated)) {
    if (value !== null) merged[field] = value;
  }
  facts.rawUsage = merged;
  facts.responseModel = fallbackModel(stated) ?? facts.responseModel;
  facts.serviceTier = messagesServiceTier(merged) ?? facts.serviceTier;
}
