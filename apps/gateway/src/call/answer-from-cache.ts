import { type LedgerRow, responseHeaders, rowId } from "@headgate/contract";
import { splitSavings } from "@headgate/levers";
import { formatDollars, ZERO } from "@headgate/money";
import { applyOverlays, type Charge, chargeToWire, notBilled, rateUsage } from "@headgate/pricing";
import type { FlatHeaders } from "../http/answer-headers.ts";
import { roundedMs } from "./attempt.ts";
import type { Call } from "./call.ts";
import { costHeaders } from "./cost-headers.ts";
import type { CallRoom } from "./handle-call.ts";
import type { FromCache } from "./optimise.ts";
import type { Target } from "./plan-targets.ts";

type AnswerRoom = Pick<CallRoom, "priceBook" | "overlays" | "spool">;
type Told = Readonly<{ call: Call; target: Target; from: FromCache; startedAtMs: number }>;

const REASON = "Answered from the cache: no provider was asked.";
const nothing = notBilled(REASON);
const nothingOnTheWire = chargeToWire(nothing);

/**
 * Answers a call with a kept answer: its row first, then the bytes that the first client got. No provider was
 * asked, so it cost nothing; what it would have cost is the kept usage at the prices of this moment.
 *
 * @param record lets the row's way to the disk be waited for
 */
export async function answerFromCache(
  room: AnswerRoom,
  told: Told,
  record: (recorded: Promise<void>) => Promise<void>,
): Promise<void> {
  const { call, from } = told;
  const { answer } = from;
  const baseline = baselineOf(room, told);
  const lever = "noteSaved" in from ? "semantic-cache" : "exact-cache";
  const savings = splitSavings(baseline.effectiveCost, [{ lever, costAfter: ZERO }]);
  if ("noteSaved" in from) {
    from.noteSaved({
      amount: savings[0]?.amount,
      simulated: told.target.provider.config.simulated,
    });
  }
  call.effects.addCost(ZERO);
  call.effects.addSavings(savings);
  const wireSavings = savings.map(({ lever, amount }) => ({
    lever,
    amount: amount === undefined ? null : formatDollars(amount),
  }));
  const row = rowOf(told, baseline, wireSavings);
  await record(room.spool.append(row));
  if (call.response.destroyed) return;
  const headers: FlatHeaders = [...answer.headers];
  headers.push(responseHeaders.callId, call.id, responseHeaders.provider, answer.provider);
  headers.push(responseHeaders.attempts, "0");
  if (call.tellsCost) {
    headers.push(...costHeaders(call.effects));
  }
  if (!answer.stream) headers.push("content-length", String(answer.body.length));
  call.response.writeHead(answer.status, headers);
  call.response.end(answer.body);
}

/** What the kept usage costs now, by the provider that would have been asked. */
function baselineOf(
  { priceBook, overlays }: AnswerRoom,
  { call, target, from, startedAtMs }: Told,
): Charge {
  const { answer } = from;
  const { provider } = target;
  const sent = answer.sentModel;
  const models = [answer.responseModel, sent === answer.responseModel ? undefined : sent].filter(
    (model) => model !== undefined,
  );
  const charge = rateUsage(priceBook, {
    provider: provider.priceProvider,
    region: provider.priceContext.region,
    ownNames: provider.priceContext.ownNames,
    models,
    usage: answer.usage,
    usageOrigin: answer.usageOrigin,
    usageViolations: answer.usageViolations,
    otherUsage: answer.otherUsage,
    ...(answer.serviceTier === undefined ? {} : { serviceTier: answer.serviceTier }),
    operation: call.wire.operation,
    atMs: startedAtMs,
  });
  return applyOverlays(priceBook, {
    charge,
    overlays,
    providerName: provider.name,
    atMs: startedAtMs,
  });
}

function rowOf(
  { call, target, from, startedAtMs }: Told,
  { effectiveCost }: Charge,
  savings: LedgerRow["savings"],
): LedgerRow {
  const { answer } = from;
  const { trace, clientCallId, request } = call;
  const durationMs = roundedMs(performance.now() - call.effects.beganAt);
  return {
    row_id: rowId(call.id, 0),
    call_id: call.id,
    attempt: 0,
    final: true,
    started_at_ms: startedAtMs,
    duration_ms: durationMs,
    time_to_first_token_ms: durationMs,
    source: "gateway",
    simulated: target.provider.config.simulated,
    wire_format: call.wire.format,
    operation: call.wire.operation,
    provider: answer.provider,
    stream: answer.stream,
    outcome: "completed",
    status: answer.status,
    usage_origin: "none",
    usage: {},
    charge: nothingOnTheWire,
    baseline_cost: effectiveCost === undefined ? null : formatDollars(effectiveCost),
    savings,
    key_id: call.key.id,
    attribution: call.attribution,
    tags: call.tags,
    request_bytes: call.requestBytes,
    response_bytes: answer.body.length,
    ...(clientCallId !== undefined && { client_call_id: clientCallId }),
    ...(trace !== undefined && { trace_id: trace.traceId, span_id: trace.spanId }),
    ...(request.model !== undefined && { request_model: request.model }),
    ...(answer.sentModel !== undefined &&
      answer.sentModel !== request.model && { sent_model: answer.sentModel }),
    // The answer's id is left out: it is the other call's, and ids tell calls apart.
    ...(answer.responseModel !== undefined && { response_model: answer.responseModel }),
    ...(call.effects.cache !== undefined && { cache: call.effects.cache }),
  };
}
