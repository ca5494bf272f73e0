import type { IncomingMessage, ServerResponse } from "node:http";
import { steadyMs } from "@headgate/budgets";
import {
  type ErrorCode,
  type HeadgateConfig,
  HeadgateError,
  newCallId,
  OWN_CALL_TAG,
  responseHeaders,
} from "@headgate/contract";
import type { Spool } from "@headgate/ledger";
import {
  assignArms,
  type ContextLever,
  type ExactCache,
  type LearnedLimits,
  type PrefixCache,
  type PromptLever,
  type SemanticCache,
} from "@headgate/levers";
import type { ModelCatalogue, Overlays, PriceBook } from "@headgate/pricing";
import { errorWireFor, type Note, type Wire, wireFor, withoutQueryKey } from "@headgate/providers";
import type { Logger } from "pino";
import { deferCall } from "../batch/defer-call.ts";
import { deferralOf } from "../batch/deferral-of.ts";
import { waitingRoute } from "../batch/waiting-route.ts";
import { type BudgetDesk, type BudgetRules, ownCallRules } from "../budgets/budget-desk.ts";
import { budgetHeader } from "../budgets/budget-header.ts";
import type { OwnCalls } from "../context/own-calls.ts";
import type { Counters } from "../counters.ts";
import type { ControlProxy } from "../http/control-proxy.ts";
import { readBody } from "../http/read-body.ts";
import { sendError } from "../http/send-error.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";
import type { LabelDesk } from "../route/labels/label-desk.ts";
import type { RouteDesk } from "../route/route-desk.ts";
import { admit } from "./admit.ts";
import { admitOnBehalf } from "./admit-on-behalf.ts";
import { allowedTargets } from "./allowed-targets.ts";
import { answerFromCache } from "./answer-from-cache.ts";
import type { AttemptFacts } from "./attempt.ts";
import { type Call, ClientGone } from "./call.ts";
import { CallEffects } from "./call-effects.ts";
import type { Deadlines } from "./deadlines.ts";
import { dispatch } from "./dispatch.ts";
import { dispatchCheaper } from "./dispatch-cheaper.ts";
import type { DispatchSettings } from "./dispatch-settings.ts";
import { editRequest } from "./edit-request.ts";
import { editorsFor } from "./editors.ts";
import type { FactsPace } from "./facts-pace.ts";
import { keptAnswerOf } from "./keep-answer.ts";
import { countLeverFailure } from "./lever-failure.ts";
import { type Optimised, optimise } from "./optimise.ts";
import { learnLength } from "./output/learn-length.ts";
import type { RefusedOutput } from "./output/refused-output.ts";
import { planTargets, type Routes, type Target } from "./plan-targets.ts";
import type { PoliciesBefore } from "./policies-before.ts";
import { policyOf } from "./policy-of.ts";
import { withPrefixCache } from "./prefix-sending.ts";
import type { RecordingPatience } from "./recording-patience.ts";
import { routedTargets } from "./routed-targets.ts";
import { cameTo, settle } from "./settle.ts";
import { traceParentOf } from "./trace-parent.ts";
import { lossesOf } from "./translation-of.ts";
import type { UnderWay } from "./under-way.ts";

/** All that the life of a call needs; replaced whole when the configuration changes. */
export type CallRoom = Readonly<{
  config: HeadgateConfig;
  routes: Routes;
  keys: WatchedKeys;
  spool: Spool;
  priceBook: PriceBook;
  /** What is known of models: limits and abilities. */
  catalogue: ModelCatalogue;
  /** What the operator's contracts make of list prices. */
  overlays: Overlays;
  /** Holds calls to what the budgets allow; `rules` is absent where there are none. */
  desk: BudgetDesk;
  rules: BudgetRules | undefined;
  /** Undefined where it is switched off. */
  exactCache: ExactCache | undefined;
  semanticCache: SemanticCache;
  /** How long answers are, learned from those that passed. */
  learnedLimits: LearnedLimits;
  refusedOutput: RefusedOutput;
  /** Keeps histories short, where a policy wants that. */
  context: ContextLever;
  ownCalls: OwnCalls;
  /** The secret of the run, by which control asks for calls that waited; none without control. */
  internalToken: string | undefined;
  promptLever: PromptLever;
  /** What held until lately: sessions that began under it keep the prefix that their provider has. */
  policiesBefore: PoliciesBefore | undefined;
  prefixCache: PrefixCache;
  /** What digests of requests are keyed with. */
  historySalt: Buffer;
  /** Of which calls facts of their requests are taken down while the process is busy. */
  factsPace: Pick<FactsPace, "takes">;
  routeDesk: RouteDesk;
  /** Has other models tried beside, to learn from. */
  labels: LabelDesk;
  deadlines: Deadlines;
  patience: RecordingPatience;
  counters: Counters;
  log: Logger;
  /** Counts the calls of this room, so that what it holds is closed only after the last of them. */
  underWay: UnderWay;
  /** Keeps the calls that wait; absent where no control process is. */
  control: Pick<ControlProxy, "ask"> | undefined;
  /** True while the gateway is shutting down. */
  draining: () => boolean;
}>;

