import { type FinishReason, inputTokens, type WireFormat } from "@headgate/contract";
import type { LoggedRequest } from "@headgate/levers";
import { isJsonObject, type JsonObject } from "@headgate/providers";
import type { AttemptFacts } from "../source.ts";
import { formatOfBody } from "./body-format.ts";
import type { PromptReader } from "./prompt-reader.ts";

/** What a source found of a request, and why the answer ended. */
export type LoggedBody = Readonly<{
  body: JsonObject | undefined;
  /** Told by the members of the body where the log does not say. */
  format?: WireFormat | undefined;
  finishReason: FinishReason | undefined;
}>;

/**
 * A call with what a row keeps of its request, where a log keeps the body. Without a reader, or a body of a known shape, as it
 * was.
 */
export function withPromptFacts(
  attempt: AttemptFacts,
  prompts: PromptReader | undefined,
  logged: () => LoggedBody,
): AttemptFacts {
  if (prompts === undefined) return attempt;
  const facts = prompts.factsOf(loggedRequest(attempt, logged()));
  return facts === undefined ? attempt : Object.assign(attempt, facts);
}

function loggedRequest(
  attempt: AttemptFacts,
  { body, format: stated, finishReason }: LoggedBody,
): LoggedRequest | undefined {
  const { operation, provider, tags, request_model, sent_model, key_id, account_id } = attempt;
  if (body === undefined || (operation !== "chat" && operation !== "embeddings")) return undefined;
  const format = stated ?? (operation === "chat" ? formatOfBody(body) : formatOfEmbedding(body));
  if (format === undefined) return undefined;
  return {
    ...{ operation, format, provider, tags, finishReason, json: withNumbers(body) },
    model: sent_model ?? request_model,
    asker: key_id ?? account_id,
    inputTokens: inputTokens(attempt.usage),
  };
}

const formatOfEmbedding = ({ input }: JsonObject) =>
  input === undefined ? undefined : "openai.embeddings";

/** Readers that must not lose a digit of money leave a number with a point as text. */
const withNumbers = (body: JsonObject): JsonObject =>
  typeof body.temperature === "string" ? { ...body, temperature: Number(body.temperature) } : body;

/**
 * A body of what a trace says was asked: an object as it was sent, a list of messages, or a text.
 *
 * @param settings what stands beside it: temperature, limits
 */
export function bodyOfInput(input: unknown, settings: JsonObject): JsonObject | undefined {
  if (typeof input === "string") {
    return input === "" ? undefined : { messages: [{ role: "user", content: input }], ...settings };
  }
  if (Array.isArray(input)) {
    return input.length > 0 && input.every(isMessage)
      ? { messages: input, ...settings }
      : undefined;
  }
  if (!isJsonObject(input)) return undefined;
  const isBody = [input.messages, input.contents, input.input].some((list) => Array.isArray(list));
  // An embedding, or a turn of Responses, may ask with a text.
  return isBody || typeof input.input === "string" ? { ...settings, ...input } : undefined;
}

const isMessage = (value: unknown): boolean =>
  isJsonObject(value) && typeof value.role === "string";
