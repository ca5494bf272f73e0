import type { JsonPath } from "../json-path.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import { MessageBuilder } from "./message-builder.ts";
import type { PromptMessage, PromptView } from "./prompt-view.ts";
import { countOrAbsent, textParts, toolsIn } from "./view-parts.ts";

/** Parts that the model only thought are not told from text by their member. */
const isText = ({ text, thought }: JsonObject): boolean =>
  typeof text === "string" && thought !== true;

/** Gemini's two spellings of a member: the API takes both. */
function spelling(body: JsonObject, camel: string, snake: string): string {
  return body[camel] === undefined && body[snake] !== undefined ? snake : camel;
}

/** `GenerateContentRequest` (https://ai.google.dev/api/generate-content, read 2026-11-28). */
export function geminiView(body: JsonObject): PromptView | undefined {
  if (!Array.isArray(body.contents)) return undefined;
  const messages: PromptMessage[] = [];
  for (const [index, content] of body.contents.entries()) {
    if (!isJsonObject(content)) return undefined;
    messages.push(messageOf(content, ["contents", index]));
  }
  const system = spelling(body, "systemInstruction", "system_instruction");
  const config = spelling(body, "generationConfig", "generation_config");
  const settings = objectOrAbsent(body[config]);
  const limit = spelling(settings ?? {}, "maxOutputTokens", "max_output_tokens");
  const { toolsPath, tools } = toolsIn(body.tools, ["tools"]);
  return {
    format: "gemini.generate_content",
    system: textParts(objectOrAbsent(body[system])?.parts, [system, "parts"], isText).texts,
    toolsPath,
    tools,
    listPath: ["contents"],
    messages,
    maxOutput: { path: [config, limit], value: countOrAbsent(settings?.[limit]) },
  };
}

function messageOf({ role, parts }: JsonObject, path: JsonPath): PromptMessage {
  const builder = new MessageBuilder();
  let isAnswerOfTools = false;
  for (const [index, part] of listOrEmpty(parts).entries()) {
    const at = [...path, "parts", index];
    if (!isJsonObject(part)) builder.other();
    else if (isText(part)) builder.text([...at, "text"], part.text);
    else {
      const call = objectOrAbsent(part.functionCall ?? part.function_call);
      const answer = objectOrAbsent(part.functionResponse ?? part.function_response);
      if (call !== undefined) {
        builder.toolCall({ path: at, id: textOrAbsent(call.id), name: textOrAbsent(call.name) });
      } else if (answer !== undefined) {
        isAnswerOfTools = true;
        // What a function answered is an object, not a text.
        const id = textOrAbsent(answer.id);
        const name = textOrAbsent(answer.name);
        builder.toolResult({ path: at, callId: id, name, texts: [], hasOther: true });
      } else builder.other();
    }
  }
  if (role === "model") return builder.build(path, "assistant");
  return builder.build(path, isAnswerOfTools ? "tool" : "user");
}
