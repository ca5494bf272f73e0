import type { JsonObject } from "@headgate/providers";
import { isJsonObject } from "@headgate/providers";
import { readLogs } from "../otlp-logs/read-logs.ts";
import { readMetrics } from "../otlp-metrics/read-metrics.ts";
import { RunningTotals } from "../otlp-metrics/running-totals.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import type { Found } from "../source.ts";
import { TraceMemory } from "../trace/trace-memory.ts";
import { decodeOtlp, type OtlpSignal } from "./protobuf.ts";
import { readSpans } from "./read-traces.ts";
import { spansOf } from "./span.ts";

/** Reads payloads as they are received, one after the other: what came before tells what a later one repeats. */
export interface OtlpReader {
  /**
   * @param encoding what the body is written in
   * @throws SyntaxError when the body is no payload of the signal
   */
  read(signal: OtlpSignal, body: Uint8Array, encoding: "json" | "protobuf"): readonly Found[];
}

/**
 * @param sinceMs when listening began: a running total from before is counted from its first point here on, since
 *   what it had counted by then may have been received already
 * @param prompts what requests are looked at with by now, where spans keep them
 */
export function createOtlpReader(
  sinceMs: number,
  prompts: () => PromptReader | undefined,
): OtlpReader {
  const memory = new TraceMemory();
  const totals = new RunningTotals(sinceMs);
  return {
    read: (signal, body, encoding) => {
      const payload = payloadOf(signal, body, encoding);
      switch (signal) {
        case "traces":
          return readSpans([...spansOf(payload, "received")], memory, prompts());
        case "metrics":
          return [...readMetrics(payload, "received", totals)];
        case "logs":
          return readLogs(payload, "received", prompts());
        default:
          return signal satisfies never;
      }
    },
  };
}

function payloadOf(
  signal: OtlpSignal,
  body: Uint8Array,
  encoding: "json" | "protobuf",
): JsonObject {
  try {
    if (encoding === "protobuf") return decodeOtlp(signal, body);
    const payload: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (isJsonObject(payload)) return payload;
  } catch {
    // Said below, without a part of the body.
  }
  throw new SyntaxError(`The body is no ${signal} in OTLP's ${encoding}.`);
}
