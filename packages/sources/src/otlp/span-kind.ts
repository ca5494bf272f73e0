import { spanUsageAttributes } from "@headgate/providers";
import type { NodeKind } from "../trace/trace-node.ts";
import type { Span } from "./span.ts";

const callOperations: ReadonlySet<unknown> = new Set([
  "chat",
  "completion",
  "generate_content",
  "text_completion",
  "embeddings",
  "embedding",
]);
const innerKinds: ReadonlySet<unknown> = new Set(["LLM", "EMBEDDING"]);

/**
 * Tells by OpenTelemetry's `gen_ai.operation.name`, OpenInference's `openinference.span.kind`, OpenLLMetry's
 * `llm.request.type` and `traceloop.span.kind`, and the AI SDK's `ai.operationId`; a span that has none of them is
 * a call when it names a model and counts tokens.
 */
export function spanKind({ attributes }: Span): NodeKind {
  const counts = spanUsageAttributes(attributes) !== undefined;
  const aside = counts ? "around" : "other";
  const aiSdk = attributes["ai.operationId"];
  // `ai.generateText` adds up the steps `ai.generateText.doGenerate` below it.
  if (typeof aiSdk === "string") return /\.do[A-Z]/.test(aiSdk) ? "call" : "around";
  const operation = attributes["gen_ai.operation.name"];
  if (operation !== undefined) return callOperations.has(operation) ? "call" : aside;
  const kind = attributes["openinference.span.kind"];
  if (typeof kind === "string") return innerKinds.has(kind.toUpperCase()) ? "call" : aside;
  const type = attributes["llm.request.type"];
  if (type !== undefined) return callOperations.has(type) ? "call" : aside;
  if (attributes["traceloop.span.kind"] !== undefined) return aside;
  const model =
    attributes["gen_ai.request.model"] ??
    attributes["gen_ai.response.model"] ??
    attributes["llm.model_name"];
  return counts && model !== undefined ? "call" : aside;
}
