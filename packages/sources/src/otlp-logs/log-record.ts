import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "@headgate/providers";
import { attributesOf } from "../otlp/attributes.ts";
import { idOf, nanosToMs } from "../otlp/ids.ts";
import { timeMsOf } from "../row/time-ms.ts";

/** A log record as OTLP's two encodings both give it. */
export type LogRecord = Readonly<{
  place: string;
  /** What the event is called: by its own member, an attribute, or its body. */
  names: readonly string[];
  atMs: number | undefined;
  traceId: string | undefined;
  spanId: string | undefined;
  attributes: JsonObject;
  resource: JsonObject;
  scope: Readonly<{ name: string; version: string | undefined }>;
}>;

/** The records of one `ExportLogsServiceRequest`, in its order. */
export function* logRecordsOf(payload: JsonObject, place: string): Generator<LogRecord> {
  for (const resourceLogs of listOrEmpty(payload.resourceLogs)) {
    if (!isJsonObject(resourceLogs)) continue;
    const resource = attributesOf(objectOrAbsent(resourceLogs.resource)?.attributes);
    for (const scopeLogs of listOrEmpty(resourceLogs.scopeLogs)) {
      if (!isJsonObject(scopeLogs)) continue;
      const scope = objectOrAbsent(scopeLogs.scope);
      for (const record of listOrEmpty(scopeLogs.logRecords)) {
        if (isJsonObject(record)) yield recordOf(record, { place, resource, scope });
      }
    }
  }
}

function recordOf(
  record: JsonObject,
  about: { place: string; resource: JsonObject; scope: JsonObject | undefined },
): LogRecord {
  const { place, resource, scope } = about;
  const attributes = attributesOf(record.attributes);
  const names = [
    record.eventName,
    attributes["event.name"],
    objectOrAbsent(record.body)?.stringValue,
  ];
  return {
    place,
    names: names.filter((name) => typeof name === "string" && name !== "").map(String),
    // Written down by the application first; observed by whoever collected it.
    atMs:
      nanosToMs(record.timeUnixNano) ??
      timeMsOf(attributes["event.timestamp"]) ??
      nanosToMs(record.observedTimeUnixNano),
    traceId: idOf(record.traceId, 16),
    spanId: idOf(record.spanId, 8),
    attributes,
    resource,
    scope: {
      name: typeof scope?.name === "string" ? scope.name : "",
      version: typeof scope?.version === "string" ? scope.version : undefined,
    },
  };
}

/** A record as the span that its labels are read from like. */
export const spanLike = (record: LogRecord) => ({
  ...record,
  name: record.names[0] ?? "",
  parentId: undefined,
  startMs: record.atMs,
  endMs: undefined,
  isError: false,
  traceState: undefined,
});
