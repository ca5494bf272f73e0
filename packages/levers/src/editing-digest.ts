import { hash } from "node:crypto";
import type { ApprovedPrompt } from "@headgate/contract";
import type { LeversOfPolicy } from "./policy-for.ts";

type Known = Readonly<{ prompts: readonly ApprovedPrompt[]; digest: string }>;

/** By the policies of a configuration, which are the same for many calls. */
const known = new WeakMap<LeversOfPolicy, Known>();

/**
 * A digest of all settings that change what a provider is asked, and so what it answers: a part of what the caches find
 * answers by, so that an answer to a changed request is never given where it would be changed otherwise.
 */
export function editingDigest(policy: LeversOfPolicy, prompts: readonly ApprovedPrompt[]): string {
  const before = known.get(policy);
  if (before?.prompts === prompts) return before.digest;
  const { route, output, context, prompt } = policy;
  const digest = hash("sha256", JSON.stringify([prompts, route, output, context, prompt]));
  known.set(policy, { prompts, digest });
  return digest;
}
