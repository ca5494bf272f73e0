import { SIGNATURE } from "../anthropic/message-answer.ts";
import type { JsonObject } from "../json-object.ts";
import type { StreamAnswer } from "../server/answer.ts";
import { batches } from "../text/batches.ts";
import { tokenPieces } from "../text/tokenizer.ts";
import { type ConverseAnswer, converseMetadata, stopReasons } from "./converse-answer.ts";
import { eventFrame } from "./frames.ts";

/** One content block with its deltas. */
type Block = Readonly<{
  /** Only a tool's use announces itself. */
  start: JsonObject | undefined;
  deltas: readonly JsonObject[];
  /** Sent before the block ends. */
  last: JsonObject | undefined;
}>;

/** A message as a stream of frames; usage stands in the last of them. */
export function converseStream(answer: ConverseAnswer, tokensPerDelta: number): StreamAnswer {
  const { output, promptTokens, outputTokens } = answer;
  const deltas: string[] = [];
  /** Frames that stand between the last delta and the next. */
  let pending = "";
  blocksOf(answer, tokensPerDelta).forEach(({ start, deltas: parts, last }, contentBlockIndex) => {
    if (start !== undefined)
      pending += eventFrame("contentBlockStart", { start, contentBlockIndex });
    for (const delta of parts) {
      deltas.push(pending + eventFrame("contentBlockDelta", { delta, contentBlockIndex }));
      pending = "";
    }
    if (last !== undefined) {
      pending += eventFrame("contentBlockDelta", { delta: last, contentBlockIndex });
    }
    pending += eventFrame("contentBlockStop", { contentBlockIndex });
  });
  return {
    kind: "stream",
    framing: "frames",
    head: eventFrame("messageStart", { role: "assistant" }),
    deltas,
    tail:
      pending +
      eventFrame("messageStop", { stopReason: stopReasons[output.stop] }) +
      eventFrame("metadata", converseMetadata(answer)),
    billed: { promptTokens, outputTokens },
  };
}

function blocksOf(answer: ConverseAnswer, tokensPerDelta: number): readonly Block[] {
  const pieces = (text: string): readonly string[] => batches(tokenPieces(text), tokensPerDelta);
  const { part } = answer.output;
  const blocks: Block[] = [];
  if (answer.thinking !== undefined) {
    blocks.push({
      start: undefined,
      deltas: pieces(answer.thinking).map((text) => ({ reasoningContent: { text } })),
      last: { reasoningContent: { signature: SIGNATURE } },
    });
  }
  if (part?.kind === "text") {
    blocks.push({
      start: undefined,
      deltas: pieces(part.text).map((text) => ({ text })),
      last: undefined,
    });
  }
  if (part?.kind === "tool") {
    blocks.push({
      start: { toolUse: { toolUseId: answer.toolUseId, name: part.name } },
      deltas: pieces(part.text).map((input) => ({ toolUse: { input } })),
      last: undefined,
    });
  }
  return blocks;
}
