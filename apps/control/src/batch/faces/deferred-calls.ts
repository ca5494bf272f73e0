import { setTimeout as delay } from "node:timers/promises";
import type { BatchItem, BatchTarget, Webhook, WorkRequest } from "@headgate/batch";
import {
  type Admitted,
  DEFERRED_PATH,
  type Deferred,
  HeadgateError,
  INTERNAL_DEFER_PATH,
  MOST_DEFERRED_WAIT_S,
  realTimeReasons,
  responseHeaders,
} from "@headgate/contract";
import { batchWire, prepareBatchRequest, type RequestToPrepare } from "@headgate/providers";
import type { Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { mayTell } from "../runner/may-tell.ts";
import { admittedOf } from "./face-context.ts";
import type { FaceDependencies } from "./face-dependencies.ts";
import { newFaceId } from "./face-ids.ts";
import { routesOf } from "./read-batch.ts";

const [FIRST_LOOK_MS, LONGEST_LOOK_MS] = [50, 1_000];
const MOST_WAITING = 1_000;

/** Calls with a deadline: taken in for the gateway, and their answers given to whose they are. */
export function registerDeferred(app: Hono, dependencies: FaceDependencies): void {
  const { store, cancel, config, nowMs } = dependencies;
  let waiting = 0;

  app.post(INTERNAL_DEFER_PATH, async (context) => {
    const admitted = admittedOf(context);
    const path = context.req.query("path") ?? "";
    const wire = batchWire(path);
    const { deadline_ms: deadlineMs } = admitted;
    if (wire === undefined || deadlineMs === undefined) throw new HeadgateError("path_unknown");
    const { webhook, experiments } = admitted;
    if (webhook !== undefined && !mayTell(webhook, config())) {
      throw new HeadgateError("webhook_refused", `${new URL(webhook).host}.`);
    }
    const body = Buffer.from(await context.req.arrayBuffer());
    const request = wire.readRequest(body, path);
    const { target, ...chosen } = targetOf(dependencies, admitted, { wire, request, body, path });
    const id = newFaceId("dfr_");
    const refused = await dependencies.admit([
      {
        id,
        callId: admitted.call_id,
        keyId: admitted.key_id,
        attribution: admitted.attribution,
        tags: admitted.tags,
        ...(admitted.client_call_id !== undefined && { clientCallId: admitted.client_call_id }),
        format: wire.format,
        path,
        model: request.model ?? target.model,
        body,
        target,
        ...chosen,
        ...(experiments !== undefined && { experiments }),
        deadlineMs,
        ...(webhook !== undefined && { webhook }),
      },
    ]);
    const error = refused.get(id);
    if (error !== undefined) throw error;
    return handle(context, await itemOf(store, id, admitted.key_id));
  });

  app.get(`${DEFERRED_PATH}/:id`, async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const id = context.req.param("id");
    const untilMs = nowMs() + waitOf(context) * 1_000;
    let item = await itemOf(store, id, keyId);
    if (!isEnded(item) && untilMs > nowMs()) {
      if (waiting >= MOST_WAITING) {
        throw new HeadgateError("too_many_requests", "Too many calls wait; ask without wait.");
      }
      waiting += 1;
      try {
        const { signal } = context.req.raw;
        for (let waitMs = FIRST_LOOK_MS; !isEnded(item) && nowMs() < untilMs; ) {
          if (signal.aborted) break;
          await delay(Math.min(waitMs, Math.max(1, untilMs - nowMs())));
          waitMs = Math.min(LONGEST_LOOK_MS, waitMs * 2);
          item = await itemOf(store, id, keyId);
        }
      } finally {
        waiting -= 1;
      }
    }
    return isEnded(item) ? answer(context, store, item) : handle(context, item);
  });

  app.delete(`${DEFERRED_PATH}/:id`, async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const item = await itemOf(store, context.req.param("id"), keyId);
    await cancel(keyId, { ids: [item.id] });
    return context.json(deferredOf(await itemOf(store, item.id, keyId)));
  });
}

type ToDefer = Pick<RequestToPrepare, "wire" | "request" | "body"> & Readonly<{ path: string }>;

