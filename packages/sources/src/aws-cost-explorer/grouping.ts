import type { Answer } from "./answer.ts";

/** What a group's keys say, by the answer's definitions. */
export type Grouped = Readonly<{
  dimensions: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
}>;

type Definitions = Answer["GroupDefinitions"];

/**
 * Keys by dimension; tags and cost categories are written `Team$search`, with nothing behind the sign where a
 * line has no such tag. Without definitions the keys are told by what they look like.
 */
export function groupedBy(definitions: Definitions, keys: readonly string[]): Grouped {
  const dimensions: Record<string, string> = {};
  const tags: Record<string, string> = {};
  for (const [index, key] of keys.entries()) {
    const definition = definitions?.[index];
    if (definition?.Type === "TAG" || definition?.Type === "COST_CATEGORY") {
      const name = definition.Key ?? key.slice(0, Math.max(key.indexOf("$"), 0));
      const value = key.slice(key.indexOf("$") + 1);
      const prefix = definition.Type === "TAG" ? "" : "cost_category/";
      if (value !== "" && name !== "") tags[prefix + name] = value;
    } else {
      dimensions[definition?.Key ?? dimensionOf(key)] = key;
    }
  }
  return { dimensions, tags };
}

function dimensionOf(key: string): string {
  if (/^\d{12}$/.test(key)) return "LINKED_ACCOUNT";
  return /^[A-Z]{2,4}\d?-|[-:][A-Za-z]+:/.test(key) ? "USAGE_TYPE" : "SERVICE";
}

/** Which question an answer is to: two groupings of one stretch of time are the same money twice. */
export const groupingName = (definitions: Definitions): string =>
  (definitions ?? []).map(({ Type = "", Key = "" }) => `${Type} ${Key}`).join(", ");
