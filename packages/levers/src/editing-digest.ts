import { hash } from "node:crypto";
import type { LeversOfPolicy } from "./policy-for.ts";

/** By the policies of a configuration, which are the same for many calls. */
const known = new WeakMap<LeversOfPolicy, string>();

/**
 * A digest of all that changes what a provider is asked, and so what it answers: a part of what the caches find answers by,
 * so that an answer to a changed request is never given where it would be changed otherwise.
 *
 * @param exchanged the texts that take the place of the call's own system prompts, in their order
 * @param steering what decides beside the request which model answers, by `steeringOf`
 */
export function editingDigest(
  policy: LeversOfPolicy,
  exchanged: readonly string[],
  steering: readonly string[] = [],
): string {
  const ofPolicy = known.get(policy) ?? digestOf(policy);
  known.set(policy, ofPolicy);
  if (steering.length > 0) {
    return hash("sha256", JSON.stringify([ofPolicy, exchanged, steering]));
  }
  return exchanged.length === 0
    ? ofPolicy
    : hash("sha256", JSON.stringify([ofPolicy, ...exchanged]));
}

const digestOf = ({ route, output, context, prompt }: LeversOfPolicy): string =>
  hash("sha256", JSON.stringify([route, output, context, prompt]));
