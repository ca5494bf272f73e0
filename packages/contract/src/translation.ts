import { z } from "zod";
import { wireFormats } from "./wire-format.ts";

/** Most notes of one attempt that are named; the others are counted. */
export const MOST_TRANSLATION_NOTES = 40;

/** One thing that a translation did not carry over as it was. */
const translationNoteSchema = z.strictObject({
  /** Whether it stood in the client's request or in the provider's answer. */
  in: z.enum(["request", "answer"]),
  /** `lost`: it is gone. `approximated`: something near went in its place. */
  kind: z.enum(["lost", "approximated"]),
  /** The member's name or path, as its writer named it. */
  field: z.string().max(256),
  /** What is the matter, in words. */
  what: z.string().max(256),
});
export type TranslationNote = z.infer<typeof translationNoteSchema>;

/** What became of an attempt whose provider speaks another format than its client. */
export const translationSchema = z.strictObject({
  /** The client's format. */
  from: z.enum(wireFormats),
  /** The provider's. */
  to: z.enum(wireFormats),
  /** Losses before what was near, the request's before the answer's; empty where all was carried over. */
  notes: z.array(translationNoteSchema).max(MOST_TRANSLATION_NOTES),
  /** How many more there were; absent when all are named. */
  notes_beyond: z.int().positive().optional(),
});
export type Translation = z.infer<typeof translationSchema>;
