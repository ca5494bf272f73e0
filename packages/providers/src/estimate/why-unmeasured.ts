import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "../json-values.ts";

/**
 * Tools that run where the client is: their use costs the tokens they are described and answered in, and
 * nothing else. Anthropic's have dates at their ends.
 */
const CLIENT_TOOLS =
  /^(?:function|custom|local_shell|apply_patch|(?:bash|text_editor|computer|memory)_\d{8})$/;

/** Keys and types under which sounds and moving pictures stand in the formats' content. */
const MEDIA = /audio|video/i;
const PICTURES = /image|picture|inline_?data|file_?data|document/i;

/**
 * What of a request can cost money that its tokens do not bound, in words: tools that the provider runs,
 * sound and moving pictures, whose tokens have prices of their own.
 *
 * @param also `media`: pictures and files too
 */
export function whyUnmeasured(json: JsonObject, also?: "media"): string | undefined {
  if (objectOrAbsent(json.web_search_options) !== undefined) return "web_search_options";
  if (listOrEmpty(json.mcp_servers).length > 0) return "mcp_servers";
  if (json.container !== undefined && json.container !== null) return "container";
  if (listOrEmpty(json.modalities).includes("audio")) return "audio answers";
  const generation = objectOrAbsent(json.generationConfig ?? json.generation_config);
  const modalities = generation?.responseModalities ?? generation?.response_modalities;
  if (listOrEmpty(modalities).some((modality) => !/^text$/i.test(String(modality)))) {
    return "answers other than text";
  }
  const tool = providerTool(json);
  if (tool !== undefined) return tool;
  const found = mediaIn([json.messages, json.contents, json.input, json.content], also);
  return found === undefined ? undefined : `content of the kind ${found}`;
}

function providerTool(json: JsonObject): string | undefined {
  const converse = listOrEmpty(objectOrAbsent(json.toolConfig)?.tools);
  for (const tool of [...listOrEmpty(json.tools), ...converse]) {
    if (!isJsonObject(tool)) continue;
    if (typeof tool.type === "string") {
      if (!CLIENT_TOOLS.test(tool.type)) return `the tool ${tool.type.slice(0, 60)}`;
      continue;
    }
    // Gemini's and Converse's tools stand under their names.
    for (const name of Object.keys(tool)) {
      if (
        /^(?:google|code_?execution|url_?context|enterprise|retrieval|file_?search|system|maps|nova)/i.test(
          name,
        )
      ) {
        return `the tool ${name}`;
      }
    }
  }
  return undefined;
}

/** Content nests: a tool's result can hold a message's parts. Deeper than this nothing is billed. */
const DEEPEST = 12;

function mediaIn(value: unknown, also: "media" | undefined, depth = 0): string | undefined {
  if (depth > DEEPEST || typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = mediaIn(item, also, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const { type, mimeType, mime_type: mime, arguments: _called, ...rest } = value as JsonObject;
  for (const said of [type, mimeType, mime]) {
    if (typeof said !== "string") continue;
    if (MEDIA.test(said) || (also === "media" && PICTURES.test(said))) return said.slice(0, 60);
  }
  for (const [name, member] of Object.entries(rest)) {
    if (typeof member !== "object" || member === null) continue;
    if (MEDIA.test(name) || (also === "media" && PICTURES.test(name))) return name.slice(0, 60);
    const found = mediaIn(member, also, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
