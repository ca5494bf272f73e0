import { membersOf, objectStart, skipSpace, spaceBefore } from "./json-members.ts";

/** Bytes from `start` to before `end`, and what takes their place. */
export type Edit = Readonly<{ start: number; end: number; text: string }>;

const INCLUDE_USAGE = '"include_usage":true';
const optionsName = Buffer.from("stream_options");
const unicodeEscape = Buffer.from("\\u");
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * The body with another `model`, all other bytes unchanged: a gateway that reorders or re-escapes JSON
 * breaks the provider's prompt cache. A body that names `model` twice gets it twice, since readers differ
 * in which one they take.
 *
 * @param body a body that `readRequest` has accepted
 */
export function withModel(body: Buffer, model: string): Buffer {
  const start = objectStart(body);
  const text = JSON.stringify(model);
  const edits: Edit[] = [];
  for (const member of membersOf(body, start)) {
    if (member.key !== "model") continue;
    edits.push({ start: member.valueStart, end: member.valueEnd, text });
  }
  if (edits.length === 0) edits.push(insertion(body, start, `"model":${text}`));
  return applyEdits(body, edits);
}

/**
 * The body with `stream_options.include_usage` true, all other bytes unchanged; the same buffer when it
 * already is. Without it OpenAI's chat streams carry no usage.
 *
 * @param body a body that `readRequest` has accepted
 */
export function withUsageRequested(body: Buffer): Buffer {
  const start = objectStart(body);
  const added = `"stream_options":{${INCLUDE_USAGE}}`;
  // Most bodies do not have the name anywhere, not even with escapes: they need no walk.
  if (!body.includes(optionsName) && !body.includes(unicodeEscape)) {
    return applyEdits(body, [insertion(body, start, added)]);
  }
  const edits: Edit[] = [];
  let found = false;
  for (const member of membersOf(body, start)) {
    if (member.key !== "stream_options") continue;
    found = true;
    if (body[member.valueStart] === OPEN_BRACE) {
      edits.push(...usageEdits(body, member.valueStart));
    } else {
      edits.push({ start: member.valueStart, end: member.valueEnd, text: `{${INCLUDE_USAGE}}` });
    }
  }
  if (!found) edits.push(insertion(body, start, added));
  return edits.length === 0 ? body : applyEdits(body, edits);
}

/**
 * The body with one member more behind its last, all other bytes unchanged. It is looked at from its end, so that a long one
 * costs no more than its copy.
 *
 * @param body a body that `readRequest` has accepted, without a member of this name
 */
export function withMember(body: Buffer, name: string, value: unknown): Buffer {
  const last = spaceBefore(body, spaceBefore(body, body.length) - 1);
  const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  const text = body[last - 1] === OPEN_BRACE ? member : `,${member}`;
  const added = Buffer.byteLength(text);
  const longer = Buffer.allocUnsafe(body.length + added);
  body.copy(longer, 0, 0, last);
  longer.write(text, last);
  body.copy(longer, last + added, last);
  return longer;
}

function usageEdits(body: Buffer, optionsStart: number): Edit[] {
  const edits: Edit[] = [];
  let found = false;
  for (const member of membersOf(body, optionsStart)) {
    if (member.key !== "include_usage") continue;
    found = true;
    if (body.toString("latin1", member.valueStart, member.valueEnd) === "true") continue;
    edits.push({ start: member.valueStart, end: member.valueEnd, text: "true" });
  }
  if (!found) edits.push(insertion(body, optionsStart, INCLUDE_USAGE));
  return edits;
}

/** A new first member of the object at `start`. */
function insertion(body: Buffer, start: number, member: string): Edit {
  const empty = body[skipSpace(body, start + 1)] === CLOSE_BRACE;
  return { start: start + 1, end: start + 1, text: empty ? member : `${member},` };
}

/** The body with each place replaced, in their order. */
export function applyEdits(body: Buffer, edits: readonly Edit[]): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const edit of edits) {
    pieces.push(body.subarray(from, edit.start), Buffer.from(edit.text, "utf8"));
    from = edit.end;
  }
  pieces.push(body.subarray(from));
  return Buffer.concat(pieces);
}
