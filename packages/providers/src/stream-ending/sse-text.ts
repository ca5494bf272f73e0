import type { JsonObject } from "../json-values.ts";

/** One server-sent event. */
export const sseText = (json: JsonObject, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(json)}\n\n`;
