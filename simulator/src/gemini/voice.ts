import type { ProviderVoice } from "../server/simulated-request.ts";
import { googleError } from "./errors.ts";

/** How Google words what it refuses. It has no 529: that fault, too, is a 503 here. */
export const geminiVoice: ProviderVoice = {
  provider: "gemini",
  requestId: (ids, number) => ids.letters(number, 23),
  headers: (_requestId, latencyMs) => ({ "server-timing": `gfet4t7; dur=${latencyMs}` }),
  rateHeaders: () => ({}),
  keyMissing: () =>
    googleError(
      403,
      "PERMISSION_DENIED",
      "Method doesn't allow unregistered callers (callers without established identity).",
    ),
  rateLimited: (_requestId, _limit, waitMs) =>
    googleError(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", [
      {
        "@type": "type.googleapis.com/google.rpc.RetryInfo",
        retryDelay: `${Math.ceil(waitMs / 1000)}s`,
      },
    ]),
  serverFault: (_requestId, status) =>
    status === 500
      ? googleError(500, "INTERNAL", "An internal error has occurred.")
      : googleError(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
  invalid: (_requestId, message) => googleError(400, "INVALID_ARGUMENT", message),
  tooLarge: () => googleError(413, "INVALID_ARGUMENT", "Request payload size exceeds the limit."),
  pathUnknown: (_requestId, method, path) =>
    googleError(404, "NOT_FOUND", `There is no ${method} ${path}.`),
};
