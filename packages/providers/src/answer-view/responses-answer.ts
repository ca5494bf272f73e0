import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import type { AnswerView } from "./answer-view.ts";
import { tokenLikelihoods } from "./token-likelihoods.ts";

/** Reads a whole response of OpenAI's (`Response` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28). */
export function responsesAnswer(body: JsonObject): AnswerView | undefined {
  if (!Array.isArray(body.output)) return undefined;
  const texts: string[] = [];
  const toolCalls: { name: string; inputText: string }[] = [];
  let isRefused = false;
  for (const item of body.output) {
    if (!isJsonObject(item)) return undefined;
    if (item.type === "function_call") {
      const { name, arguments: input } = item;
      toolCalls.push({ name: textOrAbsent(name) ?? "", inputText: textOrAbsent(input) ?? "" });
    }
    if (item.type !== "message") continue;
    for (const part of listOrEmpty(item.content).filter(isJsonObject)) {
      if (part.type === "refusal") isRefused = true;
      const text = textOrAbsent(part.text) ?? textOrAbsent(part.refusal);
      if (text !== undefined) texts.push(text);
    }
  }
  return {
    text: texts.join(""),
    toolCalls,
    stop: isRefused ? "refusal" : stopOf(body, toolCalls.length > 0),
    likelihoods: tokenLikelihoods(body),
  };
}

function stopOf(body: JsonObject, called: boolean): AnswerView["stop"] {
  if (body.status === "completed") return called ? "tool-calls" : "end";
  if (body.status !== "incomplete") return undefined;
  const reason = objectOrAbsent(body.incomplete_details)?.reason;
  if (reason === "max_output_tokens") return "length";
  return reason === "content_filter" ? "refusal" : "other";
}
