import type { Signature } from "../conversation.ts";

/**
 * A client of Anthropic's format sends thinking back with its signature, whoever thought it. Google's are
 * marked, so that they go back to Google and to nobody else.
 */
const GOOGLE = "google:";

export function readSignature(text: string | undefined): Signature | undefined {
  if (text === undefined || text === "") return undefined;
  return text.startsWith(GOOGLE)
    ? { house: "google", value: text.slice(GOOGLE.length) }
    : { house: "anthropic", value: text };
}

/** Anthropic's blocks always have a signature; thinking without one has an empty one. */
export function writeSignature(signature: Signature | undefined): string {
  if (signature === undefined) return "";
  return signature.house === "google" ? GOOGLE + signature.value : signature.value;
}
