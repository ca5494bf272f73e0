import type { JsonObject } from "../../json-values.ts";
import type {
  Base64Source,
  CacheTtl,
  DocumentPart,
  Part,
  ToolResultContent,
  UrlSource,
} from "../conversation.ts";
import type { RequestNotes } from "../format.ts";
import { writeSignature } from "./signature.ts";

/** Results of tools come first in a message, as Anthropic wants it. */
export function writeContent(parts: readonly Part[], notes: RequestNotes): readonly JsonObject[] {
  const results = parts.filter((part) => part.kind === "tool-result");
  const others = parts.filter((part) => part.kind !== "tool-result");
  return [...results, ...others].flatMap((part) => writePart(part, notes));
}

/** Five minutes are what Anthropic takes where nothing is said. */
export function writeCacheControl(cacheTtl: CacheTtl | undefined): JsonObject {
  if (cacheTtl === undefined) return {};
  const ttl = cacheTtl === "1h" ? { ttl: "1h" } : {};
  return { cache_control: { type: "ephemeral", ...ttl } };
}

function writePart(part: Part, notes: RequestNotes): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
    case "image":
    case "document":
      return [writeMaterial(part)];
    case "thinking":
      if (part.signature?.house !== "anthropic") {
        notes.approximate("thinking", "Anthropic takes back only thinking of its own");
        return [];
      }
      return [{ type: "thinking", thinking: part.text, signature: writeSignature(part.signature) }];
    case "redacted-thinking":
      return [{ type: "redacted_thinking", data: part.data }];
    case "tool-call": {
      const { id, name, input, cacheTtl } = part;
      return [{ type: "tool_use", id, name, input, ...writeCacheControl(cacheTtl) }];
    }
    case "tool-result": {
      const content = part.content.map(writeResultContent);
      return [
        {
          type: "tool_result",
          tool_use_id: part.callId,
          ...(content.length > 0 && { content }),
          ...(part.isError && { is_error: true }),
          ...writeCacheControl(part.cacheTtl),
        },
      ];
    }
    default:
      return part satisfies never;
  }
}

const writeResultContent = (content: ToolResultContent): JsonObject =>
  content.kind === "json"
    ? { type: "text", text: JSON.stringify(content.value) }
    : writeMaterial(content);

function writeMaterial(part: Extract<Part, { kind: "text" | "image" | "document" }>): JsonObject {
  const cache = writeCacheControl(part.cacheTtl);
  if (part.kind === "text") return { type: "text", text: part.text, ...cache };
  if (part.kind === "image") return { type: "image", source: writeSource(part.source), ...cache };
  return {
    type: "document",
    source: documentSource(part),
    ...(part.name !== undefined && { title: part.name }),
    ...cache,
  };
}

const documentSource = ({ source }: DocumentPart): JsonObject =>
  source.kind === "text"
    ? { type: "text", media_type: "text/plain", data: source.text }
    : writeSource(source);

const writeSource = (source: Base64Source | UrlSource): JsonObject =>
  source.kind === "url"
    ? { type: "url", url: source.url }
    : { type: "base64", media_type: source.mediaType, data: source.data };
