import type { ProviderVoice } from "../server/simulated-request.ts";
import { anthropicError } from "./errors.ts";

const serverFaults = {
  500: { type: "api_error", message: "Internal server error" },
  503: { type: "api_error", message: "Service unavailable" },
  529: { type: "overloaded_error", message: "Overloaded" },
} as const;

/** How Anthropic words what it refuses. Header names: https://platform.claude.com/docs/en/api/rate-limits, not read again. */
export const anthropicVoice: ProviderVoice = {
  provider: "anthropic",
  requestId: (ids, number) => `req_011${ids.letters(number, 21)}`,
  headers: (requestId) => ({
    "request-id": requestId,
    "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
  }),
  rateHeaders: (reading, nowMs) => ({
    "anthropic-ratelimit-requests-limit": String(reading.limit),
    "anthropic-ratelimit-requests-remaining": String(reading.remaining),
    "anthropic-ratelimit-requests-reset": new Date(nowMs + reading.resetMs)
      .toISOString()
      .replace(/\.\d+Z$/, "Z"),
  }),
  keyMissing: (requestId) =>
    anthropicError(requestId, 401, {
      type: "authentication_error",
      message: "x-api-key header is required",
    }),
  rateLimited: (requestId, limit, waitMs) =>
    anthropicError(
      requestId,
      429,
      {
        type: "rate_limit_error",
        message: `This request would exceed your organization's rate limit of ${limit} requests per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try again later. You may also contact sales at https://www.anthropic.com/contact-sales to discuss your options for a rate limit increase.`,
      },
      { "retry-after": String(Math.ceil(waitMs / 1000)) },
    ),
  serverFault: (requestId, status) => anthropicError(requestId, status, serverFaults[status]),
  invalid: (requestId, message) =>
    anthropicError(requestId, 400, { type: "invalid_request_error", message }),
  tooLarge: (requestId) =>
    anthropicError(requestId, 413, {
      type: "request_too_large",
      message: "Request exceeds the maximum size",
    }),
  pathUnknown: (requestId) =>
    anthropicError(requestId, 404, { type: "not_found_error", message: "Not found" }),
};
