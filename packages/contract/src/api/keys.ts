import { z } from "zod";
import { attributionSchema, tagsSchema } from "../attribution.ts";
import { virtualKeySchema } from "../virtual-key.ts";

/** A key as lists show it: without its hash. */
export const keySchema = virtualKeySchema.omit({ hash: true });
export type KeySummary = z.infer<typeof keySchema>;
export const keyListResponse = z.object({ keys: z.array(keySchema) });

export const createKeyRequest = z.strictObject({
  name: z.string().trim().min(1).max(128),
  attribution: attributionSchema.default({}),
  tags: tagsSchema.default({}),
});
/** The only time that the key itself is shown. */
export const createKeyResponse = z.object({ key: keySchema, secret: z.string() });
export type CreatedKey = z.infer<typeof createKeyResponse>;
