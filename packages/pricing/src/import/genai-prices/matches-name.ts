import { isObject } from "../../checker.ts";

/**
 * Whether a model's `match` of genai-prices holds for a name: `or` and `and` of `equals`, `starts_with`,
 * `ends_with` and `contains`, in any case. A `regex` is not tried: it holds for nothing
 * (`MatchLogic` in https://www.npmjs.com/package/@pydantic/genai-prices 0.1.8, read 2026-11-28).
 */
export function matchesName(logic: unknown, name: string): boolean {
  if (!isObject(logic)) return false;
  if (Array.isArray(logic.or)) return logic.or.some((part) => matchesName(part, name));
  if (Array.isArray(logic.and)) return logic.and.every((part) => matchesName(part, name));
  const lower = name.toLowerCase();
  const says = (word: "equals" | "starts_with" | "ends_with" | "contains"): string | undefined => {
    const text = logic[word];
    return typeof text === "string" ? text.toLowerCase() : undefined;
  };
  const [whole, start, end, part] = [
    says("equals"),
    says("starts_with"),
    says("ends_with"),
    says("contains"),
  ];
  if (whole !== undefined) return lower === whole;
  if (start !== undefined) return lower.startsWith(start);
  if (end !== undefined) return lower.endsWith(end);
  return part !== undefined && lower.includes(part);
}
