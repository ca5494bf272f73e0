import type { BatchFile, ClientBatch } from "@headgate/batch";
import { counted, HeadgateError } from "@headgate/contract";
import { anthropicResultLine, type JsonObject, readMessageBatchRequest } from "@headgate/providers";
import type { Context, Hono } from "hono";
import { bodyStream } from "../../api/body-stream.ts";
import { batchResults } from "./batch-results.ts";
import { batchWebhook } from "./batch-webhook.ts";
import { MOST_REQUESTS } from "./check-file.ts";
import { batchOf, cancelBatch } from "./client-batches.ts";
import { admittedOf, cutPage, pageOf } from "./face-context.ts";
import type { FaceDependencies } from "./face-dependencies.ts";
import { idOf, newFaceId } from "./face-ids.ts";
import { hasEnded, messageBatchObject, resultsUntilMs } from "./message-batch-object.ts";
import { KEPT_MS, OWN_PURPOSE } from "./openai-files.ts";
import { splitRequests } from "./split-requests.ts";

/** Anthropic's limit of a batch (https://docs.claude.com/de/api/creating-message-batches, read 2026-11-29). */
const MOST_BYTES = 268_435_456;
/** Anthropic's batches are done within a day, or expire. */
const WINDOW_MS = 86_400_000;

/** `/v1/messages/batches`: Anthropic's batches, whoever answers their requests. */
export function registerMessageBatches(
  app: Hono,
  dependencies: FaceDependencies,
  looked: () => void,
): void {
  const { store, files, config, nowMs, log } = dependencies;
  const objectOf = async (context: Context, batch: ClientBatch): Promise<JsonObject> =>
    messageBatchObject(batch, await store.counts(batch.id), {
      origin: admittedOf(context).origin,
      resultsUntilMs: resultsUntilMs(batch, config()),
      nowMs: nowMs(),
    });
  const shown = async (context: Context, batch: ClientBatch): Promise<Response> =>
    context.json(await objectOf(context, batch));
  const asked = (context: Context): Promise<ClientBatch> =>
    batchOf(store, context.req.param("id") ?? "", admittedOf(context).key_id, "anthropic");

  app.post("/v1/messages/batches", async (context) => {
    const admitted = admittedOf(context);
    const { key_id: keyId } = admitted;
    const created = nowMs();
    const idempotency = context.req.header("idempotency-key");
    const id =
      idempotency === undefined
        ? newFaceId("msgbatch_")
        : idOf("msgbatch_", keyId, "anthropic", idempotency);
    const known = await store.clientBatch(id, keyId);
    if (known !== undefined) return shown(context, known);
    const webhook = batchWebhook(admitted, config());
    const file = await takeRequests(dependencies, context, keyId);
    const batch: ClientBatch = {
      id,
      keyId,
      kind: "anthropic",
      state: "validating",
      createdAtMs: created,
      deadlineMs: admitted.deadline_ms ?? created + WINDOW_MS,
      ...(webhook !== undefined && { webhook }),
      fields: {
        total: file.fields.requests,
        input_file_id: file.id,
        endpoint: "/v1/messages",
        admitted,
      },
    };
    await store.addClientBatch(batch);
    looked();
    return shown(context, await batchOf(store, id, keyId, "anthropic"));
  });

  app.get("/v1/messages/batches", async (context) => {
    const { key_id: keyId } = admittedOf(context);
    if (context.req.query("before_id") !== undefined) {
      throw new HeadgateError("request_invalid", "before_id: pages go forward, by after_id.");
    }
    const { limit, after } = pageOf(context, { after: "after_id", usual: 20, most: 1_000 });
    const found = await store.clientBatches(keyId, "anthropic", {
      limit: limit + 1,
      ...(after !== undefined && { after }),
    });
    const { members, more } = cutPage(found, limit);
    const data = await Promise.all(members.map((batch) => objectOf(context, batch)));
    return context.json({
      data,
      first_id: members[0]?.id ?? null,
      last_id: members.at(-1)?.id ?? null,
      has_more: more,
    });
  });

  app.get("/v1/messages/batches/:id", async (context) => shown(context, await asked(context)));

  app.post("/v1/messages/batches/:id/cancel", async (context) => {
    const cancelled = await cancelBatch(dependencies, await asked(context));
    looked();
    return shown(context, cancelled);
  });

  app.get("/v1/messages/batches/:id/results", async (context) => {
    const batch = await asked(context);
    if (!hasEnded(batch)) {
      throw new HeadgateError("batch_not_ready", `${batch.id} has no results before its end.`);
    }
    const untilMs = resultsUntilMs(batch, config());
    if (nowMs() >= untilMs) {
      throw new HeadgateError(
        "batch_results_gone",
        `Those of ${batch.id} could be had until ${new Date(untilMs).toISOString()}.`,
      );
    }
    const stream = bodyStream(resultLines(dependencies, batch), (error) =>
      log.error({ err: error, batch: batch.id }, "results could not be read"),
    );
    return context.body(stream, 200, { "content-type": "application/x-jsonl" });
  });

  app.delete("/v1/messages/batches/:id", async (context) => {
    const batch = await asked(context);
    if (!hasEnded(batch)) {
      throw new HeadgateError("batch_not_ready", `${batch.id} has not ended: cancel it first.`);
    }
    const { input_file_id: fileId } = batch.fields;
    await store.deleteClientBatch(batch.id, batch.keyId);
    if (typeof fileId === "string") {
      await store.deleteFile(fileId, batch.keyId);
      await files.remove(fileId);
    }
    return context.json({ id: batch.id, type: "message_batch_deleted" });
  });
}

