import type { SkipReason } from "@headgate/contract";
import type { Found } from "../source.ts";

/** Something that a reader left out, as a source passes it on. */
export type ReadSkip = Extract<Found, { kind: "skip" }>;

/** `place` is the file's name and what the reader counts in it: `2026/11/log.json.gz:17`. */
export function skipAt(reason: SkipReason, place: string, detail?: string): ReadSkip {
  const skip = { reason, place: place.slice(0, 1024) };
  return {
    kind: "skip",
    skip: detail === undefined ? skip : { ...skip, detail: detail.slice(0, 500) },
  };
}
