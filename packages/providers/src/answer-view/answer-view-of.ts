import type { WireFormat } from "@headgate/contract";
import { isJsonObject, type JsonObject, objectOrAbsent } from "../json-values.ts";
import { readSseEvent, SseEventEnds } from "../sse-events.ts";
import type { Answer } from "../translate/answer.ts";
import { FoldedAnswer } from "../translate/fold-events.ts";
import type { TranslatedFormat } from "../translate/format.ts";
import { translatedFormat } from "../translate/formats.ts";
import { TranslationNotes } from "../translate/notes.ts";
import type { AnswerView } from "./answer-view.ts";
import { responsesAnswer } from "./responses-answer.ts";
import { tokenLikelihoods } from "./token-likelihoods.ts";

/**
 * A whole answer as checks look at it.
 *
 * @param body of an answer with status 200, decompressed
 * @param stream whether it is a stream of the format's events
 * @returns undefined for formats that are not read here, and for what is no answer of its format: an error in a 200,
 *   a stream without its end, something that is not JSON
 */
export function answerViewOf(
  format: WireFormat,
  { body, stream }: Readonly<{ body: Buffer; stream: boolean }>,
): AnswerView | undefined {
  if (format === "openai.responses") {
    const response = stream ? lastResponse(body) : parsed(body);
    return response === undefined ? undefined : responsesAnswer(response);
  }
  const known = translatedFormat(bodyFormats[format] ?? format);
  if (known === undefined) return undefined;
  return stream ? ofStream(known, body) : ofBody(known, body);
}

/** Formats whose bodies are another's; of models that are not Anthropic's nothing is read in them. */
const bodyFormats: Partial<Record<WireFormat, WireFormat>> = {
  "vertex.raw_predict": "anthropic.messages",
  "bedrock.invoke_model": "anthropic.messages",
};

/** Where each format's answers stand: what has nothing there is none. */
const answerMembers: Partial<Record<WireFormat, string>> = {
  "openai.chat_completions": "choices",
  "anthropic.messages": "content",
  "bedrock.converse": "output",
  "gemini.generate_content": "candidates",
};

function ofBody(format: TranslatedFormat, body: Buffer): AnswerView | undefined {
  const json = parsed(body);
  const member = answerMembers[format.format];
  if (json === undefined || member === undefined) return undefined;
  const answers = json[member];
  if (typeof answers !== "object" || answers === null) return undefined;
  // Of several answers the first alone would be judged.
  if (member !== "content" && Array.isArray(answers) && answers.length !== 1) return undefined;
  return viewOf(format.readAnswer(json, new TranslationNotes()), tokenLikelihoods(json));
}

/** Likelihoods of streams are not put together: they come in pieces, each with its own chunk. */
function ofStream(format: TranslatedFormat, body: Buffer): AnswerView | undefined {
  const reader = format.streamReader(new TranslationNotes());
  const folded = new FoldedAnswer();
  for (const event of [...reader.push(body), ...reader.finish()]) folded.add(event);
  if (!folded.ended || folded.error !== undefined) return undefined;
  return viewOf(folded.answer(), undefined);
}

function viewOf(answer: Answer, likelihoods: AnswerView["likelihoods"]): AnswerView {
  const texts: string[] = [];
  const toolCalls: { name: string; inputText: string }[] = [];
  for (const part of answer.parts) {
    if (part.kind === "text") texts.push(part.text);
    if (part.kind === "tool-call") toolCalls.push({ name: part.name, inputText: part.inputText });
  }
  return { text: texts.join(""), toolCalls, stop: answer.stop?.reason, likelihoods };
}

/** A stream of responses ends with an event that holds all of the answer. */
function lastResponse(body: Buffer): JsonObject | undefined {
  let last: JsonObject | undefined;
  let from = 0;
  for (const end of new SseEventEnds().scan(body, body.toString("latin1"))) {
    const { data } = readSseEvent(body.subarray(from, end), false);
    from = end;
    if (data?.includes('"response.completed"') || data?.includes('"response.incomplete"')) {
      last = objectOrAbsent(parsed(Buffer.from(data))?.response) ?? last;
    }
  }
  return last;
}

function parsed(body: Buffer): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(body.toString("utf8"));
    return isJsonObject(json) ? json : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
