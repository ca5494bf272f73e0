import type { JsonObject } from "../json-object.ts";
import type { StreamAnswer } from "../server/answer.ts";
import { batches } from "../text/batches.ts";
import { countTokens, tokenPieces } from "../text/tokenizer.ts";
import {
  billedBy,
  blocked,
  type ContentAnswer,
  candidates,
  nothing,
  partOf,
  responseFields,
  thoughtPart,
} from "./content-answer.ts";

/** An answer as a stream of responses, each with the usage so far: they are not to be added up. */
export function contentStream(
  answer: ContentAnswer,
  { asEvents, tokensPerDelta }: Readonly<{ asEvents: boolean; tokensPerDelta: number }>,
): StreamAnswer {
  const responses = [...responsesOf(answer, tokensPerDelta)];
  const texts = asEvents
    ? responses.map((response) => `data: ${JSON.stringify(response)}\r\n\r\n`)
    : responses.map((response, index) => {
        const separator = index === 0 ? "[" : "\n,\r\n";
        return separator + JSON.stringify(response, null, 2);
      });
  const last = texts.pop() ?? "";
  return {
    kind: "stream",
    ...(asEvents ? {} : { framing: "array" }),
    head: "",
    deltas: texts,
    tail: asEvents ? last : `${last}\n]`,
    billed: billedBy(answer),
  };
}

function* responsesOf(answer: ContentAnswer, tokensPerDelta: number): Iterable<JsonObject> {
  const { output, shownThoughts, blockReason } = answer;
  if (blockReason !== undefined) {
    yield { ...blocked(blockReason), ...responseFields(answer, nothing) };
    return;
  }
  const { reasoningTokens } = output;
  let visibleTokens = 0;
  if (shownThoughts !== undefined) {
    let shown = 0;
    for (const text of pieces(shownThoughts, tokensPerDelta)) {
      shown += countTokens(text);
      const progress = { visibleTokens, reasoningTokens: shown };
      yield { ...candidates([thoughtPart(text)]), ...responseFields(answer, progress) };
    }
  }
  if (output.part?.kind === "tool") {
    visibleTokens = output.visibleTokens;
    const progress = { visibleTokens, reasoningTokens };
    yield { ...candidates([partOf(output.part)]), ...responseFields(answer, progress) };
  } else {
    for (const text of pieces(output.part?.text ?? "", tokensPerDelta)) {
      visibleTokens += countTokens(text);
      const progress = { visibleTokens, reasoningTokens };
      yield { ...candidates([{ text }]), ...responseFields(answer, progress) };
    }
  }
  yield { ...candidates([{ text: "" }], output.stop), ...responseFields(answer, output) };
}

const pieces = (text: string, tokensPerDelta: number): readonly string[] =>
  batches(tokenPieces(text), tokensPerDelta);
