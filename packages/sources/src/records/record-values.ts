import { isJsonObject, type JsonObject } from "@headgate/providers";

/** A count that stands as a number or, in a table, as text. `undefined` where there is none. */
export function countOf(value: unknown): number | undefined {
  const count =
    typeof value === "string" && /^\d{1,15}(?:\.0+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

/**
 * An object of usage whose counts are numbers: `1200.0`, as pandas and Spark write whole numbers, keeps its digits as text
 * in a file of money, and is a count here.
 */
export function withCounts(usage: JsonObject): JsonObject {
  const counts: Record<string, unknown> = {};
  for (const name in usage) {
    const value = usage[name];
    if (typeof value === "string") counts[name] = countOf(value) ?? value;
    else counts[name] = isJsonObject(value) ? withCounts(value) : value;
  }
  return counts;
}

/** An object that stands as it is or, in a table, as JSON text; `undefined` where it is none. */
export function objectIn(value: unknown): JsonObject | undefined {
  const parsed = jsonIn(value);
  return isJsonObject(parsed) ? parsed : undefined;
}

/** A list, as above; empty where it is none. */
export function listIn(value: unknown): readonly unknown[] {
  const parsed = jsonIn(value);
  return Array.isArray(parsed) ? parsed : [];
}

function jsonIn(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Text that says something; `None`, `null` and `NULL` are how databases and Python write nothing. */
export function textIn(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" || text === "None" || text === "null" || text === "NULL" ? undefined : text;
}

/** Whether a flag is set: `true`, `True`, `t`, `1`. */
export const isSet = (value: unknown): boolean =>
  value === true ||
  value === 1 ||
  (typeof value === "string" && /^(?:true|t|1)$/i.test(value.trim()));
