import { isJsonObject, type JsonObject } from "../json-object.ts";

/** A text as JSON; `undefined` where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The body of a request as an object; `undefined` where it is none. */
export function bodyObject({ body }: Readonly<{ body: Buffer }>): JsonObject | undefined {
  const parsed = parsedJson(body.toString("utf8"));
  return isJsonObject(parsed) ? parsed : undefined;
}
