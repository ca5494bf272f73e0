import { setTimeout as delay } from "node:timers/promises";
import { type ErrorCode, HeadgateError, responseHeaders } from "@headgate/contract";
import type { Dispatcher } from "undici";
import { isConnectionFailure } from "../management/connection-failure.ts";
import { chatRequest, type ReplayTarget } from "./chat-request.ts";
import type { TraceRow } from "./read-trace.ts";

/** How a row came out. A failure has the word it is counted under. */
export type SendOutcome =
  | Readonly<{ kind: "sent" }>
  | Readonly<{ kind: "failed"; reason: string; message: string }>;

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
const SHOWN_CHARACTERS = 300;

/** Headgate's own refusals after which nothing was recorded and the same call may succeed. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>([
  "draining",
  "spool_unavailable",
  "circuit_open",
  "control_unavailable",
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
 * Sends one row. Broken connections and passing refusals are tried again under the same call id, which
 * the ledger counts once, until `patienceMs` has passed since the first of them.
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
      await answer.body.dump({ limit: Number.MAX_SAFE_INTEGER });
      return { kind: "sent" };
    }
    const code = answer.headers[responseHeaders.error];
    const text = (await answer.body.text()).slice(0, SHOWN_CHARACTERS);
    if (typeof code !== "string") {
      return { kind: "failed", reason: `status ${answer.statusCode}`, message: text };
    }
    if (HOPELESS.has(code)) throw new HeadgateError("command_invalid", `${code}: ${text}`);
    return { kind: PASSING.has(code) ? "again" : "failed", reason: code, message: text };
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    return { kind: "again", reason: error.code, message: error.message };
  }
}
