import type { JsonObject } from "../json-object.ts";
import { TOOL_PHRASE } from "../output/choose-tool.ts";
import { between, type Random } from "../seeded-random.ts";
import type { TextPool } from "../text/text-pool.ts";
import type { Turn } from "./conversations.ts";
import type { Workload } from "./workloads.ts";

/** What has been decided about a call before it takes a wire format. */
export type CallPlan = Readonly<{
  workload: Workload;
  model: string;
  stream: boolean;
  usesTool: boolean;
  thinks: boolean;
  /** The system prompt of the workload; empty when it has none. */
  system: string;
  turn: Turn;
}>;

const orderSchema = {
  type: "object",
  properties: {
    order_id: { type: "string" },
    reason: { type: "string", enum: ["delivery", "refund", "question"] },
    days: { type: "integer", minimum: 1, maximum: 30 },
  },
  required: ["order_id", "reason"],
  additionalProperties: false,
};
const TOOL_NAME = "look_up_order";
const TOOL_PURPOSE = "Looks up an order and its state.";

const resultSchema = {
  type: "object",
  properties: {
    category: { type: "string", enum: ["billing", "delivery", "quality", "other"] },
    priority: { type: "integer", minimum: 1, maximum: 5 },
    summary: { type: "string" },
    amounts: { type: "array", items: { type: "number", minimum: 0 }, maxItems: 3 },
  },
  required: ["category", "priority", "summary", "amounts"],
  additionalProperties: false,
};

/** A call's path and body, in the wire format of its workload. */
export function callBody(
  plan: CallPlan,
  pool: TextPool,
  random: Random,
): Readonly<{ path: string; body: JsonObject }> {
  const { format } = plan.workload;
  switch (format) {
    case "chat":
      return { path: "/v1/chat/completions", body: chatBody(plan, random) };
    case "responses":
      return { path: "/v1/responses", body: responsesBody(plan) };
    case "messages":
      return { path: "/v1/messages", body: messagesBody(plan) };
    case "embeddings":
      return { path: "/v1/embeddings", body: embeddingsBody(plan, pool, random) };
    case "count_tokens":
      return {
        path: "/v1/messages/count_tokens",
        body: { model: plan.model, messages: messages(plan) },
      };
    default:
      return format satisfies never;
  }
}

function chatBody(plan: CallPlan, random: Random): JsonObject {
  const { workload, model, system } = plan;
  const reasoning = /^(o\d|gpt-5)/.test(model);
  return {
    model,
    messages:
      system === "" ? messages(plan) : [{ role: "system", content: system }, ...messages(plan)],
    [reasoning ? "max_completion_tokens" : "max_tokens"]: workload.maxTokens,
    ...(reasoning ? { reasoning_effort: "low" } : { temperature: 0.2 }),
    ...(workload.choices > 1 ? { n: workload.choices } : {}),
    ...(workload.structured
      ? {
          response_format: {
            type: "json_schema",
            json_schema: { name: "result", strict: true, schema: resultSchema },
          },
        }
      : {}),
    ...(plan.usesTool
      ? {
          tools: [
            {
              type: "function",
              function: { name: TOOL_NAME, description: TOOL_PURPOSE, parameters: orderSchema },
            },
          ],
        }
      : {}),
    ...(plan.stream ? { stream: true } : {}),
    // Some clients ask for usage and some do not: both kinds must be metered.
    ...(plan.stream && random() < 0.5 ? { stream_options: { include_usage: true } } : {}),
  };
}

const responsesBody = (plan: CallPlan): JsonObject => ({
  model: plan.model,
  instructions: plan.system,
  input: messages(plan),
  max_output_tokens: plan.workload.maxTokens,
  reasoning: { effort: "low" },
  ...(plan.usesTool
    ? {
        tools: [
          {
            type: "function",
            name: TOOL_NAME,
            description: TOOL_PURPOSE,
            parameters: orderSchema,
            strict: false,
          },
        ],
      }
    : {}),
  ...(plan.stream ? { stream: true } : {}),
});

function messagesBody(plan: CallPlan): JsonObject {
  const { cacheTtl, maxTokens } = plan.workload;
  const cacheControl = { type: "ephemeral", ...(cacheTtl === "1h" ? { ttl: "1h" } : {}) };
  return {
    model: plan.model,
    max_tokens: maxTokens,
    ...(plan.system === ""
      ? {}
      : {
          system: [
            {
              type: "text",
              text: plan.system,
              ...(cacheTtl === undefined ? {} : { cache_control: cacheControl }),
            },
          ],
        }),
    messages: messages(plan),
    ...(plan.usesTool
      ? { tools: [{ name: TOOL_NAME, description: TOOL_PURPOSE, input_schema: orderSchema }] }
      : {}),
    ...(plan.thinks ? { thinking: { type: "adaptive" } } : {}),
    ...(plan.stream ? { stream: true } : {}),
  };
}

function embeddingsBody(plan: CallPlan, pool: TextPool, random: Random): JsonObject {
  const [from, to] = plan.workload.batch;
  const [shortest, longest] = plan.workload.promptTokens;
  const input = Array.from({ length: between(random, from, to) }, () =>
    pool.text(between(random, 0, 0xffff), between(random, shortest, longest)),
  );
  return { model: plan.model, input, dimensions: 256 };
}

function messages(plan: CallPlan): readonly JsonObject[] {
  const said = plan.turn.earlier.map((content, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content,
  }));
  const text = plan.usesTool ? `${plan.turn.text} Please ${TOOL_PHRASE}.` : plan.turn.text;
  return [...said, { role: "user", content: text }];
}
