import { isJsonObject, type JsonObject } from "../../json-values.ts";

/**
 * JSON Schema out of Gemini's own schema, a part of OpenAPI 3.0 that writes types in capitals, `nullable`
 * apart and counts as text (`Schema` in https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28).
 * `propertyOrdering` only orders what is written, and is left out.
 */
export function jsonSchemaOf(schema: JsonObject): JsonObject {
  const { type, nullable, propertyOrdering: _order, ...rest } = schema;
  const written: Record<string, unknown> = {};
  const name = typeof type === "string" ? type.toLowerCase() : type;
  if (name !== undefined) written.type = nullable === true ? [name, "null"] : name;
  for (const [keyword, value] of Object.entries(rest)) {
    written[keyword] =
      counts.has(keyword) && typeof value === "string" ? Number(value) : nested(keyword, value);
  }
  return written;
}

/** Counts are 64-bit numbers, which Google's JSON writes as text. */
const counts: ReadonlySet<string> = new Set([
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minProperties",
  "maxProperties",
]);

function nested(keyword: string, value: unknown): unknown {
  if (keyword === "properties" && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, schema]) => [
        name,
        isJsonObject(schema) ? jsonSchemaOf(schema) : schema,
      ]),
    );
  }
  if (keyword === "items" && isJsonObject(value)) return jsonSchemaOf(value);
  if (keyword === "anyOf" && Array.isArray(value)) {
    return value.map((schema: unknown) => (isJsonObject(schema) ? jsonSchemaOf(schema) : schema));
  }
  return value;
}
