import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../../json-values.ts";
import { invocationMetricsIn } from "./metrics.ts";
import { INVOCATION_METRICS } from "./usage.ts";

/**
 * The tokens that the head of an answer to InvokeModel tells, as the member beside `usage` that
 * `readRecordedUsage` takes; empty where it tells none.
 *
 * @param headers with lower-case names
 */
export function usageFromHead(headers: IncomingHttpHeaders | undefined): JsonObject {
  const metrics = headers === undefined ? undefined : invocationMetricsIn(headers);
  return metrics === undefined ? {} : { [INVOCATION_METRICS]: metrics };
}
