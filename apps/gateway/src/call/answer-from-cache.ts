import { type LedgerRow, responseHeaders, rowId } from "@headgate/contract";
import { splitSavings } from "@headgate/levers";
import { formatDollars, ZERO } from "@headgate/money";
import { type Charge, chargeToWire, notBilled } from "@headgate/pricing";
import type { FlatHeaders } from "../http/answer-headers.ts";
import { roundedMs } from "./attempt.ts";
import type { Call } from "./call.ts";
import { costHeaders } from "./cost-headers.ts";
import type { CallRoom } from "./handle-call.ts";
import { keptBaseline } from "./kept-baseline.ts";
import type { Mutable } from "./mutable.ts";
import type { FromCache } from "./optimise.ts";
import type { Target } from "./plan-targets.ts";
import { wireSavings } from "./savings-of.ts";

type AnswerRoom = Pick<CallRoom, "priceBook" | "overlays" | "spool" | "routes">;
type Told = Readonly<{ call: Call; target: Target; from: FromCache; startedAtMs: number }>;

/** Copying more than this costs more than a second write. */
const MOST_IN_ONE_WRITE = 16_384;

const REASON = "Answered from the cache: no provider was asked.";
const nothing = notBilled(REASON);
const nothingOnTheWire = chargeToWire(nothing);

/**
 * Answers a call with a kept answer: its row first, then the bytes that the first client got. No provider was
 * asked, so it cost nothing; what it would have cost is the kept usage at the prices of this moment, less what the provider's own cache
 * of prompts would have spared it.
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
  const { priceBook, overlays } = room;
  const { insteadOf } = answer;
  const provider =
    (insteadOf === undefined ? undefined : room.routes.providers.get(insteadOf.provider)) ??
    told.target.provider;
  const { operation } = call.wire;
  const baseline = keptBaseline(answer, {
    ...{ priceBook, overlays, provider, operation },
    atMs: told.startedAtMs,
    sinceUseMs: from.sinceUseMs,
  });
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
  const row = rowOf(told, baseline, wireSavings(savings));
  await record(room.spool.append(row));
  if (call.response.destroyed) return;
  const headers: FlatHeaders = [...answer.headers];
  headers.push(responseHeaders.callId, call.id, responseHeaders.provider, answer.provider);
  headers.push(responseHeaders.attempts, "0");
  if (call.tellsCost) headers.push(...costHeaders(call.effects));
  if (!answer.stream) headers.push("content-length", String(answer.body.length));
  call.response.writeHead(answer.status, headers);
  // Node puts a head and a text of one byte a character into one write; a head and a buffer are two.
  if (answer.body.length > MOST_IN_ONE_WRITE) call.response.end(answer.body);
  else call.response.end(answer.body.toString("latin1"), "latin1");
}

function rowOf(
  { call, target, from, startedAtMs }: Told,
  { effectiveCost }: Charge,
  savings: LedgerRow["savings"],
): LedgerRow {
  const { answer } = from;
  const { trace, clientCallId, request } = call;
  const durationMs = roundedMs(performance.now() - call.effects.beganAt);
  const row: Mutable<LedgerRow> = {
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
  };
  // What is not known is left out, member by member: spreads are dear.
  if (call.effects.experiments !== undefined) row.experiments = call.effects.experiments;
  if (clientCallId !== undefined) row.client_call_id = clientCallId;
  if (trace !== undefined) {
    row.trace_id = trace.traceId;
    row.span_id = trace.spanId;
  }
  if (request.model !== undefined) row.request_model = request.model;
  if (answer.sentModel !== undefined && answer.sentModel !== request.model) {
    row.sent_model = answer.sentModel;
  }
  // The answer's id is left out: it is the other call's, and ids tell calls apart.
  if (answer.responseModel !== undefined) row.response_model = answer.responseModel;
  if (call.effects.cache !== undefined) row.cache = call.effects.cache;
  return row;
}
