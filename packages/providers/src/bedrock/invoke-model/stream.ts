import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { FrameFacts, FrameFormat, FrameKind } from "../frame-meter.ts";
import { chunkJson } from "./chunk.ts";
import { INVOCATION_METRICS, readInvokeModelUsage } from "./usage.ts";

/**
 * InvokeModelWithResponseStream: each `chunk` holds a piece of the model's own stream; the last one carries
 * the invocation's metrics whatever the model, by {@link INVOCATION_METRICS}' source for Claude's and as known
 * from answers for others. Claude's last piece is `message_stop`, with or without them.
 */
export const invokeModelStream: FrameFormat = {
  isOfInterest: (type) => type === "chunk",
  readEvent: (_type, body, facts) => {
    const piece = chunkJson(body);
    return piece === undefined ? "relay" : readPiece(piece, facts);
  },
  readUsage: (raw, facts) => readInvokeModelUsage(raw, facts.responseModel),
};

/** Takes what one piece of a stream says into the facts. */
export function readPiece(piece: JsonObject, facts: FrameFacts): FrameKind {
  const message = objectOrAbsent(piece.message);
  facts.responseModel ??= textOrAbsent(message?.model) ?? textOrAbsent(piece.model);
  takeUsage(facts, objectOrAbsent(message?.usage));
  const usage =
    objectOrAbsent(piece.usage) ?? objectOrAbsent(objectOrAbsent(piece.metadata)?.usage);
  takeUsage(facts, usage);
  // Claude's first piece states the input, and a first figure of the output that is not final.
  if (usage !== undefined) facts.usageIsFinal = true;
  const metrics = objectOrAbsent(piece[INVOCATION_METRICS]);
  if (metrics !== undefined) {
    const raw = facts.usageIsFinal ? objectOrAbsent(facts.rawUsage) : undefined;
    facts.rawUsage = { ...raw, [INVOCATION_METRICS]: metrics };
    facts.usageIsFinal = true;
  }
  return metrics !== undefined || piece.type === "message_stop" ? "terminal" : "relay";
}

/** The last figure that is not null wins, field by field. */
function takeUsage(facts: FrameFacts, stated: JsonObject | undefined): void {
  if (stated === undefined) return;
  const raw = objectOrAbsent(facts.rawUsage);
  const usage: Record<string, unknown> = { ...objectOrAbsent(raw?.usage) };
  for (const [field, value] of Object.entries(stated)) {
    if (value !== null) usage[field] = value;
  }
  facts.rawUsage = { ...raw, usage };
}
