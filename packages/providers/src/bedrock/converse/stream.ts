import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { FrameFacts, FrameFormat, FrameKind } from "../frame-meter.ts";
import { converseServiceTier } from "../service-tier.ts";
import { readConverseUsage } from "./usage.ts";

/**
 * ConverseStream: `messageStop` ends the message, and `metadata`, the last event, alone carries usage
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html, read 2026-11-25).
 */
export const converseStream: FrameFormat = {
  isOfInterest: (type) => type === "metadata" || type === "messageStop",
  readEvent,
  readUsage: (raw) => readConverseUsage(raw),
};

function readEvent(type: string, body: JsonObject, facts: FrameFacts): FrameKind {
  if (type === "messageStop") {
    facts.answerIsWhole = true;
    return "relay";
  }
  facts.rawUsage = objectOrAbsent(body.usage);
  facts.usageIsFinal = facts.rawUsage !== undefined;
  facts.serviceTier = converseServiceTier(body);
  return "terminal";
}
