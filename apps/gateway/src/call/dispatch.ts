import { setTimeout as wait } from "node:timers/promises";
import { steadyMs } from "@headgate/budgets";
import { HeadgateError, responseHeaders } from "@headgate/contract";
import { isRetryable, retryAfterMs } from "@headgate/providers";
import type { BudgetRefusal } from "../budgets/call-budgets.ts";
import { sendError } from "../http/send-error.ts";
import { answerContext } from "./answer-context.ts";
import { answerHead } from "./answer-head.ts";
import { attempt } from "./attempt-target.ts";
import type { Call } from "./call.ts";
import type { DispatchSettings, Failed, SetAside, Unanswered } from "./dispatch-settings.ts";
import type { KeptAnswer } from "./exchange-end.ts";
import { giveSetAside } from "./give-set-aside.ts";
import { isRefusal } from "./is-refusal.ts";
import type { Target } from "./plan-targets.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { type Sending, sendingTo } from "./sending.ts";

/**
 * Tries the targets in their order, each as often as the configuration says, until one answers. Every
 * attempt is recorded, the last of them as the final one; the client gets the answer, or the last
 * failure as it was.
 *
 * @returns the budget's refusal where none of them could be paid for: nothing was sent then, to nobody
 */
export async function dispatch(
  settings: DispatchSettings,
  call: Call,
  targets: readonly Target[],
): Promise<BudgetRefusal | undefined> {
  const most = settings.config.retries.attempts_per_target;
  const { cascade } = call.effects;
  /** The attempt before, which is recorded when it is known whether another follows. */
  let before: Unanswered | undefined;
  let failed: Failed | undefined;
  let aside: SetAside | undefined;
  let circuitOpen: string | undefined;
  let refusal: BudgetRefusal | undefined;
  let budgetsAway = false;
  let index = 0;
  for (const [position, target] of targets.entries()) {
    const isLastTarget = position === targets.length - 1;
    const looksAt = isLastTarget ? undefined : cascade?.holdFor(target);
    const hold = aside === undefined ? looksAt : cascade?.holdLast();
    let sending = preparedFor(settings, call, target, position);
    if (sending === undefined) continue;
    const isChoice = isChosenByUs(call, target) && !isLastTarget;
    /** The request as the client sent it, once the provider has called it bad as levers changed it. */
    let unedited: Sending | undefined;
    for (let tries = 1; tries <= most; tries++) {
      let refused: BudgetRefusal | undefined;
      try {
        refused = await call.budgets?.reserve(target, sending, index);
      } catch (error) {
        if (before === undefined) throw error;
        // What was made before is recorded and told all the same: it is paid for.
        settings.unreserved(call, error);
        budgetsAway = true;
        break;
      }
      if (refused !== undefined) {
        // Where one of them sends calls to a cheaper model, that is where this one goes.
        if (refusal?.stepDownTo === undefined && refused.stepDownTo !== undefined)
          refusal = refused;
        refusal ??= refused;
        break;
      }
      const edited = unedited === undefined ? sending : undefined;
      const end = await attempt(settings, call, target, {
        sending,
        index,
        before,
        hold,
        willTryAgain: (status, headers) => {
          // There is an answer to give instead.
          if (aside !== undefined && status >= 400) return true;
          if (!mayGoOn(settings, call)) return false;
          if (edited !== undefined && isRefusal(status)) {
            unedited = uneditedFor(settings, call, target, edited);
            if (unedited !== undefined) return true;
          }
          // Nobody asked for that model but Headgate: what it refuses, the one that was asked for may take.
          if (isChoice && status >= 400) return true;
          return (
            isRetryable(status) &&
            (!isLastTarget || (tries < most && waitIsAllowed(settings, status, headers)))
          );
        },
      });
      if (end === "circuit_open") {
        call.budgets?.released(index);
        circuitOpen = target.provider.name;
        break;
      }
      index += 1;
      if (end.kind === "answered") return undefined;
      before = end;
      await giveRoom(settings, call, end);
      if (end.kind === "set_aside") {
        aside ??= end;
        break;
      }
      failed = end;
      if (isChoice) settings.choiceRefused(call, end);
      if (unedited !== undefined && sending !== unedited) {
        tellRefusedEdits(settings, call, sending);
        sending = unedited;
        tries -= 1;
        continue;
      }
      const delay = delayBeforeRetry(settings, end, tries);
      const isRefused = end.kept !== undefined && !isRetryable(end.kept.status);
      if (!isWorthAnother(end) || isRefused || tries === most || delay === undefined) break;
      await wait(delay);
      if (!mayGoOn(settings, call)) break;
    }
    if (budgetsAway) break;
    // What would not have been given to the client is no answer to wait for.
    if (failed !== undefined && looksAt === undefined && !isWorthAnother(failed)) break;
    if (!mayGoOn(settings, call)) break;
    if (aside !== undefined && cascade?.hasTime() === false) break;
  }
  if (aside !== undefined && before !== undefined) {
    await giveSetAside(settings, call, aside, { last: before, attempts: index });
    return undefined;
  }
  if (failed === undefined && refusal !== undefined) return refusal;
  if (failed !== undefined) await settings.record(call, failed.facts, true);
  tellFailure(settings, call, failed, circuitOpen, index);
  return undefined;
}

