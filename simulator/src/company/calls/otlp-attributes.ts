import {
  answerTokens,
  countOf,
  type PricedCall,
  promptTokens,
  responseIdOf,
} from "../company-call.ts";
import type { ModelRoute } from "../model-route.ts";

/** An attribute of OTLP's JSON, in which whole numbers are text. */
export type Attribute = Readonly<{
  key: string;
  value: Readonly<{ stringValue: string }> | Readonly<{ intValue: string }>;
}>;

export const text = (key: string, stringValue: string): Attribute => ({
  key,
  value: { stringValue },
});

export const count = (key: string, value: number): Attribute => ({
  key,
  value: { intValue: String(value) },
});

export const nanoseconds = (ms: number): string => `${ms}000000`;

/** Providers by the words of the conventions for generative AI. */
export const providerNames = {
  anthropic: "anthropic",
  azure: "azure.ai.openai",
  bedrock: "aws.bedrock",
  openai: "openai",
  vertex: "gcp.vertex_ai",
} as const satisfies Record<ModelRoute["provider"], string>;

/** What the conventions for generative AI (`gen_ai.*`) tell of a call, and who it was for. */
export function callAttributes(call: PricedCall): readonly Attribute[] {
  const { feature, route } = call;
  return [
    text("gen_ai.operation.name", "chat"),
    text("gen_ai.provider.name", providerNames[route.provider]),
    text("gen_ai.request.model", route.sentModel),
    ...(call.failed ? [text("error.type", "429")] : answerOf(call)),
    text("gen_ai.workflow.name", feature.name),
    text("team", feature.team),
    text("customer.id", call.customer),
  ];
}

function answerOf(call: PricedCall): readonly Attribute[] {
  const { route, usage } = call;
  const written = countOf(usage, "cache_write_5m");
  const reasoning = countOf(usage, "reasoning");
  return [
    text("gen_ai.response.model", route.responseModel),
    text("gen_ai.response.id", responseIdOf(call)),
    count("gen_ai.usage.input_tokens", promptTokens(call)),
    count("gen_ai.usage.cache_read.input_tokens", countOf(usage, "cache_read")),
    ...(written > 0 ? [count("gen_ai.usage.cache_creation.input_tokens", written)] : []),
    count("gen_ai.usage.output_tokens", answerTokens(call)),
    ...(reasoning > 0 ? [count("gen_ai.usage.reasoning.output_tokens", reasoning)] : []),
  ];
}
