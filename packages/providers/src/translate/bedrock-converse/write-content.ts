import type { JsonObject } from "../../json-values.ts";
import type {
  CacheTtl,
  DocumentPart,
  ImagePart,
  Part,
  ToolResultContent,
} from "../conversation.ts";
import type { RequestNotes } from "../format.ts";
import { formatOf } from "./media-formats.ts";

/** Results of tools come first in a message, as Claude wants it. */
export function writeBlocks(parts: readonly Part[], notes: RequestNotes): readonly JsonObject[] {
  const results = parts.filter((part) => part.kind === "tool-result");
  const others = parts.filter((part) => part.kind !== "tool-result");
  return [...results, ...others].flatMap((part) => [
    ...writePart(part, notes),
    ...writeCachePoint("cacheTtl" in part ? part.cacheTtl : undefined),
  ]);
}

/** A cache point is a block of its own, after what it closes. */
export function writeCachePoint(cacheTtl: CacheTtl | undefined): readonly JsonObject[] {
  if (cacheTtl === undefined) return [];
  return [{ cachePoint: { type: "default", ...(cacheTtl === "1h" && { ttl: "1h" }) } }];
}

function writePart(part: Part, notes: RequestNotes): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "image":
      return writeImage(part, notes);
    case "document":
      return writeDocument(part, notes);
    case "thinking":
      if (part.signature?.house !== "anthropic") {
        notes.approximate("thinking", "Converse takes back only thinking of Claude's");
        return [];
      }
      return [
        {
          reasoningContent: {
            reasoningText: {
              text: part.text,
              signature: part.signature.value,
            },
          },
        },
      ];
    case "redacted-thinking":
      return [{ reasoningContent: { redactedContent: part.data } }];
    case "tool-call":
      return [{ toolUse: { toolUseId: part.id, name: part.name, input: part.input } }];
    case "tool-result":
      return [
        {
          toolResult: {
            toolUseId: part.callId,
            content: part.content.flatMap((content) => writeResultContent(content, notes)),
            ...(part.isError && { status: "error" }),
          },
        },
      ];
    default:
      return part satisfies never;
  }
}

function writeResultContent(
  content: ToolResultContent,
  notes: RequestNotes,
): readonly JsonObject[] {
  return content.kind === "json" ? [{ json: content.value }] : writePart(content, notes);
}

function writeImage({ source }: ImagePart, notes: RequestNotes): readonly JsonObject[] {
  if (source.kind === "url") {
    notes.lose("image (URL)", "Converse fetches no images");
    return [];
  }
  const format = formatOf(source.mediaType);
  if (format === undefined) {
    notes.lose(`image (${source.mediaType})`, "Converse does not know the type");
    return [];
  }
  return [{ image: { format, source: { bytes: source.data } } }];
}

/** What Converse allows in a document's name (`DocumentBlock`). */
const NOT_IN_NAMES = /[^\p{L}\p{N}\s()[\]-]+/gu;

function writeDocument(part: DocumentPart, notes: RequestNotes): readonly JsonObject[] {
  const { source } = part;
  const name = nameOf(part, notes);
  if (source.kind === "url") {
    notes.lose("document (URL)", "Converse fetches no documents");
    return [];
  }
  if (source.kind === "text") {
    return [{ document: { format: "txt", name, source: { text: source.text } } }];
  }
  const format = formatOf(source.mediaType);
  if (format === undefined) {
    notes.lose(`document (${source.mediaType})`, "Converse does not know the type");
    return [];
  }
  return [{ document: { format, name, source: { bytes: source.data } } }];
}

function nameOf({ name }: DocumentPart, notes: RequestNotes): string {
  if (name === undefined) return "document";
  const allowed = name.replace(NOT_IN_NAMES, "-").replace(/\s+/g, " ").trim();
  if (allowed !== name) {
    notes.approximate("document name", "Converse takes letters, digits, spaces and ()[]- only");
  }
  return allowed === "" ? "document" : allowed;
}
