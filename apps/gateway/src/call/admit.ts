import type { IncomingHttpHeaders } from "node:http";
import {
  type Attribution,
  type AttributionField,
  attributionFields,
  attributionHeader,
  CLIENT_CALL_ID,
  HEADGATE_HEADER_PREFIX,
  HeadgateError,
  OWN_TAG_PREFIX,
  requestHeaders,
  type Tags,
  tagsSchema,
  taskNameSchema,
  type VirtualKey,
} from "@headgate/contract";
import { findKey, secretFrom } from "../keys/key-table.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";

/** Who makes a call, and what for. */
export type Admission = Readonly<{
  /** The client's own id of the call: a label. */
  clientCallId: string | undefined;
  key: VirtualKey;
  attribution: Attribution;
  tags: Tags;
}>;

/**
 * Who is it, and what is the call for: the key's own labels, and those of the `x-headgate-*` headers
 * where the key leaves them open.
 * @throws HeadgateError `key_missing`, `key_unknown` or `header_invalid`
 */
export async function admit(
  headers: IncomingHttpHeaders,
  keys: WatchedKeys,
  queryKey?: string,
): Promise<Admission> {
  const key = await identify(headers, keys, queryKey);
  const labelled = hasHeadgateHeader(headers);
  if (labelled) declaredTask(headers);
  return {
    clientCallId: labelled ? clientCallIdFrom(headers) : undefined,
    key,
    attribution: labelled ? attributionFrom(headers, key) : key.attribution,
    tags: labelled ? tagsFrom(headers, key.tags) : key.tags,
  };
}

async function identify(
  headers: IncomingHttpHeaders,
  keys: WatchedKeys,
  queryKey: string | undefined,
): Promise<VirtualKey> {
  const secret = secretFrom(headers) ?? queryKey;
  if (secret === undefined || secret === "") throw new HeadgateError("key_missing");
  const known = findKey(keys.table(), secret);
  if (known !== undefined) return known;
  await keys.recheck();
  const justMade = findKey(keys.table(), secret);
  if (justMade === undefined) throw new HeadgateError("key_unknown");
  return justMade;
}

function hasHeadgateHeader(headers: IncomingHttpHeaders): boolean {
  for (const name in headers) if (name.startsWith(HEADGATE_HEADER_PREFIX)) return true;
  return false;
}

function clientCallIdFrom(headers: IncomingHttpHeaders): string | undefined {
  const id = single(headers, requestHeaders.clientCallId);
  if (id === undefined || CLIENT_CALL_ID.test(id)) return id;
  throw invalid(requestHeaders.clientCallId, "expected 1 to 128 letters, digits or any of . _ : -");
}

/**
 * What the client says that the call is a part of.
 * @throws HeadgateError `header_invalid`
 */
export function declaredTask(headers: IncomingHttpHeaders): string | undefined {
  const task = single(headers, requestHeaders.task);
  if (task === undefined || taskNameSchema.safeParse(task).success) return task;
  throw invalid(requestHeaders.task, "expected 1 to 64 letters, digits or any of _ . -");
}

const headerNames = attributionFields.map(
  (field) => [field, attributionHeader(field)] as const satisfies [AttributionField, string],
);

/** The key's labels are binding: a header may fill a gap, never contradict. */
function attributionFrom(headers: IncomingHttpHeaders, key: VirtualKey): Attribution {
  const attribution: { [Field in AttributionField]?: string | undefined } = { ...key.attribution };
  for (const [field, header] of headerNames) {
    const value = single(headers, header)?.trim();
    if (value === undefined || value === "") continue;
    if (value.length > 256) throw invalid(header, "expected at most 256 characters");
    const bound = attribution[field];
    if (bound !== undefined && bound !== value) {
      throw invalid(header, `the key is bound to ${field} "${bound}"`);
    }
    attribution[field] = value;
  }
  return attribution;
}

function tagsFrom(headers: IncomingHttpHeaders, ofKey: Tags): Tags {
  const text = single(headers, requestHeaders.tags);
  if (text === undefined || text.trim() === "") return ofKey;
  const tags: Record<string, string> = { ...ofKey };
  for (const pair of text.split(",")) {
    const equals = pair.indexOf("=");
    if (equals < 1) throw invalid(requestHeaders.tags, `"${pair.trim()}" is not key=value`);
    const name = pair.slice(0, equals).trim();
    if (name.startsWith(OWN_TAG_PREFIX)) {
      throw invalid(
        requestHeaders.tags,
        `tags that begin with ${OWN_TAG_PREFIX} are Headgate's own`,
      );
    }
    const value = decoded(pair.slice(equals + 1).trim());
    const bound = ofKey[name];
    if (bound !== undefined && bound !== value) {
      throw invalid(requestHeaders.tags, `the key is bound to ${name}=${bound}`);
    }
    tags[name] = value;
  }
  const parsed = tagsSchema.safeParse(tags);
  if (!parsed.success) {
    throw invalid(
      requestHeaders.tags,
      parsed.error.issues.map((issue) => issue.message).join("; "),
    );
  }
  return parsed.data;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not percent-encoded after all: the text is meant as it stands.
    return value;
  }
}

function single(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

const invalid = (header: string, message: string): HeadgateError =>
  new HeadgateError("header_invalid", `${header}: ${message}.`, { header });
