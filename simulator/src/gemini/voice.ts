import type { ProviderVoice } from "../server/simulated-request.ts";
import { geminiError } from "./errors.ts";

/** How Google words what it refuses. It has no 529: that fault, too, is a 503 here. */
export const geminiVoice: ProviderVoice = {
  provider: "gemini",
  requestId: (ids, number) => ids.hex(number),
  headers: (_requestId, latencyMs) => ({
    "server-timing": `gfet4t7; dur=${latencyMs}`,
    vary: "Origin, X-Origin, Referer",
  }),
  rateHeaders: () => ({}),
  keyMissing: () =>
    geminiError(
      403,
      "PERMISSION_DENIED",
      "Method doesn't allow unregistered callers (callers without established identity).",
    ),
  rateLimited: () =>
    geminiError(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", {
      "retry-after": "1",
    }),
  serverFault: (_requestId, status) =>
    status === 500
      ? geminiError(500, "INTERNAL", "An internal error has occurred.")
      : geminiError(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
  invalid: (_requestId, message) => geminiError(400, "INVALID_ARGUMENT", message),
  tooLarge: () => geminiError(413, "INVALID_ARGUMENT", "Request payload size exceeds the limit."),
  pathUnknown: () => geminiError(404, "NOT_FOUND", "Requested entity was not found."),
};