/** The life of a call: admit, dispatch, relay, settle. Never rejects: the client is told what went wrong. */
export async function handleCall(
  room: CallRoom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { counters, log } = room;
  const { pathAndQuery, key: queryKey } = withoutQueryKey(request.url ?? "/");
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt + 1);
  const clientGone = new ClientGone();
  response.once("close", () => {
    if (!response.writableFinished) clientGone.happen();
  });

  let wire: Wire | undefined;
  const callId = newCallId();
  counters.callsUnderWay += 1;
  room.underWay.begin();
  try {
    wire = wireFor(request.method ?? "GET", path, request.headers, query);
    if (room.draining()) throw new HeadgateError("draining");
    const waited = await admitOnBehalf(request.headers, room.keys, room.internalToken);
    const admission = waited ?? (await admit(request.headers, room.keys, queryKey));
    if (!room.spool.healthy) throw new HeadgateError("spool_unavailable");
    const body = await readBody(request, room.config.limits, room.deadlines);
    const { key, attribution } = admission;
    const maker = room.ownCalls.madeBy(request.headers);
    const isOwn = maker !== undefined;
    const tags = isOwn ? { ...admission.tags, [OWN_CALL_TAG]: maker.lever } : admission.tags;
    const callRequest = wire.readRequest(body, path);
    const deadlineMs = steadyMs() + room.config.limits.call_timeout_ms;
    const policy = policyOf(room.config, { attribution, key, request: callRequest, wire });
    // No lot is drawn for what a lever asks: it is in the arms of the call that it is for. What waited stays where it fell.
    const id = waited?.admittedCallId ?? callId;
    const { operation } = wire;
    const assigned = isOwn
      ? undefined
      : assignArms(policy, { id, keyId: key.id, attribution, operation });
    const call: Call = {
      id: callId,
      clientCallId: admission.clientCallId,
      trace: traceParentOf(request.headers.traceparent),
      wire,
      request: callRequest,
      body,
      requestBytes: body.length,
      edits: [],
      asSent: undefined,
      method: request.method ?? "GET",
      pathAndQuery,
      headers: request.headers,
      key,
      policy: assigned?.policy ?? policy,
      attribution,
      tags,
      budgets: room.desk.forCall(isOwn ? ownCallRules(room.rules) : room.rules, {
        id: callId,
        key,
        attribution,
        tags,
        wire,
        request: callRequest,
        deadlineMs,
      }),
      realTime: waited?.realTime,
      response,
      madeBy: maker?.lever,
      madeFor: maker?.policy,
      clientGone,
      deadlineMs,
      tellsCost: room.config.cost_headers,
      effects: new CallEffects(isOwn ? maker.experiments : assigned?.places),
    };
    const targets = allowedTargets(
      room,
      call,
      planTargets(room.routes, { wire, model: call.request.model, headers: request.headers, body }),
    );
    const startedAtMs = Date.now();
    // What has waited waits no more.
    const deferral = waited === undefined ? deferralOf(call, path, startedAtMs) : undefined;
    if (deferral !== undefined) {
      try {
        await deferCall(room, call, deferral, waitingRoute(room, call, targets));
      } finally {
        room.routeDesk.settled(call);
      }
      return;
    }
    const optimised = await optimise(room, call, targets);
    switch (optimised.kind) {
      case "dispatch":
        await dispatchAndKeep(room, call, targets, optimised);
        break;
      case "answered": {
        const [target] = targets;
        if (target === undefined) throw new Error("a call without a target was answered");
        const told = { call, target, from: optimised.from, startedAtMs };
        await answerFromCache(room, told, (recorded) => awaitRecord(room, call, recorded));
        break;
      }
      case "left":
        log.debug({ callId }, "the client left while its call waited for another's answer");
        break;
      default:
        optimised satisfies never;
    }
  } catch (error) {
    if (clientGone.happened && !(error instanceof HeadgateError)) {
      log.debug({ callId, error: String(error) }, "the client left before its call was made");
      return;
    }
    refuse(room, request, response, wire, callId, error);
  } finally {
    counters.callsUnderWay -= 1;
    room.underWay.end();
  }
}

