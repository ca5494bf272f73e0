import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { FrameFacts, FrameFormat, FrameKind } from "../frame-meter.ts";
import { converseServiceTier } from "../service-tier.ts";
import { converseStopReason } from "./stop-reason.ts";
import { readConverseUsage } from "./usage.ts";

/**
 * ConverseStream: `messageStop` ends the message, and `metadata` alone carries usage (`ConverseStreamOutput` in
 * https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28). That it is the last
 * event is not said there, and was not looked up again.
 */
export const converseStream: FrameFormat = {
  isOfInterest: (type) => type === "metadata" || type === "messageStop",
  readEvent,
  readUsage: (raw) => readConverseUsage(raw),
};

function readEvent(type: string, body: JsonObject, facts: FrameFacts): FrameKind {
  if (type === "messageStop") {
    facts.answerIsWhole = true;
    facts.stopReason = converseStopReason(body);
    return "relay";
  }
  facts.rawUsage = objectOrAbsent(body.usage);
  facts.usageIsFinal = facts.rawUsage !== undefined;
  facts.serviceTier = converseServiceTier(body);
  return "terminal";
}
