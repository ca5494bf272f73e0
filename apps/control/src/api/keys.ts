import {
  type Attribution,
  createKeyRequest,
  createKeyResponse,
  type KeySummary,
  keyListResponse,
  keySchema,
  type VirtualKey,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers, jsonBody } from "./responses.ts";

const list = createRoute({
  method: "get",
  path: "/api/keys",
  summary: "All keys, revoked ones included, oldest first.",
  responses: answers("The keys, without their secrets.", keyListResponse),
});

const create = createRoute({
  method: "post",
  path: "/api/keys",
  summary: "Makes a key. Its secret is in this answer and nowhere else.",
  request: { body: jsonBody(createKeyRequest) },
  responses: answers("The key and its secret.", createKeyResponse),
});

const revoke = createRoute({
  method: "delete",
  path: "/api/keys/{id}",
  summary: "Revokes a key; revoking twice changes nothing.",
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: answers("The revoked key.", z.object({ key: keySchema })),
});

/** Gateways know a change to the keys before the client is told that it is done. */
export function registerKeys(
  api: OpenAPIHono,
  { state, keysFile, nowMs, log }: ControlDependencies,
): void {
  api.openapi(list, async (context) =>
    context.json({ keys: (await state.listKeys()).map(withoutHash) }, 200),
  );
  api.openapi(create, async (context) => {
    const { name, attribution, tags } = context.req.valid("json");
    const { key, secret } = await state.createKey({
      name,
      // What came as JSON has no members that are undefined.
      attribution: attribution as Attribution,
      tags,
      nowMs: nowMs(),
    });
    try {
      await state.publishKeys(keysFile);
    } catch (error) {
      // Its secret will never be shown: a live key that nobody has is only a risk.
      await state.revokeKey(key.id, nowMs());
      throw error;
    }
    log.info({ key_id: key.id }, "key made");
    return context.json({ key: withoutHash(key), secret }, 200);
  });
  api.openapi(revoke, async (context) => {
    const key = await state.revokeKey(context.req.valid("param").id, nowMs());
    await state.publishKeys(keysFile);
    log.info({ key_id: key.id }, "key revoked");
    return context.json({ key: withoutHash(key) }, 200);
  });
}

function withoutHash({ hash: _hash, ...key }: VirtualKey): KeySummary {
  return key;
}
