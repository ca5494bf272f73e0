import {
  type Attribution,
  type AttributionField,
  attributionFields,
  createKeyRequest,
  type KeySummary,
} from "@headgate/contract";
import type { NewKey } from "../../api/keys.ts";
import { agoText } from "../../format/duration-text.ts";
import { dimensionNames } from "../../format/words.ts";
import { dayText, fullTime } from "../../time/time-text.ts";

export type KeyLine = Readonly<{
  id: string;
  name: string;
  hint: string;
  labels: readonly Readonly<{ name: string; value: string }>[];
  created: string;
  createdInFull: string;
  /** When it was revoked; undefined while it works. */
  revoked: string | undefined;
}>;

/** Working keys first, the newest on top. */
export const keyLines = (keys: readonly KeySummary[], nowMs: number): readonly KeyLine[] =>
  [...keys]
    .sort((left, right) => {
      const leftRevoked = left.revoked_at_ms !== undefined;
      if (leftRevoked !== (right.revoked_at_ms !== undefined)) return leftRevoked ? 1 : -1;
      return right.created_at_ms - left.created_at_ms;
    })
    .map((key) => ({
      id: key.id,
      name: key.name,
      hint: key.hint,
      labels: [
        ...attributionFields.flatMap((field) => {
          const value = key.attribution[field];
          return value === undefined ? [] : [{ name: dimensionNames[field], value }];
        }),
        ...Object.entries(key.tags).map(([name, value]) => ({ name, value })),
      ],
      created: agoText(key.created_at_ms, nowMs),
      createdInFull: fullTime(key.created_at_ms),
      revoked: key.revoked_at_ms === undefined ? undefined : dayText(key.revoked_at_ms),
    }));

/** What the dialog holds while it is being filled in. */
export type KeyDraft = Readonly<{
  name: string;
  attribution: Readonly<Partial<Record<AttributionField, string>>>;
  /** `key=value` pairs, separated by commas. */
  tags: string;
}>;

export const emptyDraft: KeyDraft = { name: "", attribution: {}, tags: "" };

export type DraftReading =
  | Readonly<{ kind: "ready"; key: NewKey }>
  | Readonly<{ kind: "wrong"; faults: Readonly<Record<string, string>> }>;

const tagsOf = (text: string): Readonly<Record<string, string>> | undefined => {
  const tags: Record<string, string> = {};
  for (const piece of text.split(",")) {
    if (piece.trim() === "") continue;
    const at = piece.indexOf("=");
    if (at < 1) return undefined;
    tags[piece.slice(0, at).trim()] = piece.slice(at + 1).trim();
  }
  return tags;
};

/** Reads the dialog with the contract's own rules; faults stand under the field they concern. */
export const readDraft = (draft: KeyDraft): DraftReading => {
  const tags = tagsOf(draft.tags);
  if (tags === undefined)
    return { kind: "wrong", faults: { tags: "Expected key=value, key=value" } };
  const attribution: Partial<Record<AttributionField, string>> = {};
  for (const field of attributionFields) {
    const value = draft.attribution[field]?.trim();
    if (value !== undefined && value !== "") attribution[field] = value;
  }
  const read = createKeyRequest.safeParse({ name: draft.name, attribution, tags });
  if (read.success) {
    const key: NewKey = { name: read.data.name, attribution: attribution as Attribution, tags };
    return { kind: "ready", key };
  }
  const faults: Record<string, string> = {};
  for (const { path, message } of read.error.issues) {
    const place = path[0] === "attribution" ? `attribution.${String(path[1])}` : String(path[0]);
    faults[place] = place === "name" && draft.name.trim() === "" ? "A key needs a name" : message;
  }
  return { kind: "wrong", faults };
};
