import { isJsonObject, listOrEmpty } from "@headgate/providers";
import { headObjects } from "../detect/read-head.ts";
import type { Detection, Sample } from "../source.ts";
import { decodeOtlp, type OtlpSignal } from "./protobuf.ts";
import { looksLikeText } from "./read-payloads.ts";

const members = {
  traces: "resourceSpans",
  metrics: "resourceMetrics",
  logs: "resourceLogs",
} as const;
const inner = { traces: "scopeSpans", metrics: "scopeMetrics", logs: "scopeLogs" } as const;

/** Whether a file holds payloads of a signal, in JSON or protobuf. */
export function detectOtlp({ head }: Sample, signal: OtlpSignal): Detection {
  if (looksLikeText(head)) {
    return headObjects(head).some((object) => object[members[signal]] !== undefined)
      ? "certain"
      : undefined;
  }
  const bytes = Buffer.from(head);
  // A field 1 of bytes, or the same behind a length.
  const start = bytes[0] === 0x0a ? 0 : bytes[4] === 0x0a ? 4 : undefined;
  if (start === undefined) return undefined;
  const end = start === 0 ? bytes.length : Math.min(bytes.length, 4 + bytes.readUInt32BE(0));
  return isPayload(signal, bytes.subarray(start, end)) ? "certain" : undefined;
}

/** Decodes the first resource alone, for the sample may cut the others. */
function isPayload(signal: OtlpSignal, bytes: Buffer): boolean {
  const length = varint(bytes, 1);
  if (length === undefined || length.value === 0) return false;
  try {
    const payload = decodeOtlp(signal, bytes.subarray(0, length.end + length.value));
    const [resource] = listOrEmpty(payload[members[signal]]);
    const [scope] = isJsonObject(resource) ? listOrEmpty(resource[inner[signal]]) : [];
    if (!isJsonObject(scope)) return false;
    // The three signals are built alike; only what they are made of tells them apart.
    switch (signal) {
      case "traces":
        return listOrEmpty(scope.spans).some(isSpan);
      case "metrics":
        return listOrEmpty(scope.metrics).some(isMetric);
      case "logs":
        return listOrEmpty(scope.logRecords).some(isLogRecord);
      default:
        return signal satisfies never;
    }
  } catch {
    return false;
  }
}

const isSpan = (span: unknown): boolean =>
  isJsonObject(span) && typeof span.traceId === "string" && typeof span.spanId === "string";

const isMetric = (metric: unknown): boolean =>
  isJsonObject(metric) &&
  typeof metric.name === "string" &&
  [metric.sum, metric.histogram, metric.exponentialHistogram].some(isJsonObject);

const isLogRecord = (record: unknown): boolean =>
  isJsonObject(record) &&
  listOrEmpty(record.attributes).some(
    (pair) => isJsonObject(pair) && typeof pair.key === "string",
  ) &&
  [record.timeUnixNano, record.observedTimeUnixNano].some((time) => typeof time === "string");

function varint(bytes: Buffer, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return undefined;
}
