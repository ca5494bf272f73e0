import type { HeadgateConfig, RequestFacts } from "@headgate/contract";
import {
  passageFactsOf,
  prefixPlaces,
  prefixScope,
  requestFactsOf,
  taskFactsOf,
} from "@headgate/levers";
import { answerBounds, passagesOf } from "@headgate/providers";
import type { Logger } from "pino";
import { declaredTask } from "./admit.ts";
import type { AttemptFacts } from "./attempt.ts";
import type { Call } from "./call.ts";
import type { FactsPace } from "./facts-pace.ts";
import type { Mutable } from "./mutable.ts";

export type FactsRoom = Readonly<{
  config: Pick<HeadgateConfig, "history" | "caches">;
  /** What digests are keyed with. */
  historySalt: Buffer;
  /** Of which calls facts are taken down while the process is busy. */
  factsPace: Pick<FactsPace, "takes">;
  log: Pick<Logger, "error">;
}>;

/**
 * What an attempt's row keeps of its request, to simulate changes on it later; undefined where that is switched off, or
 * there is nothing to tell. A fault costs the facts, never the row.
 *
 * @param documentBytes of documents in the prompt, as its row has them: without any, none is looked for
 */
export function factsOfRequest(
  room: FactsRoom,
  call: Call,
  facts: AttemptFacts,
  documentBytes: number | undefined,
): RequestFacts | undefined {
  const { operation } = call.wire;
  if (!room.config.history.request_facts || call.madeBy !== undefined) return undefined;
  if (operation !== "chat" && operation !== "embeddings") return undefined;
  const stopped = facts.reading?.stopReason;
  // Known without looking at the request, and counted: answers that were cut short or refused are not to be fewer for it.
  if (!isTaken(room, call)) {
    return stopped === undefined ? undefined : { finish_reason: stopped };
  }
  try {
    const asClientSent = ofClient(room, call, facts, operation);
    if (asClientSent === undefined) return undefined;
    // Not spread: of an object that gets more members, a spread takes twenty times as long.
    const told: Mutable<RequestFacts> = Object.assign({}, asClientSent);
    const prefix = prefixOf(room, call, facts);
    if (prefix !== undefined) told.prefix = prefix;
    const passages = passagesIn(room, call, facts, documentBytes);
    if (passages !== undefined) told.passages = passages;
    if (stopped !== undefined) told.finish_reason = stopped;
    return told;
  } catch (error) {
    room.log.error(
      { callId: call.id, error: String(error) },
      "no facts of a request could be taken down",
    );
    return undefined;
  }
}

/** One answer for all attempts of a call. */
const isTaken = ({ factsPace }: FactsRoom, { effects, asSent, body }: Call): boolean => {
  effects.takesFacts ??= factsPace.takes(asSent?.body ?? body);
  return effects.takesFacts;
};

/** The same for all attempts of a call. */
function ofClient(
  { config, historySalt }: FactsRoom,
  call: Call,
  { target }: AttemptFacts,
  operation: "chat" | "embeddings",
): RequestFacts | undefined {
  const known = call.effects.requestFacts;
  if (known !== undefined) return known;
  const { wire, request, body, requestBytes, method, pathAndQuery, headers } = call.asSent ?? call;
  const { json, model } = request;
  if (json === undefined) return undefined;
  const { provider } = target;
  const made = requestFactsOf({
    operation,
    question: {
      format: wire.format,
      method,
      pathAndQuery,
      headers,
      json,
      body,
      target: [
        provider.name,
        provider.config.kind,
        provider.config.base_url,
        target.model ?? model,
      ],
    },
    requestBytes,
    maxRequestBytes: config.caches.exact.max_request_bytes,
    salt: historySalt,
  });
  const { answerTokens } = answerBounds(wire, request);
  if (answerTokens !== undefined) made.max_output_tokens = answerTokens;
  const view = operation === "chat" ? call.effects.viewOf(wire.format, json) : undefined;
  if (view !== undefined) {
    const { tasks } = call.policy.route;
    const { tags } = call;
    const declared = declaredTask(headers);
    Object.assign(made, taskFactsOf({ json, view, pathAndQuery, tasks, tags, declared }));
  }
  call.effects.requestFacts = made;
  return made;
}

/** Of the prompt as it was sent. */
function passagesIn(
  { historySalt: salt }: FactsRoom,
  call: Call,
  { sending: { wire, request } }: AttemptFacts,
  documentBytes: number | undefined,
): RequestFacts["passages"] {
  const { json } = request;
  if (documentBytes === undefined || json === undefined) return undefined;
  const view = call.effects.viewOf(wire.format, json);
  const found = view === undefined ? undefined : passagesOf(view);
  return found && passageFactsOf(found, salt);
}

/** Of the prompt as it went to this target. */
function prefixOf(
  { config, historySalt: salt }: FactsRoom,
  call: Call,
  { target, sending }: AttemptFacts,
): RequestFacts["prefix"] {
  const model = target.model ?? call.request.model;
  if (call.wire.operation !== "chat" || model === undefined) return undefined;
  const body = sending.bodyBefore ?? sending.body;
  if (body.length > config.caches.prefix.max_request_bytes) return undefined;
  const scope = prefixScope(call.key.id, target.provider.name, model);
  return prefixPlaces(body, sending.wire.format, { salt, scope }, sending.prints);
}
