import { setTimeout as delay } from "node:timers/promises";
import { type ErrorCode, HeadgateError, responseHeaders } from "@headgate/contract";
import type { Dispatcher } from "undici";
import { isConnectionFailure } from "../management/connection-failure.ts";
import { chatRequest, type ReplayTarget } from "./chat-request.ts";
import type { TraceRow } from "./read-trace.ts";

/**
 * How a row came out; what is not `sent` has the word it is counted under. `doubtful`: the call may be
 * recorded or not, and only the ledger can tell.
 */
export type SendOutcome =
  | Readonly<{ kind: "sent" }>
  | Readonly<{ kind: "failed" | "doubtful"; reason: string; message: string }>;

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
const SHOWN_CHARACTERS = 300;

/** Headgate's own refusals before a first attempt: nothing was recorded, and the same call may succeed. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>([
  "draining",
  "spool_unavailable",
  "circuit_open",
  "control_unavailable",
]);
/** Failures that may come after the provider's answer was recorded. */
const OPEN: ReadonlySet<string> = new Set<ErrorCode>(["internal"]);
/** Failures to connect: nothing was sent. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);
/** Refusals that every row would meet. */
const HOPELESS: ReadonlySet<string> = new Set<ErrorCode>([
  "key_missing",
  "key_unknown",
  "model_unknown",
  "provider_unknown",
  "provider_mismatch",
  "path_unknown",
]);

/**
 * Sends one row. Where nothing was recorded for certain (no connection, a passing refusal) it tries again,
 * until `patienceMs` has passed since the first time. A connection that broke is not tried again: every
 * call that reaches the provider is counted, so a row sent twice would cost twice.
 * @throws HeadgateError for a refusal that every other row would meet as well
 */
export async function sendRow(
  row: TraceRow,
  target: ReplayTarget,
  options: Readonly<{
    key: string;
    dispatcher: Dispatcher;
    origin: string;
    patienceMs: number;
    signal?: AbortSignal;
  }>,
): Promise<SendOutcome> {
  const { headers, body } = chatRequest(row, target, options.key);
  let firstFailureAtMs: number | undefined;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(MAX_DELAY_MS, delayMs * 2)) {
    const outcome = await attempt(options, headers, body);
    if (outcome.kind !== "again") return outcome;
    firstFailureAtMs ??= performance.now();
    const isOutOfPatience = performance.now() - firstFailureAtMs > options.patienceMs;
    if (isOutOfPatience || options.signal?.aborted === true) {
      return { kind: "failed", reason: outcome.reason, message: outcome.message };
    }
    await delay(delayMs);
  }
}

type AttemptOutcome = SendOutcome | Readonly<{ kind: "again"; reason: string; message: string }>;

async function attempt(
  { dispatcher, origin }: Readonly<{ dispatcher: Dispatcher; origin: string }>,
  headers: Record<string, string>,
  body: string,
): Promise<AttemptOutcome> {
  try {
    const answer = await dispatcher.request({
      origin,
      path: "/v1/chat/completions",
      method: "POST",
      headers,
      body,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    if (answer.statusCode === 200) {
      // Read to its end, which comes after the row is recorded; an answer that breaks off throws.
      for await (const _ of answer.body);
      return { kind: "sent" };
    }
    const code = answer.headers[responseHeaders.error];
    const text = (await answer.body.text()).slice(0, SHOWN_CHARACTERS);
    if (typeof code !== "string") {
      return { kind: "failed", reason: `status ${answer.statusCode}`, message: text };
    }
    if (HOPELESS.has(code)) throw new HeadgateError("command_invalid", `${code}: ${text}`);
    return { kind: refusalKind(code, answer.headers), reason: code, message: text };
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    const kind = NEVER_SENT.has(error.code) ? "again" : "doubtful";
    return { kind, reason: error.code, message: error.message };
  }
}

function refusalKind(
  code: string,
  headers: Dispatcher.ResponseData["headers"],
): "again" | "failed" | "doubtful" {
  if (OPEN.has(code)) return "doubtful";
  if (!PASSING.has(code)) return "failed";
  const attempts = headers[responseHeaders.attempts];
  // Attempts before the refusal are in the ledger: the call was made, and failed.
  return attempts === undefined || attempts === "0" ? "again" : "failed";
}