/** Puts the requests of a body into a file of their own, one a line, looked through on the way. */
async function takeRequests(
  { store, files, config, nowMs }: FaceDependencies,
  context: Context,
  keyId: string,
): Promise<BatchFile> {
  const id = newFaceId("file-");
  const { body } = context.req.raw;
  if (body === null) throw new HeadgateError("body_malformed", "The body is empty.");
  const seen = new Map<string, number>();
  const lines = checkedLines(body, config().limits.max_body_bytes, seen);
  try {
    const bytes = await files.write(id, lines);
    if (seen.size === 0) {
      throw new HeadgateError("batch_invalid", "requests: expected at least one.", {
        param: "requests",
      });
    }
    const file: BatchFile = {
      id,
      keyId,
      name: `${id}.jsonl`,
      purpose: `${OWN_PURPOSE}requests`,
      bytes,
      createdAtMs: nowMs(),
      expiresAtMs: nowMs() + KEPT_MS,
      fields: { requests: seen.size },
    };
    await store.addFile(file);
    return file;
  } catch (error) {
    await files.remove(id);
    throw error;
  }
}

async function* checkedLines(
  body: AsyncIterable<Uint8Array>,
  mostRequestBytes: number,
  seen: Map<string, number>,
): AsyncGenerator<string> {
  let index = 0;
  for await (const text of splitRequests(limited(body), mostRequestBytes)) {
    const place = `requests.${index}`;
    const { customId, body: params } = readMessageBatchRequest(parsed(text, place), place);
    const earlier = seen.get(customId);
    if (earlier !== undefined) {
      throw new HeadgateError(
        "batch_invalid",
        `${place}, custom_id: it is that of requests.${earlier}.`,
        { place, param: "custom_id" },
      );
    }
    seen.set(customId, index);
    if (seen.size > MOST_REQUESTS) {
      throw new HeadgateError(
        "batch_invalid",
        `requests: a batch may have ${counted(MOST_REQUESTS, "request")}.`,
      );
    }
    index += 1;
    yield `${JSON.stringify({ custom_id: customId, params })}\n`;
  }
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) {
      throw new HeadgateError("body_too_large", `A batch may have ${MOST_BYTES} bytes.`);
    }
    yield piece;
  }
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HeadgateError("batch_invalid", `${place}: not JSON.`, { place });
  }
}

async function* resultLines(
  dependencies: FaceDependencies,
  batch: ClientBatch,
): AsyncGenerator<string> {
  for await (const { customId, result } of batchResults(dependencies, batch)) {
    yield `${JSON.stringify(anthropicResultLine(customId, result))}\n`;
  }
}
