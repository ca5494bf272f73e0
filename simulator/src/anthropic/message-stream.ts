import type { JsonObject } from "../json-object.ts";
import type { StreamAnswer } from "../server/answer.ts";
import { batches } from "../text/batches.ts";
import { tokenPieces } from "../text/tokenizer.ts";
import { adviceBlocks } from "./advisor.ts";
import {
  finalUsage,
  type MessageAnswer,
  messageFields,
  messageUsage,
  SIGNATURE,
  stopReasons,
} from "./message-answer.ts";

const event = (type: string, fields: JsonObject): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

const ping = event("ping", {});

/** One content block with the text of its deltas. */
type Block = Readonly<{
  start: JsonObject;
  /** `"type":"text_delta","text":` and the like, up to the text. */
  deltaStart: string;
  pieces: readonly string[];
  /** Sent before the block ends. */
  last: JsonObject | undefined;
}>;

/** A message as a stream of events; the usage at its end is cumulative. */
export function messageStream(answer: MessageAnswer, tokensPerDelta: number): StreamAnswer {
  const { output, withUsage, promptTokens, outputTokens } = answer;
  let head = event("message_start", {
    message: {
      ...messageFields(answer),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      ...(withUsage ? { usage: messageUsage(answer, Math.min(1, outputTokens)) } : {}),
    },
  });
  const deltas: string[] = [];
  /** Events that stand between the last delta and the next. */
  let pending = "";
  blocksOf(answer, tokensPerDelta).forEach((block, index) => {
    pending += event("content_block_start", { index, content_block: block.start });
    if (index === 0) {
      head += pending + ping;
      pending = "";
    }
    const start = `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{${block.deltaStart}`;
    for (const piece of block.pieces) {
      deltas.push(`${pending}${start}${JSON.stringify(piece)}}}\n\n`);
      pending = "";
    }
    if (block.last !== undefined) {
      pending += event("content_block_delta", { index, delta: block.last });
    }
    pending += event("content_block_stop", { index });
  });
  const delta = {
    stop_reason: stopReasons[output.stop],
    stop_sequence: output.stopSequence ?? null,
  };
  const tail =
    pending +
    event("message_delta", { delta, ...(withUsage ? { usage: deltaUsage(answer) } : {}) }) +
    event("message_stop", {});
  return { kind: "stream", head, deltas, tail, billed: { promptTokens, outputTokens } };
}

/** The usage of `message_delta`, which has fewer fields than that of `message_start`. */
function deltaUsage(answer: MessageAnswer): JsonObject {
  const usage = finalUsage(answer);
  const { cache_creation: _creation, service_tier: _tier, inference_geo: _geo, ...stated } = usage;
  return stated;
}

function blocksOf(answer: MessageAnswer, tokensPerDelta: number): readonly Block[] {
  const { part } = answer.output;
  const blocks: Block[] = [];
  if (answer.thinking !== undefined) {
    blocks.push({
      start: { type: "thinking", thinking: "", signature: "" },
      deltaStart: `"type":"thinking_delta","thinking":`,
      pieces: batches(tokenPieces(answer.thinking), tokensPerDelta),
      last: { type: "signature_delta", signature: SIGNATURE },
    });
  }
  for (const start of answer.advice === undefined ? [] : adviceBlocks(answer.advice)) {
    blocks.push({ start, deltaStart: "", pieces: [], last: undefined });
  }
  if (part?.kind === "text") {
    blocks.push({
      start: { type: "text", text: "" },
      deltaStart: `"type":"text_delta","text":`,
      pieces: batches(tokenPieces(part.text), tokensPerDelta),
      last: undefined,
    });
  }
  if (part?.kind === "tool") {
    blocks.push({
      start: { type: "tool_use", id: answer.toolUseId, name: part.name, input: {} },
      deltaStart: `"type":"input_json_delta","partial_json":`,
      pieces: batches(tokenPieces(part.text), tokensPerDelta),
      last: undefined,
    });
  }
  return blocks;
}
