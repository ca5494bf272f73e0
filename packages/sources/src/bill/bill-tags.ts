const LONGEST_KEY = 256;
const LONGEST_VALUE = 1024;

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
  if (text === undefined) return { tags: {}, problems: [] };
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
    // Not by assignment, for which `__proto__` would be no key.
    Object.defineProperty(tags, key.slice(0, LONGEST_KEY), {
      value: text.slice(0, LONGEST_VALUE),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return { tags, problems: [...problems] };
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
