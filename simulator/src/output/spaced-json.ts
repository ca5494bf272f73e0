import { isJsonObject } from "../json-object.ts";

/** JSON with a space after colons and commas, as models write it, so that it has several tokens. */
export function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(", ")}]`;
  if (isJsonObject(value)) {
    const fields = Object.entries(value).map(
      ([name, field]) => `${JSON.stringify(name)}: ${spacedJson(field)}`,
    );
    return `{${fields.join(", ")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
