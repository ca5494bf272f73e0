import { setTimeout as wait } from "node:timers/promises";
import { type HeadgateConfig, HeadgateError, responseHeaders } from "@headgate/contract";
import { providerRequest, retryAfterMs, withModel, withUsageRequested } from "@headgate/providers";
import { BrokenCircuitError } from "cockatiel";
import type { Logger } from "pino";
import { answerHeaders } from "../http/answer-headers.ts";
import { sendError } from "../http/send-error.ts";
import type { AttemptFacts } from "./attempt.ts";
import type { Call } from "./call.ts";
import type { Deadlines } from "./deadlines.ts";
import { Exchange, type ExchangeEnd, type KeptAnswer } from "./exchange.ts";
import type { Target } from "./plan-targets.ts";
import { retryDelayMs } from "./retry-delay.ts";

export type DispatchSettings = Readonly<{
  config: HeadgateConfig;
  deadlines: Deadlines;
  log: Logger;
  /** Records an attempt; resolves when it is in the spool. */
  record: (call: Call, facts: AttemptFacts, final: boolean) => Promise<void>;
}>;

/** What the last failed attempt left to tell the client. */
type Left = Readonly<{ error: HeadgateError } | { kept: KeptAnswer }>;

/**
 * Tries the targets in their order, each as often as the configuration says, until one answers. Every
 * attempt is recorded; the client gets the answer, or the last failure as it was.
 */
export async function dispatch(
  settings: DispatchSettings,
  call: Call,
  targets: readonly Target[],
): Promise<void> {
  const { retries } = settings.config;
  let left: Left | undefined;
  let index = 0;
  for (const [position, target] of targets.entries()) {
    const isLastTarget = position === targets.length - 1;
    for (let tries = 1; tries <= retries.attempts_per_target; tries++) {
      const hasMoreTries = tries < retries.attempts_per_target;
      const end = await attempt(settings, call, target, index, (status, headers) =>
        hasMoreTries ? mayTryAgain(settings, status, headers) || !isLastTarget : !isLastTarget,
      );
      if (end === "circuit_open") {
        left ??= { error: new HeadgateError("circuit_open", `Provider ${target.provider.name}.`) };
        break;
      }
      index += 1;
      if (end.kind === "answered") return;

      const delay = delayBeforeRetry(settings, end, tries);
      const triesAgain = hasMoreTries && delay !== undefined && !call.clientGone.happened;
      const goesOn = triesAgain || (!isLastTarget && !call.clientGone.happened);
      await settings.record(call, end.facts, !goesOn);
      left = leftOver(end);
      if (!triesAgain) break;
      await wait(delay);
    }
    if (call.clientGone.happened) return;
  }
  tellFailure(call, left, index);
}

async function attempt(
  settings: DispatchSettings,
  call: Call,
  target: Target,
  index: number,
  willTryAgain: (status: number, headers: KeptAnswer["headers"]) => boolean,
): Promise<ExchangeEnd | "circuit_open"> {
  const { config, deadlines } = settings;
  const hideUsageChunk =
    call.wire.format === "openai.chat_completions" &&
    call.request.stream &&
    !call.request.usageRequested;
  const { provider } = target;
  let exchange: Exchange | undefined;
  try {
    await provider.breaker.execute(() => {
      exchange = new Exchange({
        call,
        target,
        index,
        clientDisconnect: config.client_disconnect,
        maxResponseBytes: config.limits.max_response_bytes,
        hideUsageChunk,
        willTryAgain,
        record: (facts) => settings.record(call, facts, true),
      });
      send(call, target, exchange, hideUsageChunk);
      return exchange.answered;
    });
  } catch (error) {
    // The breaker counts a provider that is down; what became of the attempt, `done` tells.
    if (exchange === undefined) {
      if (error instanceof BrokenCircuitError) return "circuit_open";
      throw error;
    }
  }
  if (exchange === undefined) throw new Error("the circuit breaker made no attempt");
  const running = exchange;
  const deadline = deadlines.add(call.deadlineMs, () => running.timeOut());
  try {
    return await running.done;
  } finally {
    deadlines.remove(deadline);
    call.clientGone.listen(undefined);
  }
}

function send(call: Call, target: Target, exchange: Exchange, askForUsage: boolean): void {
  let body = call.body;
  if (target.model !== undefined && target.model !== call.request.model)
    body = withModel(body, target.model);
  if (askForUsage) body = withUsageRequested(body);
  const { path, headers } = providerRequest({
    provider: target.provider.config,
    wire: call.wire,
    pathAndQuery: call.pathAndQuery,
    headers: call.headers,
  });
  target.provider.pool.dispatch(
    {
      method: call.method === "GET" ? "GET" : "POST",
      path,
      headers,
      body: call.method === "GET" ? null : body,
    },
    exchange,
  );
}

/** Whether waiting as long as the provider asks is within what the configuration allows. */
function mayTryAgain(
  { config }: DispatchSettings,
  status: number,
  headers: KeptAnswer["headers"],
): boolean {
  const asked = retryAfterMs(headers, Date.now());
  if (asked === undefined) return status !== 429;
  return asked <= config.retries.max_delay_ms;
}

function delayBeforeRetry(
  settings: DispatchSettings,
  end: Extract<ExchangeEnd, { kind: "failed" }>,
  tries: number,
): number | undefined {
  if (end.kept !== undefined && !mayTryAgain(settings, end.kept.status, end.kept.headers)) {
    return undefined;
  }
  // A provider that took the call and then kept silent may be at work on it: asking twice pays twice.
  if (end.facts.outcome === "timed_out") return undefined;
  const asked = end.kept === undefined ? undefined : retryAfterMs(end.kept.headers, Date.now());
  return asked ?? retryDelayMs(settings.config.retries, tries);
}

function leftOver(end: Extract<ExchangeEnd, { kind: "failed" }>): Left {
  if (end.kept !== undefined) return { kept: end.kept };
  return { error: end.error ?? new HeadgateError("internal") };
}

function tellFailure(call: Call, left: Left | undefined, attempts: number): void {
  if (left === undefined) throw new Error("a call without targets");
  const headers = { [responseHeaders.attempts]: String(attempts) };
  if ("error" in left) {
    const retryAfter = left.error.code === "circuit_open" ? { "retry-after": "5" } : {};
    sendError(call.response, call.wire, left.error, call.id, { ...headers, ...retryAfter });
    return;
  }
  if (call.response.destroyed) return;
  const { status, headers: answered, body } = left.kept;
  const flat = answerHeaders(answered, new Set(["content-length"]));
  flat.push(responseHeaders.attempts, String(attempts), responseHeaders.callId, call.id);
  flat.push("content-length", String(body.length));
  call.response.writeHead(status, flat);
  call.response.end(body);
}
