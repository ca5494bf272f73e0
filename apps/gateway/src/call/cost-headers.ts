import { type CacheUse, isAnsweredByCache, responseHeaders } from "@headgate/contract";
import type { RequestEdit } from "@headgate/levers";
import type { FlatHeaders } from "../http/answer-headers.ts";
import type { CallEffects } from "./call-effects.ts";

/**
 * What the client is told of a call's cost, as far as it is known when the head goes out.
 * @param edits what levers changed in the request that was sent
 */
export function costHeaders(effects: CallEffects, edits: readonly RequestEdit[] = []): FlatHeaders {
  const { cost, saved, cache } = effects;
  const acted = effects.levers.length > 0 ? effects.levers : edits.map(({ lever }) => lever);
  const levers = [...acted, ...heldOutOf(effects)];
  const headers: FlatHeaders = [];
  if (cost !== undefined) headers.push(responseHeaders.cost, cost);
  if (levers.length > 0) headers.push(responseHeaders.levers, levers.join(", "));
  if (saved !== undefined) headers.push(responseHeaders.saved, saved);
  if (cache !== undefined) headers.push(responseHeaders.cache, cacheText(cache));
  return headers;
}

function cacheText({ status, reason, tier, similarity, age_ms, call_id }: CacheUse): string {
  if (reason !== undefined) return `${status}; reason=${reason}`;
  if (!isAnsweredByCache(status) || age_ms === undefined) return status;
  const near = similarity === undefined ? "" : ` similarity=${similarity.toFixed(4)};`;
  return `${status}; tier=${tier};${near} age=${Math.floor(age_ms / 1000)}; call=${call_id}`;
}

/** The levers that passed the call over because its session is held out. */
function heldOutOf({ experiments }: CallEffects): readonly string[] {
  if (experiments === undefined) return [];
  return experiments
    .filter(({ arm }) => arm === "held_out")
    .map(({ lever }) => `${lever ?? "all"} (held out)`);
}