/** Has a call routed, edited and answered by a provider, and lets the answer be kept where it may. */
async function dispatchAndKeep(
  room: CallRoom,
  asked: Call,
  planned: readonly Target[],
  { keeping, following }: Extract<Optimised, { kind: "dispatch" }>,
): Promise<void> {
  let answered: AttemptFacts | undefined;
  const settings: DispatchSettings = {
    config: room.config,
    deadlines: room.deadlines,
    record: (ofCall, facts, final) => {
      if (final) answered = facts;
      return record(room, ofCall, facts, final);
    },
    cameTo: (ofCall, facts) => cameTo(room, ofCall, facts),
    refused: (code) => countRefusal(room, code),
    lostInAnswer: (ofCall, lost) => warnOfLoss(room, ofCall, lost),
    leverFailed: (ofCall, lever, error) => countLeverFailure(room, ofCall, lever, error),
    prepare: (ofCall, target, sending) => withPrefixCache(room, ofCall, target, sending),
    choiceRefused: (ofCall, failed) => room.routeDesk.refused(ofCall, failed),
    unreserved: ({ id: callId }, error) =>
      room.log.error(
        { callId, error: String(error) },
        "the budgets could not be asked for another attempt; the call ends with what it has",
      ),
    draining: room.draining,
  };
  try {
    const targets = routedTargets(room, asked, planned);
    const editors = editorsFor(room, asked, targets[0]);
    const call = await editRequest(asked, editors, (lever, error) =>
      countLeverFailure(room, asked, lever, error),
    );
    const isLearnedFrom = room.labels.begin(call);
    const isLookedAt = room.routeDesk.served.begin(call);
    const refusal = await dispatch(settings, call, targets);
    if (refusal !== undefined) await dispatchCheaper(room, settings, call, refusal);
    if (isLearnedFrom) room.labels.end(call, answered);
    if (isLookedAt) room.routeDesk.served.end(call, answered);
    if (answered !== undefined) room.refusedOutput.settled(call, answered);
    if (keeping === undefined && following === undefined) return;
    const kept = keptAnswerOf(call, answered, targets[0]);
    keeping?.end(kept);
    if (typeof kept !== "string") following?.end(kept, sparedBy(call, answered));
  } finally {
    room.routeDesk.settled(asked);
    // Whatever went wrong: those who wait must not wait for ever.
    keeping?.end("not_whole");
    following?.end(undefined);
  }
}

/** What a kept answer would have spared, had it been given before. */
const sparedBy = ({ effects }: Call, answered: AttemptFacts | undefined) => ({
  amount: effects.effectiveCost,
  simulated: answered?.target.provider.config.simulated === true,
});

async function record(
  room: CallRoom,
  call: Call,
  facts: AttemptFacts,
  final: boolean,
): Promise<void> {
  room.counters.attempts += 1;
  room.counters.outcomes[facts.outcome] += 1;
  countLosses(room, facts);
  if (final) learnLength(room.learnedLimits, call, facts);
  room.routeDesk.answered(call, facts, room.config.batch.commitments);
  await awaitRecord(room, call, settle(room, call, facts, final));
}

/** Waits until a row is recorded, or until that has taken so long that its answer must not wait any more. */
async function awaitRecord(room: CallRoom, call: Call, recorded: Promise<void>): Promise<void> {
  if ((await room.patience.wait(recorded)) === "recorded") return;
  room.counters.answersBeforeRecord += 1;
  room.log.error(
    { callId: call.id },
    "an answer went out before it could be recorded; its row waits",
  );
  recorded.catch((error: unknown) => {
    room.log.error({ callId: call.id, error: String(error) }, "a call could not be recorded");
  });
}

function countLosses({ counters }: CallRoom, { sending, answerNotes }: AttemptFacts): void {
  if (sending.translation === undefined) return;
  counters.translationLosses.request += lossesOf(sending.translation.notes);
  counters.translationLosses.answer += lossesOf(answerNotes);
}

function warnOfLoss({ log }: CallRoom, call: Call, lost: readonly Note[]): void {
  if (lost.length === 0) return;
  const fields = lost.map(({ field }) => field).join(", ");
  log.warn({ callId: call.id, fields }, "a translated answer could not carry all that came");
}

function countRefusal({ counters }: CallRoom, code: ErrorCode): void {
  const before = counters.refusals[code];
  counters.refusals[code] = before === undefined ? 1 : before + 1;
}

function refuse(
  room: CallRoom,
  request: IncomingMessage,
  response: ServerResponse,
  wire: Wire | undefined,
  callId: string,
  error: unknown,
): void {
  const told = error instanceof HeadgateError ? error : new HeadgateError("internal");
  if (told !== error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    room.log.error({ callId, reason }, "a call failed by a fault of Headgate's own");
  }
  countRefusal(room, told.code);
  const headers: Record<string, string> = {};
  if (told.code === "draining") headers.connection = "close";
  if (told.entry.retry && told.details.retry_after_ms === undefined) headers["retry-after"] = "1";
  const { budget } = told.details;
  if (budget !== undefined) headers[responseHeaders.budget] = budgetHeader(told);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (!request.complete) {
    // What is left of the body is not worth reading, so the connection cannot be used again.
    headers.connection = "close";
  }
  sendError(
    response,
    wire ?? errorWireFor(request.url ?? "/", request.headers),
    told,
    callId,
    headers,
  );
}
