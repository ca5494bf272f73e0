import { remembering } from "../read/remembering.ts";

const LONGEST_KEY = 256;
const LONGEST_VALUE = 1024;
/** Longer texts are rare, and would make what is remembered large. */
const LONGEST_REMEMBERED = 2048;

/** A bill's tags in the contract's form, and what did not fit into it. */
export type BillTags = Readonly<{
  tags: Readonly<Record<string, string>>;
  problems: readonly string[];
}>;

/**
 * Tags as bills write them: a JSON object, the same without its brackets (Azure's older exports), or a list of
 * `{key, value}`. Empty values are no tags.
 */
export function billTags(text: string | undefined): BillTags {
  if (text === undefined) return noTags;
  return text.length > LONGEST_REMEMBERED ? readTags(text) : knownTags(text);
}

const noTags: BillTags = { tags: {}, problems: [] };

const knownTags = remembering(2_000, (text: string) => text, readTags);

function readTags(text: string): BillTags {
  const value = jsonOf(text) ?? jsonOf(`{${text}}`);
  if (typeof value !== "object" || value === null) {
    return { tags: {}, problems: ["The tags are no JSON and are left out."] };
  }
  return tagsFrom(Array.isArray(value) ? value.flatMap(pairOf) : Object.entries(value));
}

/** Tags of pairs. Later ones of one name win. */
export function tagsFrom(pairs: Iterable<readonly [string, unknown]>): BillTags {
  const tags: Record<string, string> = {};
  const problems = new Set<string>();
  for (const [key, value] of pairs) {
    const text = textOf(value);
    if (text === undefined || key === "") continue;
    if (key.length > LONGEST_KEY || text.length > LONGEST_VALUE) {
      problems.add("A tag is longer than the ledger keeps and is cut.");
    }
    setTag(tags, key.slice(0, LONGEST_KEY), text.slice(0, LONGEST_VALUE));
  }
  return { tags, problems: [...problems] };
}

/** `__proto__` is a name like any other, which an assignment would not make a key; defining takes many times as long. */
function setTag(tags: Record<string, string>, name: string, value: string): void {
  if (name !== "__proto__") tags[name] = value;
  else
    Object.defineProperty(tags, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pairOf(entry: unknown): [string, unknown][] {
  if (typeof entry !== "object" || entry === null) return [];
  const { key, value } = entry as Readonly<{ key?: unknown; value?: unknown }>;
  return typeof key === "string" ? [[key, value]] : [];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : undefined;
}
