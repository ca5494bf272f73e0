import { type AttemptOutcome, HeadgateError } from "@headgate/contract";

/** Why an attempt brought no whole answer. */
export type Failure = Readonly<{
  outcome: Extract<AttemptOutcome, "unreachable" | "timed_out" | "interrupted" | "client_closed">;
  error: HeadgateError;
  /** True when the request never reached the provider, which then cannot charge for it. */
  neverSent: boolean;
}>;

const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);
const TIMEOUTS = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

type Known = Readonly<{ provider: string; wasSent: boolean; answerBegun: boolean }>;

/** What a transport error, or a {@link Stop} of our own, amounts to. */
export const failureOf = (error: unknown, { provider, wasSent, answerBegun }: Known): Failure =>
  error instanceof Stop
    ? stoppedFailure(error.why, provider, wasSent)
    : failureFrom(error, provider, answerBegun);

/** Reads a transport error of undici or Node. */
function failureFrom(error: unknown, provider: string, answerBegun: boolean): Failure {
  if (error instanceof HeadgateError && error.code === "provider_credential_unavailable") {
    return { outcome: "unreachable", error, neverSent: true };
  }
  const code = codeOf(error);
  const detail = `Provider ${provider}: ${code ?? (error instanceof Error ? error.message : String(error))}.`;
  const details = { provider };
  if (code !== undefined && TIMEOUTS.has(code)) {
    return {
      outcome: "timed_out",
      error: new HeadgateError("provider_timeout", detail, details, { cause: error }),
      neverSent: false,
    };
  }
  if (answerBegun) {
    return {
      outcome: "interrupted",
      error: new HeadgateError("provider_response_broken", detail, details, { cause: error }),
      neverSent: false,
    };
  }
  return {
    outcome: "unreachable",
    error: new HeadgateError("provider_unreachable", detail, details, { cause: error }),
    neverSent: code !== undefined && NEVER_SENT.has(code),
  };
}

function codeOf(error: unknown): string | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    if (cause instanceof AggregateError && cause.errors.length > 0) {
      const inner = codeOf(cause.errors[0]);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

/** Ends an exchange that Headgate itself gives up. */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly why: "client_closed" | "too_long" | "too_large";

  constructor(why: Stop["why"]) {
    super(why);
    this.why = why;
  }
}

/** The failure that a {@link Stop} amounts to. */
function stoppedFailure(why: Stop["why"], provider: string, wasSent: boolean): Failure {
  const details = { provider };
  switch (why) {
    case "client_closed":
      return {
        outcome: "client_closed",
        error: new HeadgateError("provider_response_broken", "The client hung up.", details),
        neverSent: !wasSent,
      };
    case "too_long":
      return {
        outcome: "timed_out",
        error: new HeadgateError("provider_timeout", "limits.call_timeout_ms has passed.", details),
        neverSent: !wasSent,
      };
    case "too_large":
      return {
        outcome: "interrupted",
        error: new HeadgateError(
          "provider_response_broken",
          "The answer is larger than limits.max_response_bytes.",
          details,
        ),
        neverSent: false,
      };
    default:
      return why satisfies never;
  }
}
