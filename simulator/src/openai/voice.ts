import type { RateReading } from "../server/rate-limiter.ts";
import type { ProviderVoice } from "../server/simulated-request.ts";
import { openaiError } from "./errors.ts";

const serverFaults = {
  500: {
    message: "The server had an error while processing your request. Sorry about that!",
    type: "server_error",
  },
  503: {
    message: "The server is currently overloaded with other requests. Sorry about that!",
    type: "server_error",
    code: "server_overloaded",
  },
  529: { message: "Overloaded", type: "server_error", code: "overloaded" },
} as const;

/** How OpenAI words what it refuses. Header names: https://platform.openai.com/docs/api-reference/debugging-requests, not read again. */
export const openaiVoice: ProviderVoice = {
  provider: "openai",
  requestId: (ids, number) => `req_${ids.hex(number)}`,
  headers: (requestId, latencyMs) => ({
    "x-request-id": requestId,
    "openai-processing-ms": String(latencyMs),
    "openai-version": "2020-10-01",
    "openai-organization": "org-simulator",
  }),
  rateHeaders: (reading: RateReading) => ({
    "x-ratelimit-limit-requests": String(reading.limit),
    "x-ratelimit-remaining-requests": String(reading.remaining),
    "x-ratelimit-reset-requests": goDuration(reading.resetMs),
    ...(reading.allowed ? {} : retryHeaders(reading.waitMs)),
  }),
  keyMissing: () =>
    openaiError(401, {
      message:
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
    }),
  rateLimited: (_requestId, limit, waitMs) =>
    openaiError(
      429,
      {
        message: `Rate limit reached in organization org-simulator on requests per min (RPM): Limit ${limit}, Used ${limit}, Requested 1. Please try again in ${goDuration(waitMs)}. Visit https://platform.openai.com/account/rate-limits to learn more.`,
        type: "requests",
        code: "rate_limit_exceeded",
      },
      retryHeaders(waitMs),
    ),
  serverFault: (_requestId, status) => openaiError(status, serverFaults[status]),
  invalid: (_requestId, message) => openaiError(400, { message }),
  tooLarge: () =>
    openaiError(413, { message: "Request body is too large.", code: "request_too_large" }),
  pathUnknown: (_requestId, method, path) =>
    openaiError(404, { message: `Invalid URL (${method} ${path})` }),
};

const retryHeaders = (waitMs: number): Readonly<Record<string, string>> => ({
  "retry-after": String(Math.ceil(waitMs / 1000)),
  "retry-after-ms": String(waitMs),
});

/** A span as OpenAI's rate limit headers write it: `120ms`, `1s`, `6m0s`. */
function goDuration(spanMs: number): string {
  if (spanMs < 1000) return `${spanMs}ms`;
  const seconds = Math.round(spanMs / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
