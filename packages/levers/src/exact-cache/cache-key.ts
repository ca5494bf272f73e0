import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ExactCachePolicy, VirtualKey, WireFormat } from "@headgate/contract";
import { canonicalBody, heldCanonicalBody } from "./canonical-body.ts";
import { canonicalJson } from "./canonical-json.ts";
import { lastQuestion } from "./last-question.ts";
import { normaliseQuestion } from "./normalise-question.ts";

/** Raised when what a key is made of changes, so that entries made before are not found. */
const KEY_VERSION = 3;

/**
 * What an entry is found by. `digest` is the place, `check` another function's digest of the same text, held
 * against the entry: a question crafted to collide with another in the one does not in the other.
 */
export type CacheKey = Readonly<{ digest: string; check: string }>;

/** All that an answer depends on, and all that may share it. */
export type Question = Readonly<{
  format: WireFormat;
  method: string;
  pathAndQuery: string;
  headers: IncomingHttpHeaders;
  json: Readonly<Record<string, unknown>>;
  /** The body that `json` was parsed from. */
  body: Buffer;
  /** Where the call would go: the provider by name, kind and address, and the model that it is asked for. */
  target: readonly (string | undefined)[];
  /** How the request is put into another format, where that depends on the configuration. */
  translation: string | undefined;
  /** A digest of how levers change the request. */
  editing: string;
  key: VirtualKey;
  policy: ExactCachePolicy;
}>;

export type QuestionKeys = Readonly<{ exact: CacheKey; normalised: CacheKey | undefined }>;

/**
 * The keys of a question; undefined where its meaning is not certain.
 * @param scope by `scopeOf`
 */
export function keysOf(
  question: Omit<Question, "json">,
  json: Question["json"],
  scope: string,
): QuestionKeys | undefined {
  const exact = heldCanonicalBody(json, question.body);
  if (exact === undefined) return undefined;
  return {
    exact: keyOf("exact", scope, exact),
    normalised: question.policy.normalise ? normalisedKey(question.format, json, scope) : undefined,
  };
}

/** Where a near question's answer may come from: all that is the same but the last message. */
export type NearPlace = Readonly<{
  /** The last message. */
  text: string;
  /** All but the last message, and all that may share it. */
  scope: CacheKey;
  /** The question itself, kept beside the exact cache's own keys. */
  own: CacheKey;
}>;

/**
 * The place of a question among near ones; undefined where its meaning is not certain or it ends in no text.
 *
 * @param model the embedding model: what another one made vectors of is in another scope
 */
export function nearPlaceOf(question: Question, model: string): NearPlace | undefined {
  const last = lastQuestion(question.format, question.json);
  const exact = canonicalBody(question.json, question.body);
  if (last === undefined || exact === undefined) return undefined;
  const around = last.replacedBy("");
  const canonical = canonicalJson(around, JSON.stringify(around));
  if (canonical === undefined) return undefined;
  const scope = scopeOf(question);
  return {
    text: last.text,
    scope: keyOf(`around ${model}`, scope, canonical),
    own: keyOf("near", scope, exact),
  };
}

function normalisedKey(
  format: WireFormat,
  whole: Question["json"],
  scope: string,
): CacheKey | undefined {
  const last = lastQuestion(format, whole);
  const normal = last === undefined ? undefined : normaliseQuestion(last.text);
  if (last === undefined || normal === undefined) return undefined;
  const json = last.replacedBy(normal);
  const canonical = canonicalJson(json, JSON.stringify(json));
  return canonical === undefined ? undefined : keyOf("normalised", scope, canonical);
}

function keyOf(tier: string, scope: string, canonical: string): CacheKey {
  // Encoded once for both.
  const text = Buffer.from(`${tier}\n${scope}\n${canonical}`);
  return { digest: hash("sha256", text, "hex"), check: hash("blake2s256", text, "hex") };
}

/** Headers by which providers choose models' features and the form of an answer. */
const telling = /^(?:anthropic-|openai-|x-amzn-bedrock-|x-goog-|x-ms-|azure-|accept$)/;
/** Those of them that clients give each request anew, or that say who calls and when: no answer depends on them. */
const OF_ONE_REQUEST =
  /-request-id$|^x-ms-(?:date|useragent)$|^x-goog-(?:api-client|api-key|request-reason)$/;

/** All that a question's answer depends on beside its body, and all that may share it. */
export function scopeOf({
  format,
  method,
  pathAndQuery,
  headers,
  target,
  translation,
  editing,
  key,
  policy,
}: Omit<Question, "json" | "body">): string {
  return JSON.stringify([
    KEY_VERSION,
    policy.namespace,
    sharersOf(key, policy.share),
    format,
    method,
    pathAndQuery,
    tellingHeaders(headers, policy.key_headers),
    target.map((part) => part ?? null),
    translation ?? null,
    editing,
  ]);
}

/** Headers that an answer depends on, by name. */
export function tellingHeaders(
  headers: IncomingHttpHeaders,
  own: readonly string[],
): readonly (readonly [string, unknown])[] {
  const told: [string, unknown][] = [];
  for (const name in headers) {
    const isTelling = telling.test(name) && !OF_ONE_REQUEST.test(name);
    if (isTelling || own.includes(name)) told.push([name, headers[name]]);
  }
  if (told.length > 1) told.sort(([a], [b]) => (a < b ? -1 : 1));
  return told;
}

/**
 * Whose answers may be shared. Labels come from the key alone, never from a header, which the client writes; a
 * key that is not bound to such a label shares with nobody.
 */
export function sharersOf(
  { id, attribution }: Pick<VirtualKey, "id" | "attribution">,
  share: ExactCachePolicy["share"],
): readonly (string | null)[] {
  const label = share === "key" ? undefined : attribution[share];
  if (label === undefined) return ["key", id];
  const { organisation = null } = attribution;
  return [share, organisation, label];
}
