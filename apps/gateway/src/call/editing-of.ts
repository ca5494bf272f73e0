import { hash } from "node:crypto";
import type { ApprovedPrompt } from "@headgate/contract";
import { editingText, type LeversOfPolicy } from "@headgate/levers";

const digests = new WeakMap<readonly ApprovedPrompt[], string>();

/** All of the configuration that changes what a provider is asked, as a text: the cache finds answers by it. */
export function editingOf(
  prompts: readonly ApprovedPrompt[],
  policy: LeversOfPolicy,
): string | undefined {
  const text = editingText(policy);
  if (prompts.length === 0) return text;
  let digest = digests.get(prompts);
  if (digest === undefined) {
    digest = hash("sha256", JSON.stringify(prompts));
    digests.set(prompts, digest);
  }
  return `${digest} ${text ?? ""}`;
}
