import { join } from "node:path";
import type { LedgerRow, WireFormat } from "@headgate/contract";
import { chargeLines, type PricedCall, requestIdOf, responseIdOf } from "../company-call.ts";
import { wireDollars } from "../exact-dollars.ts";
import { LineFile } from "../line-file.ts";
import type { ModelRoute } from "../model-route.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";

/**
 * Rows of Headgate's own ledger, one a line.
 *
 * @param simulated whether their money is marked as simulated
 */
export function gatewayRows(folder: string, simulated: boolean): CallWriter {
  const file = new LineFile(join(folder, "gateway", "rows.ndjson"));
  return {
    source: "gateway",
    write: (call) => file.line(JSON.stringify(rowOf(call, simulated))),
    close: () => file.close(),
  };
}

function rowOf(call: PricedCall, simulated: boolean): LedgerRow {
  const { id, route, feature } = call;
  const cost = wireDollars(call.picodollars);
  const isEmbedding = route.counts === "embedding";
  return {
    row_id: `${id}:0`,
    call_id: id,
    attempt: 0,
    final: true,
    started_at_ms: call.atMs,
    duration_ms: call.durationMs,
    source: "gateway",
    simulated,
    wire_format: wireFormatOf(route),
    operation: isEmbedding ? "embeddings" : "chat",
    provider: route.provider,
    request_model: route.sentModel,
    ...(!call.failed && {
      response_model: route.responseModel,
      // An answer with embeddings has no id.
      ...(!isEmbedding && { response_id: responseIdOf(call) }),
    }),
    provider_request_id: requestIdOf(call),
    ...(route.provider === "bedrock" && { region: "us-east-1", scope: route.scope }),
    stream: false,
    outcome: call.failed ? "provider_error" : "completed",
    status: call.failed ? 429 : 200,
    usage_origin: call.failed ? "none" : "provider",
    usage: call.usage,
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines: chargeLines(call),
      ...(call.failed && {
        reason: "The provider answered with HTTP 429, which it does not bill.",
      }),
    },
    baseline_cost: cost,
    savings: [],
    attribution: {
      team: feature.team,
      feature: feature.name,
      customer: call.customer,
      environment: "production",
    },
    tags: { origin: CONSTRUCTED },
  };
}

function wireFormatOf({ provider, counts }: ModelRoute): WireFormat {
  if (counts === "embedding") return "openai.embeddings";
  switch (provider) {
    case "openai":
    case "azure":
      return "openai.chat_completions";
    case "anthropic":
      return "anthropic.messages";
    case "bedrock":
      return "bedrock.converse";
    case "vertex":
      return "gemini.generate_content";
    default:
      return provider satisfies never;
  }
}