/**
 * What an attempt held beyond what it came to is free before the next one is held. An answer that was read says what that is,
 * also one that broke off or did not stand the checks; what was not read may be billed at any amount.
 */
async function giveRoom(
  settings: DispatchSettings,
  call: Call,
  { facts }: Unanswered,
): Promise<void> {
  if (call.budgets === undefined) return;
  if (facts.meter === undefined) call.budgets.failed(facts);
  else call.budgets.recorded(await settings.cameTo(call, facts));
}

/**
 * A call that its first target cannot carry is refused, whatever the others could: else it would depend on
 * the health of providers. A fallback that cannot carry it is passed over, as is a model that Headgate chose.
 */
function preparedFor(
  { config, prepare }: DispatchSettings,
  call: Call,
  target: Target,
  position: number,
): Sending | undefined {
  try {
    return prepare(call, target, sendingTo(call, target, config.translation));
  } catch (error) {
    const isAsked = position === 0 && !isChosenByUs(call, target);
    if (isAsked || !(error instanceof HeadgateError)) throw error;
    return undefined;
  }
}

/** Whether a target is a model that Headgate chose in the place of what was asked for. */
const isChosenByUs = ({ effects: { route } }: Call, target: Target): boolean =>
  route !== undefined && target === route.chosen && target !== route.reference;

/** What would have been sent had no lever acted; undefined where that is the same. */
function uneditedFor(
  { config }: DispatchSettings,
  call: Call,
  target: Target,
  { edits, body }: Sending,
): Sending | undefined {
  if (edits.length === 0) return undefined;
  const unedited = { ...sendingTo(call.asSent ?? call, target, config.translation), edits: [] };
  return unedited.body.equals(body) ? undefined : unedited;
}

function tellRefusedEdits(settings: DispatchSettings, call: Call, { edits }: Sending): void {
  // What follows is not held to what they set.
  call.effects.output = undefined;
  call.effects.refusedEdits = edits;
  for (const lever of new Set(edits.map((edit) => edit.lever))) {
    settings.leverFailed(call, lever, new Error("the provider refuses the request as changed"));
  }
}

/** The next attempt makes sense only for a client that waits, in time, and not while shutting down. */
const mayGoOn = ({ draining }: DispatchSettings, call: Call): boolean =>
  !call.clientGone.happened && steadyMs() < call.deadlineMs && !draining();

/**
 * A provider that said no, or that broke the connection before it said anything. One that took the call
 * and kept silent, or broke off in the middle, may bill it: asking again would pay twice.
 */
const isWorthAnother = ({ kept, facts }: Failed): boolean =>
  kept !== undefined ||
  facts.outcome === "unreachable" ||
  (facts.status !== undefined && isRetryable(facts.status));

/** Whether waiting as long as the provider asks is within what the configuration allows. */
function waitIsAllowed(
  { config }: DispatchSettings,
  status: number,
  headers: KeptAnswer["headers"],
): boolean {
  const asked = retryAfterMs(headers, Date.now());
  if (asked === undefined) return status !== 429;
  return asked <= config.retries.max_delay_ms;
}

/** `undefined` when the same target is not to be asked again. */
function delayBeforeRetry(
  settings: DispatchSettings,
  { kept }: Failed,
  tries: number,
): number | undefined {
  if (kept === undefined) return retryDelayMs(settings.config.retries, tries);
  if (!waitIsAllowed(settings, kept.status, kept.headers)) return undefined;
  const asked = retryAfterMs(kept.headers, Date.now());
  return asked ?? retryDelayMs(settings.config.retries, tries);
}

function tellFailure(
  settings: DispatchSettings,
  call: Call,
  failed: Failed | undefined,
  circuitOpen: string | undefined,
  attempts: number,
): void {
  if (failed?.kept !== undefined) {
    sendKept(call, failed.kept, failed.facts, attempts);
    return;
  }
  const error =
    failed?.error ?? new HeadgateError("circuit_open", `Provider ${circuitOpen ?? "unknown"}.`);
  settings.refused(error.code);
  const headers: Record<string, string> = { [responseHeaders.attempts]: String(attempts) };
  if (error.code === "circuit_open") {
    headers["retry-after"] = String(Math.ceil(settings.config.circuit_breaker.open_ms / 1000));
  }
  sendError(call.response, call.wire, error, call.id, headers);
}

const contentLength: ReadonlySet<string> = new Set(["content-length"]);

/** The provider's own error, as it was, or in the client's format. */
function sendKept(
  call: Call,
  kept: KeptAnswer,
  { target, sending }: Failed["facts"],
  attempts: number,
): void {
  if (call.response.destroyed) return;
  const { translation } = sending;
  const answer = translation?.answer({
    status: kept.status,
    stream: false,
    context: answerContext(call),
  });
  answer?.push(kept.body);
  const body = answer?.finish() ?? kept.body;
  const headers = answerHead({
    call,
    target,
    sending,
    attempts,
    headers: kept.headers,
    leaveOut: contentLength,
    translation: answer,
  });
  headers.push("content-length", String(body.length));
  call.response.writeHead(answer?.status ?? kept.status, headers);
  call.response.end(body);
}
