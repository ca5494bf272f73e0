/** A JSON value as read, before anything is known of it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as an object; anything else, `null` included, is taken as not said. */
export const objectOrAbsent = (value: unknown): JsonObject | undefined =>
  isJsonObject(value) ? value : undefined;

/** The value as a non-empty string; anything else is taken as not said. */
export const textOrAbsent = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export const listOrEmpty = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : [];
