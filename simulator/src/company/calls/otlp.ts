import { join } from "node:path";
import { type PricedCall, spanIdOf } from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";
import { callAttributes, nanoseconds, text } from "./otlp-attributes.ts";

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
  return {
    traceId: call.id,
    spanId: spanIdOf(call),
    name: `chat ${call.route.sentModel}`,
    kind: 3,
    startTimeUnixNano: nanoseconds(call.atMs),
    endTimeUnixNano: nanoseconds(call.atMs + call.durationMs),
    ...(call.failed && { status: { code: 2 } }),
    attributes: callAttributes(call),
  };
}
