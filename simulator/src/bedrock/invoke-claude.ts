import type { MessageAnswer } from "../anthropic/message-answer.ts";
import { messageJson } from "../anthropic/message-json.ts";
import { messageStream } from "../anthropic/message-stream.ts";
import { planMessage } from "../anthropic/messages.ts";
import { isJsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest } from "./errors.ts";
import { chunkFrame } from "./frames.ts";
import { countHeaders, type InvokeTokens, invocationMetrics } from "./invoke-usage.ts";
import { inBedrocksWords, parseBody } from "./read-request.ts";

/** Claude's answers are Anthropic's messages. */
export function answerClaude(request: SimulatedRequest, served: ServedModel): Answer {
  const answer = plan(request, served);
  return {
    ...messageJson(answer),
    ...(request.withUsage ? { headers: countHeaders(tokensOf(answer)) } : {}),
  };
}

/** The stream is that of messages, event by event in base64, without pings. */
export function answerClaudeStream(request: SimulatedRequest, served: ServedModel): Answer {
  const answer = plan(request, served);
  const { head, deltas, tail, billed } = messageStream(answer, request.tokensPerDelta);
  const metrics = request.withUsage ? invocationMetrics(tokensOf(answer)) : {};
  return {
    kind: "stream",
    framing: "frames",
    head: framesOf(head),
    deltas: deltas.map((delta) => framesOf(delta)),
    tail: framesOf(tail, metrics),
    billed,
  };
}

function plan(request: SimulatedRequest, served: ServedModel): MessageAnswer {
  const body = parseBody(request);
  if (body.anthropic_version !== "bedrock-2023-05-31") {
    throw invalidRequest("anthropic_version: Input should be 'bedrock-2023-05-31'");
  }
  const answer = inBedrocksWords(() => planMessage(request, body, served));
  return {
    ...answer,
    id: answer.id.replace(/^msg_/, "msg_bdrk_"),
    model: served.answersAs.replace(/^anthropic\./, "").replace(/-v\d+:\d+$/, ""),
  };
}

const tokensOf = ({ cache, outputTokens }: MessageAnswer): InvokeTokens => ({
  input: cache.inputTokens,
  output: outputTokens,
  cacheRead: cache.readTokens,
  cacheWrite: cache.written5mTokens + cache.written1hTokens,
});

/** Server-sent events as frames. @param more members of the event that ends the message */
function framesOf(events: string, more: Readonly<Record<string, unknown>> = {}): string {
  let frames = "";
  for (const [, data] of events.matchAll(/^data: (.*)$/gm)) {
    const event: unknown = JSON.parse(data ?? "");
    if (!isJsonObject(event) || event.type === "ping") continue;
    frames += chunkFrame(
      JSON.stringify(event.type === "message_stop" ? { ...event, ...more } : event),
    );
  }
  return frames;
}
