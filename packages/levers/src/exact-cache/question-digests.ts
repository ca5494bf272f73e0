import { createHash } from "node:crypto";
import type { Question } from "./cache-key.ts";
import { tellingHeaders } from "./cache-key.ts";
import { canonicalBody } from "./canonical-body.ts";
import { lastQuestion } from "./last-question.ts";
import { normaliseQuestion } from "./normalise-question.ts";

/** Raised when what a digest is made of changes, so that rows from before are not compared with later ones. */
const DIGEST_VERSION = 3;

/** A question without what a policy decides: whose it is, and with whom it is shared. */
export type BareQuestion = Readonly<
  Pick<Question, "format" | "method" | "pathAndQuery" | "headers" | "json" | "target" | "body">
>;

/**
 * What tells a request from others in a row: of the same as a key of the exact cache, but for what its policy says.
 * `normal` is there where the normalised tier would take the question for another text than it is.
 *
 * @param salt nobody who does not have it can find out what was asked by trying
 * @returns undefined where the meaning of the request is not certain
 */
export function questionDigests(
  question: BareQuestion,
  salt: Buffer,
): Readonly<{ exact: string; normal: string | undefined }> | undefined {
  const { format, method, pathAndQuery, headers, json, target, body } = question;
  const canonical = canonicalBody(json, body);
  if (canonical === undefined) return undefined;
  const scope = JSON.stringify([
    DIGEST_VERSION,
    format,
    method,
    pathAndQuery,
    tellingHeaders(headers, []),
    target.map((part) => part ?? null),
  ]);
  const begun = createHash("sha256").update(encodedSalt(salt)).update(`${scope}\n`);
  const last = lastQuestion(format, json)?.text;
  const normal = last === undefined ? undefined : normaliseQuestion(last);
  if (last === undefined || normal === undefined || normal === last) {
    return { exact: shortened(begun.update(canonical).digest("base64url")), normal: undefined };
  }
  // Both are alike up to the question, which stands last: a long prompt is hashed once.
  const quoted = JSON.stringify(last);
  const at = canonical.lastIndexOf(quoted);
  const alike = begun.update(canonical.slice(0, at));
  const normally = alike.copy();
  const behind = canonical.slice(at + quoted.length);
  return {
    exact: shortened(alike.update(quoted).update(behind).digest("base64url")),
    normal: shortened(normally.update(JSON.stringify(normal)).update(behind).digest("base64url")),
  };
}

/** By the salt: a process has one. */
const encoded = new WeakMap<Buffer, Buffer>();

/** The salt as digests begin with it: in UTF-8, each byte as a character. Made once, and so that what follows is plain text. */
function encodedSalt(salt: Buffer): Buffer {
  const known = encoded.get(salt) ?? Buffer.from(salt.toString("latin1"));
  encoded.set(salt, known);
  return known;
}

const shortened = (digest: string): string => digest.slice(0, 22);
