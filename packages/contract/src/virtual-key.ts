import { z } from "zod";
import { attributionSchema, tagsSchema } from "./attribution.ts";

/** Virtual keys begin with this, so that scanners and people recognise them. */
export const VIRTUAL_KEY_PREFIX = "hg_";

/** What the gateway knows of a virtual key: its hash, never the key. */
export const virtualKeySchema = z.strictObject({
  id: z.string(),
  name: z.string().trim().min(1).max(128),
  /** SHA-256 of the whole key, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The first characters of the key, to recognise it by. */
  hint: z.string(),
  attribution: attributionSchema,
  tags: tagsSchema,
  created_at_ms: z.int(),
  revoked_at_ms: z.int().optional(),
});
export type VirtualKey = z.infer<typeof virtualKeySchema>;

/** The published list of live keys: what control hands to gateways. */
export const keySnapshotSchema = z.strictObject({
  version: z.int().nonnegative(),
  keys: z.array(virtualKeySchema),
});
export type KeySnapshot = z.infer<typeof keySnapshotSchema>;
