import type { ClientBatch } from "@headgate/batch";
import { HeadgateError } from "@headgate/contract";
import { batchEndpoints } from "@headgate/providers";
import type { Hono } from "hono";
import { z } from "zod";
import { batchWebhook } from "./batch-webhook.ts";
import { batchOf, cancelBatch } from "./client-batches.ts";
import { admittedOf, cutPage, pageOf } from "./face-context.ts";
import type { FaceDependencies } from "./face-dependencies.ts";
import { idOf, newFaceId } from "./face-ids.ts";
import { openaiBatchObject } from "./openai-batch-object.ts";
import { hasExpired, keptFor, windowEnd } from "./openai-files.ts";

/** `BatchCreateParams` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-29. */
const createSchema = z.strictObject({
  input_file_id: z.string().max(100),
  endpoint: z.enum(batchEndpoints),
  completion_window: z.string(),
  metadata: z
    .record(z.string().max(64), z.string().max(512))
    .refine((pairs) => Object.keys(pairs).length <= 16, "at most 16 pairs")
    .nullish(),
  output_expires_after: z
    .strictObject({ anchor: z.literal("created_at"), seconds: z.int() })
    .nullish(),
});

/** `/v1/batches`: OpenAI's batches, whoever answers their requests. */
export function registerBatches(
  app: Hono,
  dependencies: FaceDependencies,
  looked: () => void,
): void {
  const { store, config, nowMs } = dependencies;

  app.post("/v1/batches", async (context) => {
    const admitted = admittedOf(context);
    const { key_id: keyId } = admitted;
    const asked = parsedCreate(await context.req.json());
    const file = await store.file(asked.input_file_id, keyId);
    if (file?.purpose !== "batch" || hasExpired(file, nowMs()))
      throw new HeadgateError("file_unknown", `${asked.input_file_id}.`);
    if (file.fields.endpoint !== asked.endpoint) {
      throw new HeadgateError(
        "batch_invalid",
        `endpoint: the file's requests are for ${String(file.fields.endpoint)}.`,
        { param: "endpoint" },
      );
    }
    const webhook = batchWebhook(admitted, config());
    const created = nowMs();
    const idempotency = context.req.header("idempotency-key");
    const batch: ClientBatch = {
      id:
        idempotency === undefined
          ? newFaceId("batch_")
          : idOf("batch_", keyId, "openai", idempotency),
      keyId,
      kind: "openai",
      state: "validating",
      createdAtMs: created,
      deadlineMs: admitted.deadline_ms ?? windowEnd(asked.completion_window, created),
      ...(webhook !== undefined && { webhook }),
      fields: {
        total: file.fields.requests,
        input_file_id: file.id,
        endpoint: asked.endpoint,
        completion_window: asked.completion_window,
        metadata: asked.metadata ?? null,
        admitted,
        ...(asked.output_expires_after != null && {
          output_kept_ms: keptFor(String(asked.output_expires_after.seconds)),
        }),
      },
    };
    await store.addClientBatch(batch);
    looked();
    const there = await batchOf(store, batch.id, keyId, "openai");
    return context.json(openaiBatchObject(there, await store.counts(there.id)));
  });

  app.get("/v1/batches", async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const { limit, after } = pageOf(context, { after: "after", usual: 20, most: 100 });
    const found = await store.clientBatches(keyId, "openai", {
      limit: limit + 1,
      ...(after !== undefined && { after }),
    });
    const { members, more } = cutPage(found, limit);
    const data = await Promise.all(
      members.map(async (batch) => openaiBatchObject(batch, await store.counts(batch.id))),
    );
    return context.json({
      object: "list",
      data,
      first_id: members[0]?.id ?? null,
      last_id: members.at(-1)?.id ?? null,
      has_more: more,
    });
  });

  app.get("/v1/batches/:id", async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const batch = await batchOf(store, context.req.param("id"), keyId, "openai");
    return context.json(openaiBatchObject(batch, await store.counts(batch.id)));
  });

  app.post("/v1/batches/:id/cancel", async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const batch = await batchOf(store, context.req.param("id"), keyId, "openai");
    const cancelled = await cancelBatch(dependencies, batch);
    looked();
    return context.json(openaiBatchObject(cancelled, await store.counts(batch.id)));
  });
}

function parsedCreate(body: unknown): z.infer<typeof createSchema> {
  const parsed = createSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.join(".") ?? "";
  const place = issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : param;
  throw new HeadgateError("batch_invalid", `${place}: ${issue?.message ?? ""}.`, { param: place });
}
