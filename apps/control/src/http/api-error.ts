import type { ApiError } from "@headgate/contract";
import { HeadgateError } from "@headgate/contract";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Status of failures whose catalogue entry has none, because they usually happen outside a request. */
const STATUS_OUTSIDE_REQUESTS = 500;

/** The answer that tells a client of a failure. */
export type ErrorAnswer = Readonly<{ status: ContentfulStatusCode; body: ApiError }>;

export function errorAnswer(error: HeadgateError): ErrorAnswer {
  const { entry } = error;
  return {
    status: (entry.status ?? STATUS_OUTSIDE_REQUESTS) as ContentfulStatusCode,
    body: { error: { code: error.code, message: error.message, mend: entry.mend } },
  };
}

/**
 * Gives whatever a route threw a code of the catalogue. A failure that is not one of ours is
 * `internal`: its reason goes to the log under `reference`, never to the client.
 */
export function asHeadgateError(thrown: unknown, reference: string): HeadgateError {
  if (thrown instanceof HeadgateError && thrown.code !== "internal") return thrown;
  if (thrown instanceof HTTPException) {
    if (thrown.status === 400) return new HeadgateError("body_malformed", thrown.message);
    if (thrown.status === 415) {
      return new HeadgateError("request_invalid", "content-type: expected application/json");
    }
  }
  return new HeadgateError("internal", `The log has the reason under reference ${reference}.`);
}
