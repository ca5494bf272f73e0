import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { LedgerRow, WireFormat } from "@headgate/contract";
import { chargeLines, type PricedCall, requestIdOf, responseIdOf } from "../company-call.ts";
import { wireDollars } from "../exact-dollars.ts";
import { LineFile } from "../line-file.ts";
import type { ModelRoute } from "../model-route.ts";
import { promptPartsOf } from "../prompt-parts.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";

/**
 * The spool of Headgate's own gateway, a segment a day: rows of the ledger, one a line behind its checksum.
 *
 * @param simulated whether their money is marked as simulated
 */
export function gatewaySpool(folder: string, simulated: boolean): CallWriter {
  let segment: Readonly<{ day: string; file: LineFile }> | undefined;
  let segments = 0;
  return {
    source: "gateway",
    write: async (call) => {
      if (segment?.day !== call.day) {
        await segment?.file.close();
        segments += 1;
        const name = `${String(segments).padStart(8, "0")}.spool`;
        segment = {
          day: call.day,
          file: new LineFile(join(folder, "gateway", "spool", CONSTRUCTED, name)),
        };
      }
      await segment.file.line(spoolLine(JSON.stringify(rowOf(call, simulated))));
    },
    close: async () => {
      await segment?.file.close();
    },
  };
}

/** A checksum of eight hexadecimal digits, a blank, the row. */
const spoolLine = (json: string): string => `${crc32(json).toString(16).padStart(8, "0")} ${json}`;

function rowOf(call: PricedCall, simulated: boolean): LedgerRow {
  const { id, route, feature } = call;
  const cost = wireDollars(call.picodollars);
  const isEmbedding = route.counts === "embedding";
  const promptParts = promptPartsOf(call);
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
    ...(promptParts !== undefined && { prompt_parts: promptParts }),
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
