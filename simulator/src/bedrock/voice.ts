import type { ProviderVoice } from "../server/simulated-request.ts";
import { bedrockError } from "./errors.ts";

/** How Bedrock words what it refuses. It has no 529: that fault, too, is a 503 here. */
export const bedrockVoice: ProviderVoice = {
  provider: "bedrock",
  requestId: (ids, number) =>
    ids.hex(number).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  headers: (requestId) => ({ "x-amzn-requestid": requestId }),
  rateHeaders: () => ({}),
  keyMissing: () =>
    bedrockError(403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
  rateLimited: () =>
    bedrockError(
      429,
      "ThrottlingException",
      "Too many requests, please wait before trying again.",
      { "retry-after": "1" },
    ),
  serverFault: (_requestId, status) =>
    status === 500
      ? bedrockError(500, "InternalServerException", "The server encountered an internal error.")
      : bedrockError(
          503,
          "ServiceUnavailableException",
          "Bedrock is unable to process your request.",
        ),
  invalid: (_requestId, message) => bedrockError(400, "ValidationException", message),
  tooLarge: () =>
    bedrockError(413, "RequestEntityTooLargeException", "The request entity was too large."),
  pathUnknown: () => bedrockError(404, "UnknownOperationException", "Unknown operation"),
};
