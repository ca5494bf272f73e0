import type { CacheRefusal, SemanticRefusal, WireFormat } from "@headgate/contract";
import { whyNotCached } from "../exact-cache/eligibility.ts";
import { lastQuestion } from "../exact-cache/last-question.ts";

type Json = Readonly<Record<string, unknown>>;

/** Where formats keep the messages that stand before the last one. */
const messageMembers = ["messages", "input", "contents"] as const;

/** What the exact cache refuses for safety, in this cache's words; the rest are choices of its own policy. */
const shared: Partial<Record<CacheRefusal, SemanticRefusal>> = {
  several_answers: "several_answers",
  provider_tools: "provider_tools",
  server_state: "server_state",
  outside_content: "outside_content",
};

/**
 * Why a chat must not be answered with a near question's answer; undefined where it may, as far as its form says.
 * All that the exact cache refuses for safety is refused here.
 */
export function whyNotNear(format: WireFormat, json: Json): SemanticRefusal | undefined {
  const refusal = whyNotCached("chat", json, "always");
  if (refusal !== undefined) return shared[refusal] ?? "unusual_body";
  if (lastQuestion(format, json) === undefined) return "no_single_text";
  if (asksForProbabilities(json)) return "logprobs";
  return hasToolResults(json) ? "tool_results" : undefined;
}

function asksForProbabilities(json: Json): boolean {
  const { logprobs, top_logprobs, include } = json;
  if (isSet(logprobs) || isSet(top_logprobs)) return true;
  if (Array.isArray(include) && include.some((part) => String(part).includes("logprobs"))) {
    return true;
  }
  const settings = json.generationConfig ?? json.generation_config;
  return isObject(settings) && (isSet(settings.responseLogprobs) || isSet(settings.logprobs));
}

/** Whether a tool has answered since the model last said something in words. */
function hasToolResults(json: Json): boolean {
  const messages = messageMembers.map((name) => json[name]).find(Array.isArray) ?? [];
  for (const message of messages.slice(0, -1).reverse()) {
    if (isToolResult(message)) return true;
    if (isObject(message) && (message.role === "assistant" || message.role === "model")) {
      return false;
    }
  }
  return false;
}

const resultMembers = ["toolResult", "functionResponse", "function_response"] as const;

function isToolResult(message: unknown): boolean {
  if (!isObject(message)) return false;
  if (message.role === "tool" || message.role === "function") return true;
  if (typeof message.type === "string" && message.type.endsWith("_output")) return true;
  const parts = message.content ?? message.parts;
  if (!Array.isArray(parts)) return false;
  return parts.some(
    (part) =>
      isObject(part) &&
      (part.type === "tool_result" || resultMembers.some((name) => part[name] !== undefined)),
  );
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== false;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
