import { createHash } from "node:crypto";
import { MOST_PREFIX_PLACES, type PrefixFacts, type WireFormat } from "@headgate/contract";
import { hasCacheMarks, promptSections } from "@headgate/providers";
import { digestSoFar, type PromptPrints } from "./prompt-prints.ts";

/** Whose prompt it is, and where it goes: equal texts of others have other digests. */
export type PrintScope = Readonly<{ salt: Buffer; scope: string }>;

/** No provider keeps a prompt of less than 512 tokens, at about four bytes each. */
const LEAST_BYTES = 2_048;

/**
 * The places of a prompt at which the prefix cache looks: the end of tools and system, and the last ends of messages. A
 * conversation that goes on adds few messages a request, so its last end is among the next one's places.
 *
 * @param prints what the prefix cache has made of it already
 * @returns undefined where the prompt is shorter than any that is kept, or its format has none
 */
export function prefixPlaces(
  body: Buffer,
  format: WireFormat,
  scope: PrintScope,
  prints: PromptPrints | undefined,
): PrefixFacts | undefined {
  if (body.length < LEAST_BYTES) return undefined;
  const places = prints === undefined ? placesIn(body, format, scope) : placesOf(prints);
  if (places === undefined) return undefined;
  return hasCacheMarks(body) ? { ...places, marked: true } : places;
}

function placesOf({ digests, bytesBefore, head }: PromptPrints): PrefixFacts {
  const chosen = chosenPlaces(digests.length, head);
  return {
    places: chosen.map((at) => [digests[at] as string, bytesBefore[at] as number]),
    head: chosen.filter((at) => at < head).length,
  };
}

/** As `printsOf`, at the chosen places alone. */
function placesIn(body: Buffer, format: WireFormat, { salt, scope }: PrintScope) {
  const sections = promptSections(format, body);
  if (sections === undefined) return undefined;
  const firstMessage = sections.findIndex(({ part }) => part === "message");
  const head = firstMessage < 0 ? sections.length : firstMessage;
  const chosen = chosenPlaces(sections.length, head);
  const running = createHash("sha256").update(salt).update(scope);
  const places: [string, number][] = [];
  let bytes = 0;
  let next = 0;
  for (const [index, { part, start, end }] of sections.entries()) {
    running.update(`\n${part}\n`).update(body.subarray(start, end));
    bytes += end - start;
    if (index !== chosen[next]) continue;
    next += 1;
    places.push([digestSoFar(running, index === sections.length - 1), bytes]);
  }
  return { places, head: chosen.filter((at) => at < head).length };
}

/** Indices of sections, rising. */
function chosenPlaces(sections: number, head: number): readonly number[] {
  const from = Math.max(0, sections - MOST_PREFIX_PLACES);
  const last = Array.from({ length: sections - from }, (_, index) => from + index);
  return head > 0 && head - 1 < from ? [head - 1, ...last.slice(1)] : last;
}
