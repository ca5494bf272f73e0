import type { INamespace } from "protobufjs";

const field = (id: number, type: string, rule?: "repeated") => ({
  id,
  type,
  ...(rule !== undefined && { rule }),
});
const message = (fields: Record<string, ReturnType<typeof field>>) => ({ fields });

/**
 * The members of OTLP's messages that Headgate reads, by their numbers; a decoder passes over the rest
 * (https://github.com/open-telemetry/opentelemetry-proto: trace, metrics, logs, resource and common `v1`).
 */
export const otlpSchema: INamespace = {
  nested: {
    Traces: message({ resourceSpans: field(1, "ResourceSpans", "repeated") }),
    ResourceSpans: message({
      resource: field(1, "Resource"),
      scopeSpans: field(2, "ScopeSpans", "repeated"),
    }),
    ScopeSpans: message({ scope: field(1, "Scope"), spans: field(2, "Span", "repeated") }),
    Span: message({
      traceId: field(1, "bytes"),
      spanId: field(2, "bytes"),
      traceState: field(3, "string"),
      parentSpanId: field(4, "bytes"),
      name: field(5, "string"),
      startTimeUnixNano: field(7, "fixed64"),
      endTimeUnixNano: field(8, "fixed64"),
      attributes: field(9, "KeyValue", "repeated"),
      status: field(15, "Status"),
    }),
    Status: message({ message: field(2, "string"), code: field(3, "int32") }),

    Metrics: message({ resourceMetrics: field(1, "ResourceMetrics", "repeated") }),
    ResourceMetrics: message({
      resource: field(1, "Resource"),
      scopeMetrics: field(2, "ScopeMetrics", "repeated"),
    }),
    ScopeMetrics: message({ scope: field(1, "Scope"), metrics: field(2, "Metric", "repeated") }),
    Metric: message({
      name: field(1, "string"),
      unit: field(3, "string"),
      sum: field(7, "Points"),
      histogram: field(9, "Histogram"),
      exponentialHistogram: field(10, "ExponentialHistogram"),
    }),
    Points: message({
      dataPoints: field(1, "NumberPoint", "repeated"),
      aggregationTemporality: field(2, "int32"),
    }),
    NumberPoint: message({
      startTimeUnixNano: field(2, "fixed64"),
      timeUnixNano: field(3, "fixed64"),
      asDouble: field(4, "double"),
      asInt: field(6, "sfixed64"),
      attributes: field(7, "KeyValue", "repeated"),
    }),
    Histogram: message({
      dataPoints: field(1, "HistogramPoint", "repeated"),
      aggregationTemporality: field(2, "int32"),
    }),
    HistogramPoint: message({
      startTimeUnixNano: field(2, "fixed64"),
      timeUnixNano: field(3, "fixed64"),
      count: field(4, "fixed64"),
      sum: field(5, "double"),
      attributes: field(9, "KeyValue", "repeated"),
    }),
    ExponentialHistogram: message({
      dataPoints: field(1, "ExponentialPoint", "repeated"),
      aggregationTemporality: field(2, "int32"),
    }),
    ExponentialPoint: message({
      attributes: field(1, "KeyValue", "repeated"),
      startTimeUnixNano: field(2, "fixed64"),
      timeUnixNano: field(3, "fixed64"),
      count: field(4, "fixed64"),
      sum: field(5, "double"),
    }),

    Logs: message({ resourceLogs: field(1, "ResourceLogs", "repeated") }),
    ResourceLogs: message({
      resource: field(1, "Resource"),
      scopeLogs: field(2, "ScopeLogs", "repeated"),
    }),
    ScopeLogs: message({
      scope: field(1, "Scope"),
      logRecords: field(2, "LogRecord", "repeated"),
    }),
    LogRecord: message({
      timeUnixNano: field(1, "fixed64"),
      body: field(5, "AnyValue"),
      attributes: field(6, "KeyValue", "repeated"),
      traceId: field(9, "bytes"),
      spanId: field(10, "bytes"),
      observedTimeUnixNano: field(11, "fixed64"),
      eventName: field(12, "string"),
    }),

    PartialSuccess: message({ rejected: field(1, "int64"), errorMessage: field(2, "string") }),
    Answer: message({ partialSuccess: field(1, "PartialSuccess") }),

    Resource: message({ attributes: field(1, "KeyValue", "repeated") }),
    Scope: message({ name: field(1, "string"), version: field(2, "string") }),
    KeyValue: message({ key: field(1, "string"), value: field(2, "AnyValue") }),
    AnyValue: {
      oneofs: {
        value: {
          oneof: [
            "stringValue",
            "boolValue",
            "intValue",
            "doubleValue",
            "arrayValue",
            "kvlistValue",
            "bytesValue",
          ],
        },
      },
      fields: {
        stringValue: field(1, "string"),
        boolValue: field(2, "bool"),
        intValue: field(3, "int64"),
        doubleValue: field(4, "double"),
        arrayValue: field(5, "ArrayValue"),
        kvlistValue: field(6, "KeyValueList"),
        bytesValue: field(7, "bytes"),
      },
    },
    ArrayValue: message({ values: field(1, "AnyValue", "repeated") }),
    KeyValueList: message({ values: field(1, "KeyValue", "repeated") }),
  },
};
