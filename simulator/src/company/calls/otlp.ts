import { join } from "node:path";
import {
  answerTokens,
  countOf,
  type PricedCall,
  promptTokens,
  responseIdOf,
  spanIdOf,
} from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import type { ModelRoute } from "../model-route.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";

type Attribute = Readonly<{
  key: string;
  value: Readonly<{ stringValue: string }> | Readonly<{ intValue: string }>;
}>;

const text = (key: string, stringValue: string): Attribute => ({ key, value: { stringValue } });
const count = (key: string, value: number): Attribute => ({
  key,
  value: { intValue: String(value) },
});

const providerNames = {
  anthropic: "anthropic",
  azure: "azure.ai.openai",
  bedrock: "aws.bedrock",
  openai: "openai",
  vertex: "gcp.vertex_ai",
} as const satisfies Record<ModelRoute["provider"], string>;

/**
 * Traces in OTLP's JSON, an export of a collector a line, a file a day: a span of the conventions for generative
 * AI (`gen_ai.*`) a call.
 */
export function otlp(folder: string): CallWriter {
  let day = "";
  let file: LineFile | undefined;
  return {
    source: "otlp",
    async write(call) {
      if (call.day !== day || file === undefined) {
        await file?.close();
        day = call.day;
        file = new LineFile(join(folder, "otlp", `traces-${day}.jsonl`));
      }
      await file.line(JSON.stringify({ resourceSpans: [resourceSpansOf(call)] }));
    },
    close: async () => file?.close(),
  };
}

function resourceSpansOf(call: PricedCall): unknown {
  const { feature } = call;
  return {
    resource: {
      attributes: [
        text("service.name", feature.name),
        text("deployment.environment.name", "production"),
        text("origin", CONSTRUCTED),
      ],
    },
    scopeSpans: [{ scope: { name: "headgate.constructed", version: "1" }, spans: [spanOf(call)] }],
  };
}

function spanOf(call: PricedCall): unknown {
  const { feature, id, route } = call;
  const nanoseconds = (ms: number): string => `${ms}000000`;
  return {
    traceId: id,
    spanId: spanIdOf(call),
    name: `chat ${route.sentModel}`,
    kind: 3,
    startTimeUnixNano: nanoseconds(call.atMs),
    endTimeUnixNano: nanoseconds(call.atMs + call.durationMs),
    ...(call.failed && { status: { code: 2 } }),
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", providerNames[route.provider]),
      text("gen_ai.request.model", route.sentModel),
      ...(call.failed ? [text("error.type", "429")] : answerOf(call)),
      text("gen_ai.workflow.name", feature.name),
      text("team", feature.team),
      text("customer.id", call.customer),
    ],
  };
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
