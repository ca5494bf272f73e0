import { join } from "node:path";
import { countOf, type PricedCall, spanIdOf } from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";

/** Observations as Langfuse exports them, one a line; their keys of usage are disjoint. */
export function langfuse(folder: string): CallWriter {
  const file = new LineFile(join(folder, "langfuse", "observations.jsonl"));
  return {
    source: "langfuse",
    write: (call) => file.line(JSON.stringify(observationOf(call))),
    close: () => file.close(),
  };
}

function observationOf(call: PricedCall): unknown {
  const { feature, id, route } = call;
  const time = (ms: number): string => new Date(ms).toISOString();
  return {
    id: spanIdOf(call),
    traceId: id,
    startTime: time(call.atMs),
    endTime: time(call.atMs + call.durationMs),
    projectId: CONSTRUCTED,
    parentObservationId: null,
    type: "GENERATION",
    environment: "production",
    name: feature.name,
    level: call.failed ? "ERROR" : "DEFAULT",
    model: route.responseModel,
    usageDetails: call.failed ? {} : usageDetailsOf(call),
    costDetails: {},
    providedCostDetails: {},
    totalCost: null,
    userId: call.customer,
    traceTags: [feature.team],
  };
}

function usageDetailsOf({ route, usage }: PricedCall): unknown {
  const input = countOf(usage, "input");
  const output = countOf(usage, "output");
  const read = countOf(usage, "cache_read");
  if (route.counts === "claude") {
    const written = countOf(usage, "cache_write_5m");
    return {
      input,
      cache_read_input_tokens: read,
      input_cache_creation_5m: written,
      output,
      total: input + read + written + output,
    };
  }
  const reasoning = countOf(usage, "reasoning");
  return {
    input,
    input_cached_tokens: read,
    output,
    output_reasoning: reasoning,
    total: input + read + output + reasoning,
  };
}