/**
 * Where a call goes: to the model that was chosen for it, else where its client sent it. A chosen one that cannot be asked,
 * since its format does not carry the call or its price has to be known, is not a fault of the call.
 */
function targetOf(
  dependencies: FaceDependencies,
  { provider, anthropic_beta: betas, route, pool, target: chosen, real_time: whyNow }: Admitted,
  { path, ...asked }: ToDefer,
): Pick<WorkRequest, "target" | "route" | "pool" | "whyNow"> {
  const { routes, unsupported, unpriced } = routesOf(dependencies);
  const prepared = (name: string | undefined): BatchTarget => {
    const request = { ...asked, unsupported, pathAndQuery: path, provider, betas, chosen: name };
    const {
      provider: to,
      model,
      format,
      endpoint,
    } = prepareBatchRequest(routes, request, unpriced);
    return { provider: to, model, format, endpoint };
  };
  const told = {
    ...(route !== undefined && { route }),
    ...(pool !== undefined && { pool }),
    ...(whyNow !== undefined && { whyNow }),
  };
  if (chosen === undefined) return { target: prepared(undefined), ...told };
  try {
    return { target: prepared(chosen), ...told };
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    dependencies.log.warn(
      { chosen, err: error },
      "a call waits for the model that its client named",
    );
    return { target: prepared(undefined) };
  }
}

/** @throws HeadgateError `request_invalid` */
function waitOf(context: Context): number {
  const text = context.req.query("wait");
  if (text === undefined) return 0;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= MOST_DEFERRED_WAIT_S) return seconds;
  throw new HeadgateError(
    "request_invalid",
    `wait: expected seconds from 0 to ${MOST_DEFERRED_WAIT_S}`,
    { param: "wait" },
  );
}

/** @throws HeadgateError `deferred_unknown`, also for another key's and for lines of a batch */
async function itemOf(
  store: FaceDependencies["store"],
  id: string,
  keyId: string,
): Promise<BatchItem> {
  const item = await store.item(id, keyId);
  if (item === undefined || item.clientBatchId !== undefined) {
    throw new HeadgateError("deferred_unknown", `${id}.`);
  }
  return item;
}

const statuses = {
  waiting: "queued",
  copy: "in_progress",
  batched: "in_progress",
  asking: "in_progress",
  answered: "completed",
  failed: "failed",
  expired: "expired",
  cancelled: "cancelled",
} as const satisfies Record<BatchItem["state"], Deferred["status"]>;

const isEnded = ({ state }: BatchItem): boolean =>
  state === "answered" || state === "failed" || state === "expired" || state === "cancelled";

const deferredOf = (item: BatchItem): Deferred => ({
  id: item.id,
  object: "headgate.deferred",
  status: statuses[item.state],
  created_at: new Date(item.admittedAtMs).toISOString(),
  deadline: new Date(item.deadlineMs).toISOString(),
  url: `${DEFERRED_PATH}/${item.id}`,
});

const standing = (item: BatchItem, webhook?: Webhook): string =>
  [
    `${item.id}; status=${statuses[item.state]}`,
    ...realTimeReasons.filter((one) => one === item.reason).map((one) => `real_time=${one}`),
    ...(webhook === undefined ? [] : [`webhook=${webhook.state}`, `tries=${webhook.tries}`]),
  ].join("; ");

const handle = (context: Context, item: BatchItem): Response =>
  context.json(deferredOf(item), 202, { [responseHeaders.deferred]: standing(item) });

/** The answer as its client would have got it at once. */
async function answer(
  context: Context,
  store: FaceDependencies["store"],
  item: BatchItem,
): Promise<Response> {
  const webhook = await store.webhook(item.id, item.keyId);
  const headers = {
    [responseHeaders.deferred]: standing(item, webhook),
    [responseHeaders.callId]: item.callId,
  };
  if (item.state === "cancelled") return context.json(deferredOf(item), 200, headers);
  const result = (await store.results([item.id])).get(item.id);
  if (result === undefined) {
    throw new HeadgateError("provider_response_broken", item.reason ?? "No answer came.");
  }
  return context.body(new Uint8Array(result.body), result.status as ContentfulStatusCode, {
    ...headers,
    "content-type": "application/json",
  });
}
