import { canonicalJson } from "./canonical-json.ts";

type Json = Readonly<Record<string, unknown>>;

/** By what was parsed: gone with it. */
const written = new WeakMap<Json, string>();

/**
 * A body in its canonical form, as `canonicalJson` writes it.
 * @param json what was parsed from it, and from nothing else
 * @returns undefined where the meaning is not certain
 */
export const canonicalBody = (json: Json, body: Buffer): string | undefined =>
  written.get(json) ?? canonicalJson(json, body.toString("utf8"));

/** The same, held for whoever looks at this call again: the row of one that no cache could answer does. */
export function heldCanonicalBody(json: Json, body: Buffer): string | undefined {
  const canonical = canonicalBody(json, body);
  if (canonical !== undefined) written.set(json, canonical);
  return canonical;
}
