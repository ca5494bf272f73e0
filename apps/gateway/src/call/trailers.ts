import { responseHeaders } from "@headgate/contract";
import type { FlatHeaders } from "../http/answer-headers.ts";
import type { Call } from "./call.ts";

/** What can be told behind an answer only, since its head goes out before it is known. */
export function trailerNames({ tellsCost, effects }: Call): readonly string[] {
  const names: string[] = [];
  if (tellsCost && effects.cost === undefined) {
    names.push(responseHeaders.cost, responseHeaders.saved);
  }
  if (effects.output !== undefined && effects.output.cut === undefined) {
    names.push(responseHeaders.cut);
  }
  return names;
}

/** Those of the named that are known by now. */
export function trailersOf(
  names: readonly string[],
  { effects }: Call,
): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, string | undefined>> = {
    [responseHeaders.cost]: effects.cost,
    [responseHeaders.saved]: effects.saved,
    [responseHeaders.cut]: effects.output?.cut,
  };
  const told: Record<string, string> = {};
  for (const name of names) {
    const value = known[name];
    if (value !== undefined) told[name] = value;
  }
  return told;
}

/** Trailers need a client that asked for them, and a body in chunks (RFC 9110 §6.5.1). */
export const takesTrailers = ({ headers: { te } }: Call, headers: FlatHeaders): boolean =>
  typeof te === "string" &&
  /(?:^|,)\s*trailers\s*(?:;|,|$)/i.test(te) &&
  !headers.includes("content-length");
