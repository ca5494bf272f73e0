import { createHash } from "node:crypto";
import type { ModelTargets, Spread, WireFormat } from "@headgate/contract";
import { type PromptSection, promptSections } from "./prefix/prompt-sections.ts";

type SpreadTargets = Exclude<ModelTargets, readonly string[]>;

/**
 * Equal targets in the order for one call, by rendezvous hashing: each has a digest of what the call is spread by and its
 * own name, and the highest comes first. So a prefix stays on one target, goes to its second while the first
 * does not answer and comes back after, and when a target is added or taken away only its own prefixes move
 * (Thaler and Ravishankar, Using Name-Based Mappings to Increase Hit Rates, 1998; not read again).
 *
 * Nothing is remembered, so that all gateways of an operator choose alike.
 */
export function spreadOver(
  { targets, spread }: Pick<SpreadTargets, "targets" | "spread">,
  format: WireFormat,
  body: Buffer,
): readonly string[] {
  if (targets.length === 1) return targets;
  const key = createHash("sha256");
  for (const piece of keptTogether(spread, format, body)) key.update(piece).update("\n");
  const digest = key.digest();
  return targets
    .map((target) => ({ target, weight: weightOf(digest, target) }))
    .sort((a, b) => Buffer.compare(b.weight, a.weight))
    .map(({ target }) => target);
}

const weightOf = (digest: Buffer, target: string): Buffer =>
  createHash("sha256").update(digest).update(target).digest();

/** What calls have in common that stay together; all of a body that is no prompt, or begins with a message of its own. */
function keptTogether(spread: Spread, format: WireFormat, body: Buffer): readonly Buffer[] {
  const sections = promptSections(format, body);
  if (sections === undefined || sections.length === 0) return [body];
  const bytesOf = ({ start, end }: PromptSection): Buffer => body.subarray(start, end);
  const first = sections.findIndex(({ part }) => part === "message");
  const head = first < 0 ? sections.length : first;
  const takesFirst = head === 0 || spread === "conversation";
  return sections.slice(0, takesFirst ? head + 1 : head).map(bytesOf);
}
