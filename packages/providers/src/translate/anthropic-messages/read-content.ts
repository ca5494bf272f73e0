import type {
  Base64Source,
  CacheTtl,
  DocumentPart,
  ImagePart,
  Part,
  ToolResultContent,
  ToolResultPart,
  UrlSource,
} from "../conversation.ts";
import type { Fields } from "../fields.ts";
import { registeredType } from "../media.ts";
import { readSignature } from "./signature.ts";

/** Reads content: a string, or a list of blocks. */
export function readContent(fields: Fields, name: string): readonly Part[] {
  const content = fields.any(name);
  if (content === undefined) return [];
  if (typeof content === "string") return content === "" ? [] : [{ kind: "text", text: content }];
  const parts: Part[] = [];
  for (const block of fields.each(name, "part")) {
    const part = readBlock(block);
    if (part === undefined) continue;
    parts.push(part);
    block.done();
  }
  return parts;
}

/** Where a prompt may be cached up to. */
export function readCacheTtl(block: Fields): { cacheTtl?: CacheTtl } {
  const control = block.fields("cache_control", "cache_control");
  if (control === undefined) return {};
  const type = control.text("type");
  const ttl = control.text("ttl");
  control.done();
  if (type !== "ephemeral") throw control.invalid("type", "ephemeral");
  return { cacheTtl: ttl === "1h" ? "1h" : "5m" };
}

function readBlock(block: Fields): Part | undefined {
  const type = block.neededText("type");
  switch (type) {
    case "text":
      return { kind: "text", text: block.neededText("text"), ...readCacheTtl(block) };
    case "image":
      return readImage(block);
    case "document":
      return readDocument(block);
    case "thinking": {
      const signature = readSignature(block.text("signature"));
      return {
        kind: "thinking",
        text: block.neededText("thinking"),
        ...(signature !== undefined && { signature }),
      };
    }
    case "redacted_thinking":
      return { kind: "redacted-thinking", data: block.neededText("data") };
    case "tool_use":
      return {
        kind: "tool-call",
        id: block.neededText("id"),
        name: block.neededText("name"),
        input: block.neededObject("input"),
        ...readCacheTtl(block),
      };
    case "tool_result":
      return readToolResult(block);
    default:
      block.lose(type, `blocks of the type "${type}" are Anthropic's own`);
      return undefined;
  }
}

function readToolResult(block: Fields): ToolResultPart {
  const content: ToolResultContent[] = [];
  for (const part of readContent(block, "content")) {
    if (part.kind === "text" || part.kind === "image" || part.kind === "document")
      content.push(part);
    else block.lose("content", `${part.kind} within a tool result is not known`);
  }
  return {
    kind: "tool-result",
    callId: block.neededText("tool_use_id"),
    content,
    isError: block.flag("is_error") ?? false,
    ...readCacheTtl(block),
  };
}

function readImage(block: Fields): ImagePart | undefined {
  const source = block.fields("source", "source");
  if (source === undefined) throw block.invalid("source", "an object");
  const read = readSource(source);
  if (read === undefined) return undefined;
  source.done();
  return { kind: "image", source: read, ...readCacheTtl(block) };
}

function readDocument(block: Fields): DocumentPart | undefined {
  const fields = block.fields("source", "source");
  if (fields === undefined) throw block.invalid("source", "an object");
  const isText = fields.text("type") === "text";
  const source = isText
    ? { kind: "text" as const, text: fields.neededText("data") }
    : readSource(fields);
  if (isText) fields.text("media_type");
  if (source === undefined) return undefined;
  fields.done();
  const name = block.text("title");
  return {
    kind: "document",
    source,
    ...(name !== undefined && { name }),
    ...readCacheTtl(block),
  };
}

function readSource(source: Fields): Base64Source | UrlSource | undefined {
  const type = source.neededText("type");
  if (type === "base64") {
    return {
      kind: "base64",
      mediaType: registeredType(source.neededText("media_type")),
      data: source.neededText("data"),
    };
  }
  if (type === "url") return { kind: "url", url: source.neededText("url") };
  source.lose("type", `sources of the type "${type}" are Anthropic's own`);
  return undefined;
}
