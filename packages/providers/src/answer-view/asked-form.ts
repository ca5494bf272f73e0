import type { WireFormat } from "@headgate/contract";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import { promptViewOf } from "../prompt-view/prompt-view-of.ts";
import type { Conversation } from "../translate/conversation.ts";
import { type AskedRequest, conversationOf } from "../translate/conversation-of.ts";
import type { TranslationNotes } from "../translate/notes.ts";

/** A tool that a request offers; the schema is absent where it states none. */
type OfferedTool = Readonly<{ name: string; schema: JsonObject | undefined }>;

/** What form a request asks its answer to have, the same for all formats. */
export type AskedForm = Readonly<{
  /** The answer is to be JSON. */
  json: boolean;
  /** The JSON schema of the answer, where one is given. */
  schema: JsonObject | undefined;
  /** The client's own tools. */
  tools: readonly OfferedTool[];
  /** Whether those are all: false where a provider's own, or ones that are not read here, are offered too. */
  toolsAreAll: boolean;
  /** Whether a tool must be called. */
  mustCall: boolean;
  /** The most tokens of the answer, where the client says so. */
  maxOutputTokens: number | undefined;
  /** Several answers are asked for: none of them alone is the answer. */
  several: boolean;
}>;

/**
 * What form a request asks its answer to have.
 *
 * @param request a call's body, of this format, and where it was sent
 * @returns undefined for formats that are not read here and for a body that is not of its documented shape
 */
export function askedFormOf(format: WireFormat, request: AskedRequest): AskedForm | undefined {
  const { json } = request;
  if (format === "openai.responses") return ofResponses(json);
  const read = conversationOf(format, request);
  return read === undefined ? undefined : formOf(read.conversation, json, read.notes);
}

function formOf(
  { tools, settings }: Conversation,
  json: JsonObject,
  notes: TranslationNotes,
): AskedForm {
  const { output, toolChoice, maxOutputTokens } = settings;
  const { candidateCount } = objectOrAbsent(json.generationConfig) ?? {};
  const lostTools = notes.lost.some(({ field }) => field.startsWith("tool"));
  return {
    json: output !== undefined,
    schema: output?.kind === "json-schema" ? output.schema : undefined,
    tools: tools.map(({ name, schema }) => ({ name, schema })),
    toolsAreAll: !lostTools && notes.lostBeyond === 0,
    mustCall: toolChoice?.kind === "any" || toolChoice?.kind === "tool",
    maxOutputTokens,
    several: isAboveOne(json.n) || isAboveOne(candidateCount),
  };
}

function ofResponses(json: JsonObject): AskedForm | undefined {
  const view = promptViewOf("openai.responses", json);
  if (view === undefined) return undefined;
  const form = objectOrAbsent(objectOrAbsent(json.text)?.format);
  const tools = listOrEmpty(json.tools).filter(isJsonObject);
  const own = tools.filter(({ type }) => type === "function");
  const { tool_choice: choice } = json;
  return {
    json: form?.type === "json_schema" || form?.type === "json_object",
    schema: form?.type === "json_schema" ? objectOrAbsent(form.schema) : undefined,
    tools: own.map(({ name, parameters }) => ({
      name: textOrAbsent(name) ?? "",
      schema: objectOrAbsent(parameters),
    })),
    toolsAreAll: own.length === tools.length,
    mustCall: choice === "required" || objectOrAbsent(choice)?.type === "function",
    maxOutputTokens: view.maxOutput.value,
    several: false,
  };
}

const isAboveOne = (count: unknown): boolean => typeof count === "number" && count > 1;
