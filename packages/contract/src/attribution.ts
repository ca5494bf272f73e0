import { z } from "zod";

/** Who and what a call is for. The names are columns of the ledger. */
export const attributionFields = [
  "organisation",
  "team",
  "project",
  "feature",
  "customer",
  "environment",
  "user",
  "session",
] as const;
export type AttributionField = (typeof attributionFields)[number];

const label = z.string().trim().min(1).max(256);

export const attributionSchema = z
  .strictObject(
    Object.fromEntries(attributionFields.map((field) => [field, label])) as Record<
      AttributionField,
      typeof label
    >,
  )
  .partial();
export type Attribution = Readonly<{ [Field in AttributionField]?: string | undefined }>;

/** Tags that begin so are Headgate's own: a client cannot set them. */
export const OWN_TAG_PREFIX = "headgate.";
/** On calls that Headgate made for itself: the lever that they were made for. */
export const OWN_CALL_TAG = `${OWN_TAG_PREFIX}made_for`;

/** Free tags beside the named fields: at most 32, keys up to 64 characters, values up to 256. `__proto__` is no tag's name: it is left out. */
export const tagsSchema = z
  .record(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/), z.string().max(256))
  .refine((tags) => Object.keys(tags).length <= 32, "at most 32 tags");
export type Tags = Readonly<Record<string, string>>;
