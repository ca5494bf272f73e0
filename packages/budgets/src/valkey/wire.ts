import type { Claim } from "../store.ts";
import type { Span } from "../window.ts";

/** A lease as the scripts read it again. */
export const recordOf = (claims: readonly Claim[]): string =>
  JSON.stringify(
    claims.map(({ budget, subject, slots, amount, atExpiry }) => [
      ...[budget, subject, String(slots.at), String(amount), atExpiry],
    ]),
  );

/** A budget's gaps, as the scripts write them. */
export const gapsOf = (text: string): readonly Span[] =>
  [...text.matchAll(/(\d+)-(\d+)/g)].map(([, from, to]) => ({
    startMs: Number(from),
    endMs: Number(to),
  }));

/** What a script tells in twos. */
export const pairs = (flat: readonly string[]): readonly (readonly [string, string])[] => {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push([flat[at] ?? "", flat[at + 1] ?? ""]);
  return found;
};
