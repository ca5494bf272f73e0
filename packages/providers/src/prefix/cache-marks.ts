import type { WireFormat } from "@headgate/contract";
import { applyEdits, type Edit } from "../byte-edit.ts";
import { itemsOf, type JsonMember, membersOf } from "../json-members.ts";
import type { PromptSection } from "./prompt-sections.ts";

/** Where a provider is asked to keep the prompt up to the end of a section, and for how long. */
export type CacheMark = Readonly<{ section: PromptSection; ttl: "5m" | "1h" }>;

export type MarkedBody = Readonly<{ body: Buffer; placed: readonly CacheMark[] }>;

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const QUOTE = 0x22;

/** Anthropic's blocks that take a marker; thinking does not. */
const markable: ReadonlySet<string | undefined> = new Set([
  '"text"',
  '"image"',
  '"document"',
  '"search_result"',
  '"tool_use"',
  '"tool_result"',
]);
/** Converse's blocks behind which a cache point may stand. */
const pointable: ReadonlySet<string> = new Set([
  "text",
  "image",
  "document",
  "toolUse",
  "toolResult",
]);

const clientMarks = ["cache_control", "cachePoint"].map((name) => Buffer.from(`"${name}"`));
/** Both begin so: most bodies are searched once. */
const beginOfMarks = Buffer.from('"cache');

/**
 * Whether the client marks its prompt itself. Inside of a JSON string the closing quote would be escaped, so these
 * bytes are a name, or a whole text that is nothing else.
 */
export const hasCacheMarks = (body: Buffer): boolean =>
  body.includes(beginOfMarks) && clientMarks.some((mark) => body.includes(mark));

/**
 * The body with markers, in the words of its format: members, or blocks, that are put in between. No byte is taken away;
 * a text that stands alone is put into a block, as it is. Where a section cannot take one, it gets none.
 */
export function withCacheMarks(
  format: WireFormat,
  body: Buffer,
  marks: readonly CacheMark[],
): MarkedBody {
  const placed: CacheMark[] = [];
  const edits: Edit[] = [];
  for (const mark of marks) {
    const made = format === "bedrock.converse" ? cachePoint(body, mark) : cacheControl(body, mark);
    if (made.length === 0) continue;
    placed.push(mark);
    edits.push(...made);
  }
  edits.sort((a, b) => a.start - b.start);
  return { body: placed.length === 0 ? body : applyEdits(body, edits), placed };
}

const insertion = (at: number, text: string): Edit => ({ start: at, end: at, text });

function memberOf(body: Buffer, start: number, name: string): JsonMember | undefined {
  for (const member of membersOf(body, start)) if (member.key === name) return member;
  return undefined;
}

/** Anthropic's `cache_control`, in the last block of what is to be kept. */
function cacheControl(body: Buffer, { section, ttl }: CacheMark): readonly Edit[] {
  const control = `"cache_control":{"type":"ephemeral"${ttl === "1h" ? ',"ttl":"1h"' : ""}}`;
  const place = placeOf(body, section, "content");
  if (place === undefined) return [];
  const { start, end } = place;
  if (body[start] === QUOTE) {
    // An empty text takes no marker.
    if (end - start <= 2) return [];
    return [insertion(start, '[{"type":"text","text":'), insertion(end, `,${control}}]`)];
  }
  const last = body[start] === OPEN_BRACKET ? [...itemsOf(body, start)].at(-1) : undefined;
  if (last === undefined || body[last.start] !== OPEN_BRACE) return [];
  if (section.part === "tools" ? isDeferred(body, last.start) : !isMarkable(body, last.start)) {
    return [];
  }
  const isEmpty = membersOf(body, last.start).next().done === true;
  return [insertion(last.end - 1, `${isEmpty ? "" : ","}${control}`)];
}

/** A tool that is loaded when it is searched for is in no prefix. */
function isDeferred(body: Buffer, start: number): boolean {
  const member = memberOf(body, start, "defer_loading");
  return (
    member !== undefined && body.toString("latin1", member.valueStart, member.valueEnd) === "true"
  );
}

function isMarkable(body: Buffer, start: number): boolean {
  const textOf = (name: string): string | undefined => {
    const member = memberOf(body, start, name);
    return member && body.toString("latin1", member.valueStart, member.valueEnd);
  };
  const type = textOf("type");
  return markable.has(type) && (type !== '"text"' || textOf("text") !== '""');
}

/** Bedrock's `cachePoint`, a block of its own behind what is to be kept. */
function cachePoint(body: Buffer, { section, ttl }: CacheMark): readonly Edit[] {
  const point = `{"cachePoint":{"type":"default"${ttl === "1h" ? ',"ttl":"1h"' : ""}}}`;
  const place = placeOf(body, section, section.part === "tools" ? "tools" : "content");
  if (place === undefined || body[place.start] !== OPEN_BRACKET) return [];
  const last = [...itemsOf(body, place.start)].at(-1);
  if (last === undefined || body[last.start] !== OPEN_BRACE) return [];
  if (section.part !== "tools") {
    const [only] = membersOf(body, last.start);
    if (only === undefined || !pointable.has(only.key)) return [];
  }
  return [insertion(last.end, `,${point}`)];
}

/** The list or text of a section: it itself, or a member of the object that it is. */
function placeOf(
  body: Buffer,
  { start, end }: PromptSection,
  member: string,
): Readonly<{ start: number; end: number }> | undefined {
  if (body[start] !== OPEN_BRACE) return { start, end };
  const held = memberOf(body, start, member);
  return held && { start: held.valueStart, end: held.valueEnd };
}
