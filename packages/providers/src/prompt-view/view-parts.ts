import type { JsonPath } from "../json-path.ts";
import { isJsonObject, type JsonObject } from "../json-values.ts";
import type { PromptMessage, PromptText, ToolResult } from "./prompt-view.ts";

/** A string, or the texts of a list of parts; `hasOther` where there is more than text. */
export type TextParts = Pick<ToolResult, "texts" | "hasOther">;

/**
 * The texts of a content: a string, or a list of parts whose text is in the member `text`.
 * @param isText whether a part is a text of its format
 */
export function textParts(
  content: unknown,
  path: JsonPath,
  isText: (part: JsonObject) => boolean,
): TextParts {
  if (content === undefined || content === null) return { texts: [], hasOther: false };
  if (typeof content === "string") return { texts: [{ path, text: content }], hasOther: false };
  if (!Array.isArray(content)) return { texts: [], hasOther: true };
  const texts: PromptText[] = [];
  let hasOther = false;
  for (const [index, part] of content.entries()) {
    if (isJsonObject(part) && isText(part) && typeof part.text === "string") {
      texts.push({ path: [...path, index, "text"], text: part.text });
    } else hasOther = true;
  }
  return { texts, hasOther };
}

/** A whole number of at least 0; anything else is taken as not said. */
export const countOrAbsent = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** The definitions of tools under this name. */
export const toolsIn = (
  list: unknown,
  path: JsonPath,
): Readonly<{ toolsPath: JsonPath | undefined; tools: readonly unknown[] }> =>
  Array.isArray(list) && list.length > 0
    ? { toolsPath: path, tools: list }
    : { toolsPath: undefined, tools: [] };

export type Roles = ReadonlyMap<string, PromptMessage["role"]>;

/** What a format's role is called here; undefined for what is no role of it, whatever JSON that is. */
export const roleIn = (roles: Roles, role: unknown): PromptMessage["role"] | undefined =>
  typeof role === "string" ? roles.get(role) : undefined;
