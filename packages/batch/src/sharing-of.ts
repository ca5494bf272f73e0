import { hash } from "node:crypto";
import { type ExactCachePolicy, HeadgateError, type VirtualKey } from "@headgate/contract";
import { canonicalJson, sharersOf, whyNotCached } from "@headgate/levers";
import { isJsonObject } from "@headgate/providers";
import type { NewItem } from "./item.ts";

/** Raised when what a digest is made of changes, so that requests from before are not found. */
const VERSION = 1;

/** Which requests may be sent once for several, and among whom. */
export type DuplicateTerms = Readonly<{
  /** `always`: also where a model may answer differently each time; `certain`: as the exact cache has it by default. */
  when: "always" | "certain" | "never";
  share: ExactCachePolicy["share"];
}>;

/**
 * By what duplicates of a request are found; `undefined` where it is never sent for others: its meaning is not certain, or it
 * asks for several answers, goes on from the provider's state, or points to content that lies elsewhere.
 *
 * @throws HeadgateError `body_malformed`
 */
export function sharingOf(
  item: Pick<NewItem, "body" | "format" | "path" | "target">,
  key: VirtualKey,
  { when, share }: DuplicateTerms,
): NewItem["shared"] {
  if (when === "never") return undefined;
  const text = Buffer.from(item.body).toString("utf8");
  const json = parsed(text);
  const operation = item.format === "openai.embeddings" ? "embeddings" : "chat";
  const cachedWhen = when === "always" ? "always" : "deterministic";
  if (whyNotCached(operation, json, cachedWhen) !== undefined) return undefined;
  const canonical = canonicalJson(json, text);
  if (canonical === undefined) return undefined;
  const { provider, model, format, endpoint } = item.target;
  const asked = JSON.stringify([
    ...[VERSION, item.format, item.path, provider, model, format, endpoint],
  ]);
  return {
    digest: hash("sha256", `${asked}\n${canonical}`, "hex"),
    scope: JSON.stringify(sharersOf(key, share)),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    if (isJsonObject(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new HeadgateError("body_malformed", "The body of a deferred request is no JSON object.");
}
