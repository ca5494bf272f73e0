import type { IncomingHttpHeaders } from "node:http";

/** Timeouts, conflicts, rate limits and faults of the provider; 529 is Anthropic's "overloaded". */
const retryable: ReadonlySet<number> = new Set([408, 409, 429, 500, 502, 503, 504, 529]);

/** Whether the same request may succeed when sent again. */
export const isRetryable = (status: number): boolean => retryable.has(status);

/**
 * How long the provider asks to wait, in milliseconds: `retry-after-ms` as OpenAI's and Anthropic's
 * clients read it, else `retry-after` in seconds or as a date; `undefined` when neither says.
 */
export function retryAfterMs(headers: IncomingHttpHeaders, nowMs: number): number | undefined {
  const milliseconds = wait(headers["retry-after-ms"]);
  if (milliseconds !== undefined) return milliseconds;
  const header = headers["retry-after"];
  const seconds = wait(header);
  if (seconds !== undefined) return seconds * 1000;
  const dateMs = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

function wait(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
