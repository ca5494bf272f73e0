import { isJsonObject, type JsonObject, listOrEmpty } from "@headgate/providers";

/** Deeper values are nobody's labels. */
const DEEPEST = 8;

/**
 * A list of OTLP's `KeyValue` as one object. Whole numbers come as text or as numbers and become numbers where a
 * double holds them exactly; lists become lists, maps objects; bytes are left out.
 */
export function attributesOf(list: unknown, depth = 0): JsonObject {
  const attributes: Record<string, unknown> = {};
  for (const pair of listOrEmpty(list)) {
    if (!isJsonObject(pair) || typeof pair.key !== "string") continue;
    const value = anyValue(pair.value, depth);
    if (value !== undefined) attributes[pair.key] = value;
  }
  return attributes;
}

function anyValue(value: unknown, depth: number): unknown {
  if (!isJsonObject(value) || depth > DEEPEST) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue } = value;
  if (typeof stringValue === "string" || typeof boolValue === "boolean") {
    return stringValue ?? boolValue;
  }
  if (intValue !== undefined) return wholeNumber(intValue);
  // `NaN` and the infinities are text in JSON, and count nothing.
  if (doubleValue !== undefined) return Number.isFinite(doubleValue) ? doubleValue : undefined;
  if (isJsonObject(arrayValue)) {
    return listOrEmpty(arrayValue.values).map((member) => anyValue(member, depth + 1));
  }
  return isJsonObject(kvlistValue) ? attributesOf(kvlistValue.values, depth + 1) : undefined;
}

function wholeNumber(value: unknown): unknown {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
