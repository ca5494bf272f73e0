import type { LeversOfPolicy } from "./policy-for.ts";

/** What of a policy changes what a provider is asked, and so what it answers. */
const members: readonly (keyof LeversOfPolicy)[] = ["output", "context", "prompt"];

/**
 * Those settings as a text: a part of what the exact cache finds answers by, so that an answer to a changed request is
 * never given where the policy does not change it that way. Undefined where the policy changes nothing.
 */
export const editingText = (policy: LeversOfPolicy): string | undefined =>
  members.length === 0 ? undefined : JSON.stringify(members.map((member) => policy[member]));
