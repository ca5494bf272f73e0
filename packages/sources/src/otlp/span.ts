import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "@headgate/providers";
import { attributesOf } from "./attributes.ts";
import { idOf, nanosToMs } from "./ids.ts";

/** A span as OTLP's two encodings both give it. */
export type Span = Readonly<{
  place: string;
  name: string;
  traceId: string | undefined;
  spanId: string | undefined;
  parentId: string | undefined;
  startMs: number | undefined;
  endMs: number | undefined;
  attributes: JsonObject;
  resource: JsonObject;
  scope: Readonly<{ name: string; version: string | undefined }>;
  isError: boolean;
  /** W3C's trace state: tells of sampling. */
  traceState: string | undefined;
}>;

const STATUS_ERROR = 2;

/** The spans of one `ExportTraceServiceRequest`, in its order. */
export function* spansOf(payload: JsonObject, place: string): Generator<Span> {
  for (const resourceSpans of listOrEmpty(payload.resourceSpans)) {
    if (!isJsonObject(resourceSpans)) continue;
    const resource = attributesOf(objectOrAbsent(resourceSpans.resource)?.attributes);
    // Before OTLP 0.19 scopes were called instrumentation libraries.
    const scopes = resourceSpans.scopeSpans ?? resourceSpans.instrumentationLibrarySpans;
    for (const scopeSpans of listOrEmpty(scopes)) {
      if (!isJsonObject(scopeSpans)) continue;
      const scope = objectOrAbsent(scopeSpans.scope ?? scopeSpans.instrumentationLibrary);
      for (const span of listOrEmpty(scopeSpans.spans)) {
        if (isJsonObject(span)) yield spanOf(span, { place, resource, scope });
      }
    }
  }
}

function spanOf(
  span: JsonObject,
  about: { place: string; resource: JsonObject; scope: JsonObject | undefined },
): Span {
  const { place, resource, scope } = about;
  const spanId = idOf(span.spanId, 8);
  return {
    place: spanId === undefined ? place : `${place} span ${spanId}`,
    name: typeof span.name === "string" ? span.name : "",
    traceId: idOf(span.traceId, 16),
    spanId,
    parentId: idOf(span.parentSpanId, 8),
    startMs: nanosToMs(span.startTimeUnixNano),
    endMs: nanosToMs(span.endTimeUnixNano),
    attributes: attributesOf(span.attributes),
    resource,
    scope: {
      name: typeof scope?.name === "string" ? scope.name : "",
      version: typeof scope?.version === "string" ? scope.version : undefined,
    },
    isError: isErrorStatus(objectOrAbsent(span.status)?.code),
    traceState:
      typeof span.traceState === "string" && span.traceState !== "" ? span.traceState : undefined,
  };
}

const isErrorStatus = (code: unknown): boolean =>
  code === STATUS_ERROR || code === "STATUS_CODE_ERROR";
