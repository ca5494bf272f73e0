import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { contentPieces } from "../../openai/chat-completions/content-pieces.ts";
import { readChatUsage } from "../../openai/chat-completions/usage.ts";
import type { Answer, AnswerPart } from "../answer.ts";
import type { Signature } from "../conversation.ts";
import type { TranslationNotes } from "../notes.ts";
import { readStop } from "./stop.ts";

/** Reads a chat completion; of several choices only the first can be carried over. */
export function readChatAnswer(body: JsonObject, notes: TranslationNotes): Answer {
  const choices = listOrEmpty(body.choices).filter(isJsonObject);
  if (choices.length > 1) notes.lose("choices", "only one answer can be carried over");
  const choice = choices[0];
  const message = objectOrAbsent(choice?.message);
  const id = textOrAbsent(body.id);
  const model = textOrAbsent(body.model);
  const usage = objectOrAbsent(body.usage);
  const serviceTier = textOrAbsent(body.service_tier);
  const finish = textOrAbsent(choice?.finish_reason);
  const parts = message === undefined ? [] : readParts(message, notes);
  const seen = {
    refused: textOrAbsent(message?.refusal) !== undefined,
    calledTools: parts.some(({ kind }) => kind === "tool-call"),
  };
  const stop = finish === undefined ? undefined : readStop(finish, seen);
  return {
    parts,
    ...(id !== undefined && { id }),
    ...(model !== undefined && { model }),
    ...(usage !== undefined && { usage: readChatUsage(usage).usage }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(stop !== undefined && { stop }),
  };
}

function readParts(message: JsonObject, notes: TranslationNotes): readonly AnswerPart[] {
  const parts: AnswerPart[] = [];
  const thought = thoughtOf(message);
  if (thought !== undefined) parts.push({ kind: "thinking", text: thought });
  const content = answerContent(message.content, notes);
  for (const { kind, text } of content) {
    const last = parts.at(-1);
    // Pieces of one kind are one part, as in a stream.
    if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
    else parts.push({ kind, text });
  }
  const refusal = textOrAbsent(message.refusal);
  if (refusal !== undefined && content.length === 0) parts.push({ kind: "text", text: refusal });
  for (const [at, call] of listOrEmpty(message.tool_calls).entries()) {
    const called = isJsonObject(call) ? objectOrAbsent(call.function) : undefined;
    if (!isJsonObject(call) || called === undefined) {
      notes.lose("tool_calls", "a call of a custom tool is OpenAI's own");
      continue;
    }
    const signature = googleSignatureOf(call);
    parts.push({
      kind: "tool-call",
      // Results could not be told apart without one.
      id: textOrAbsent(call.id) ?? `call_${at}`,
      name: textOrAbsent(called.name) ?? "",
      inputText: textOrAbsent(called.arguments) ?? "",
      ...(signature !== undefined && { signature }),
    });
  }
  if (isJsonObject(message.audio)) notes.lose("audio", "spoken answers are OpenAI's own");
  if (listOrEmpty(message.annotations).length > 0) {
    notes.lose("annotations", "citations cannot be carried over");
  }
  return parts;
}

/** The texts and thinking of an answer's content, or of a delta's. */
export function answerContent(
  content: unknown,
  notes: TranslationNotes,
): readonly Readonly<{ kind: "text" | "thinking"; text: string }>[] {
  return contentPieces(content).flatMap((piece) => {
    if (piece.kind !== "other") return [piece];
    notes.lose(`content (${piece.type})`, "a part of this kind cannot be carried over");
    return [];
  });
}

/** DeepSeek and vLLM; OpenRouter and Groq. */
export const thoughtOf = (message: JsonObject): string | undefined =>
  textOrAbsent(message.reasoning_content) ?? textOrAbsent(message.reasoning);

export function googleSignatureOf(call: JsonObject): Signature | undefined {
  const google = objectOrAbsent(objectOrAbsent(call.extra_content)?.google);
  const value = textOrAbsent(google?.thought_signature);
  return value === undefined ? undefined : { house: "google", value };
}
