import { randomBytes } from "node:crypto";
import {
  attributionSchema,
  HeadgateError,
  tagsSchema,
  VIRTUAL_KEY_PREFIX,
  type VirtualKey,
  virtualKeySchema,
} from "@headgate/contract";
import { z } from "zod";
import { hashVirtualKey } from "./hash-virtual-key.ts";
import type { NewKey } from "./store.ts";

const SECRET_BYTES = 32;
const HINT_CHARACTERS = 7;
const ID_BYTES = 9;

const newKeySchema = z.object({
  name: virtualKeySchema.shape.name,
  attribution: attributionSchema,
  tags: tagsSchema,
  nowMs: z.int(),
});

/**
 * A fresh key and its secret.
 *
 * @throws HeadgateError `request_invalid` that names every field that is wrong
 */
export function newVirtualKey(input: NewKey): Readonly<{ key: VirtualKey; secret: string }> {
  const parsed = newKeySchema.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new HeadgateError("request_invalid", faults.join("; "));
  }
  const { name, attribution, tags, nowMs } = parsed.data;
  const secret = VIRTUAL_KEY_PREFIX + randomBytes(SECRET_BYTES).toString("base64url");
  return {
    secret,
    key: {
      id: `key_${randomBytes(ID_BYTES).toString("base64url")}`,
      name,
      hash: hashVirtualKey(secret),
      hint: secret.slice(0, HINT_CHARACTERS),
      attribution,
      tags,
      created_at_ms: nowMs,
    },
  };
}
