import { hash } from "node:crypto";
import { HeadgateError } from "@headgate/contract";
import { canonicalJson, whyNotCached } from "@headgate/levers";
import { isJsonObject } from "@headgate/providers";
import type { NewItem } from "./item.ts";

/** Raised when what a digest is made of changes, so that requests from before are not found. */
const VERSION = 1;

/** Which requests may be sent once for several of their key. */
export type DuplicateTerms = Readonly<{
  /** `always`: also where a model may answer differently each time; `certain`: as the exact cache has it by default. */
  when: "always" | "certain" | "never";
}>;

/**
 * By what duplicates of a request are found; `undefined` where it is never sent for others: its meaning is not certain, or it
 * asks for several answers, goes on from the provider's state, or points to content that lies elsewhere.
 *
 * @throws HeadgateError `body_malformed`
 */
export function sharingOf(
  item: Pick<NewItem, "body" | "format" | "path" | "target" | "keyId">,
  { when }: DuplicateTerms,
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
    scope: JSON.stringify(["key", item.keyId]),
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
