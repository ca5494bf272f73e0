import { failureOf } from "../../api/api-failure.ts";

/**
 * An object out of what somebody typed.
 * @throws ApiFailure `request_invalid` that says what is wrong with it
 */
export function readJsonText(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw failureOf("request_invalid", `The text is not JSON: ${detail}`, undefined, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw failureOf("request_invalid", "The text is JSON, but no object { … }.", undefined);
}
