import { type JsonObject, spanUsageAttributes, textOrAbsent } from "@headgate/providers";
import type { NodeKind } from "../trace/trace-node.ts";
import type { Span } from "./span.ts";
import { stopWordOf } from "./span-request.ts";

/**
 * The operations of calls: OpenTelemetry's; LiteLLM's types of calls, which its proxy writes both as the operation and as
 * `llm.request.type`, `acompletion` as a rule
 * (https://github.com/BerriAI/litellm/blob/main/litellm/integrations/opentelemetry.py, read 2026-11-30); and the
 * `chat.completions` of Semantic Kernel and of those who followed it.
 */
const CALL =
  /^(?:a?(?:chat|completion|text_completion|embeddings?|responses|anthropic_messages|generate_content(?:_stream)?)|messages|(?:chat|text)[._]completions?)$/i;
/** What stands around calls, or beside them: `invoke_agent`, `create_agent`, `invoke_workflow`, `execute_tool`. */
const ASIDE = /agent|workflow|tool|chain|task|flow|retriev|guardrail|evaluat/i;
const innerKinds: ReadonlySet<string> = new Set(["LLM", "EMBEDDING"]);

/**
 * Tells by OpenTelemetry's `gen_ai.operation.name`, OpenInference's `openinference.span.kind`, OpenLLMetry's
 * `llm.request.type` and `traceloop.span.kind`, and the AI SDK's `ai.operationId`; a span that has none of them is a call
 * when it names a model and counts tokens: with calls below it, those count. An operation that nobody knows (`plan`,
 * `rag.query`) may add up calls that came before, in another import: it is one only where it has an answer of its own.
 */
export function spanKind({ attributes }: Span): NodeKind {
  const counts = spanUsageAttributes(attributes) !== undefined;
  const told = toldKind(attributes);
  if (told === "call") return "call";
  if (told === undefined && counts && namesModel(attributes) && mayAnswer(attributes))
    return "call";
  return counts || told === "around" ? "around" : "other";
}

/** What the span says of itself; `aside` is around calls where it counts their tokens. */
function toldKind(attributes: JsonObject): "call" | "around" | "aside" | undefined {
  const aiSdk = attributes["ai.operationId"];
  // `ai.generateText` adds up the steps `ai.generateText.doGenerate` below it.
  if (typeof aiSdk === "string") return /\.do[A-Z]/.test(aiSdk) ? "call" : "around";
  const operation = operationKind(attributes["gen_ai.operation.name"]);
  if (operation !== undefined) return operation;
  const kind = attributes["openinference.span.kind"];
  if (typeof kind === "string") return innerKinds.has(kind.toUpperCase()) ? "call" : "aside";
  const type = operationKind(attributes["llm.request.type"]);
  if (type !== undefined) return type;
  return attributes["traceloop.span.kind"] === undefined ? undefined : "aside";
}

function operationKind(operation: unknown): "call" | "aside" | undefined {
  if (typeof operation !== "string") return undefined;
  if (CALL.test(operation)) return "call";
  return ASIDE.test(operation) ? "aside" : undefined;
}

/** Whether nothing is said against the span's being a call: no operation, or an answer that is its own. */
const mayAnswer = (attributes: JsonObject): boolean =>
  !["gen_ai.operation.name", "llm.request.type"].some((name) => attributes[name] !== undefined) ||
  textOrAbsent(attributes["gen_ai.response.id"]) !== undefined ||
  stopWordOf(attributes) !== undefined;

const namesModel = (attributes: JsonObject): boolean =>
  ["gen_ai.request.model", "gen_ai.response.model", "llm.model_name"].some(
    (name) => attributes[name] !== undefined,
  );
