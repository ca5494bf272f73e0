/** Where OTLP over HTTP is received, by signal (https://opentelemetry.io/docs/specs/otlp/#otlphttp-request). */
export const OTLP_PATHS = {
  traces: "/v1/traces",
  metrics: "/v1/metrics",
  logs: "/v1/logs",
} as const;

const paths: ReadonlySet<string> = new Set(Object.values(OTLP_PATHS));

/** Whether a path, with or without a query, is one of them. */
export const isOtlpPath = (path: string): boolean => paths.has(path.split("?", 1)[0] ?? "");
