import type { JsonObject } from "../../json-values.ts";
import type {
  CacheTtl,
  DocumentPart,
  ImagePart,
  Part,
  ToolResultContent,
} from "../conversation.ts";
import type { RequestNotes } from "../format.ts";
import type { DocumentNames } from "./document-names.ts";
import { formatOf } from "./media-formats.ts";

/** What the blocks of one conversation have in common. */
type Writing = Readonly<{ notes: RequestNotes; names: DocumentNames }>;

/** Results of tools come first in a message, as Claude wants it. */
export function writeBlocks(parts: readonly Part[], writing: Writing): readonly JsonObject[] {
  const results = parts.filter((part) => part.kind === "tool-result");
  const others = parts.filter((part) => part.kind !== "tool-result");
  return [...results, ...others].flatMap((part) => [
    ...writePart(part, writing),
    ...writeCachePoint("cacheTtl" in part ? part.cacheTtl : undefined),
  ]);
}

/** A cache point is a block of its own, after what it closes. */
export function writeCachePoint(cacheTtl: CacheTtl | undefined): readonly JsonObject[] {
  if (cacheTtl === undefined) return [];
  return [{ cachePoint: { type: "default", ...(cacheTtl === "1h" && { ttl: "1h" }) } }];
}

function writePart(part: Part, writing: Writing): readonly JsonObject[] {
  const { notes } = writing;
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "image":
      return writeImage(part, notes);
    case "document":
      return writeDocument(part, writing);
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
            content: part.content.flatMap((content) => writeResultContent(content, writing)),
            ...(part.isError && { status: "error" }),
          },
        },
      ];
    default:
      return part satisfies never;
  }
}

function writeResultContent(content: ToolResultContent, writing: Writing): readonly JsonObject[] {
  return content.kind === "json" ? [{ json: content.value }] : writePart(content, writing);
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

function writeDocument(part: DocumentPart, { notes, names }: Writing): readonly JsonObject[] {
  const { source } = part;
  if (source.kind === "url") {
    notes.lose("document (URL)", "Converse fetches no documents");
    return [];
  }
  if (source.kind === "text") {
    return [
      { document: { format: "txt", name: names.nameOf(part), source: { text: source.text } } },
    ];
  }
  const format = formatOf(source.mediaType);
  if (format === undefined) {
    notes.lose(`document (${source.mediaType})`, "Converse does not know the type");
    return [];
  }
  return [{ document: { format, name: names.nameOf(part), source: { bytes: source.data } } }];
}
