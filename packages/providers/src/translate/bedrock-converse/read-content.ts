import type {
  CacheTtl,
  DocumentPart,
  ImagePart,
  Part,
  ToolResultContent,
  ToolResultPart,
} from "../conversation.ts";
import type { Fields } from "../fields.ts";
import { documentSource } from "../media.ts";
import { mediaTypeOf } from "./media-formats.ts";

/** Reads content blocks; a cache point belongs to the block before it. */
export function readBlocks(fields: Fields, name: string): readonly Part[] {
  const parts: Part[] = [];
  for (const block of fields.each(name, "part")) {
    const cacheTtl = cacheTtlOf(block);
    const last = parts.at(-1);
    if (cacheTtl !== undefined && last !== undefined && mayBeCached(last)) {
      parts[parts.length - 1] = { ...last, cacheTtl };
    }
    const part = readBlock(block);
    if (part !== undefined) parts.push(part);
    block.done();
  }
  return parts;
}

/** Thinking is cached with what follows it. */
const mayBeCached = (
  part: Part,
): part is Exclude<Part, { kind: "thinking" | "redacted-thinking" }> =>
  part.kind !== "thinking" && part.kind !== "redacted-thinking";

export function cacheTtlOf(block: Fields): CacheTtl | undefined {
  const point = block.fields("cachePoint", "cache_point");
  if (point === undefined) return undefined;
  point.text("type");
  const ttl = point.text("ttl");
  point.done();
  return ttl === "1h" ? "1h" : "5m";
}

function readBlock(block: Fields): Part | undefined {
  const text = block.text("text");
  if (text !== undefined) return { kind: "text", text };
  const image = block.fields("image", "image");
  if (image !== undefined) return readImage(image);
  const document = block.fields("document", "document");
  if (document !== undefined) return readDocument(document);
  const call = block.fields("toolUse", "tool_use");
  if (call !== undefined) return readCall(call);
  const result = block.fields("toolResult", "tool_result");
  if (result !== undefined) return readResult(result);
  const reasoning = block.fields("reasoningContent", "reasoning");
  return reasoning === undefined ? undefined : readReasoning(reasoning);
}

function readCall(call: Fields): Part {
  const part: Part = {
    kind: "tool-call",
    id: call.neededText("toolUseId"),
    name: call.neededText("name"),
    input: call.object("input") ?? {},
  };
  call.done();
  return part;
}

function readReasoning(reasoning: Fields): Part | undefined {
  const redacted = reasoning.text("redactedContent");
  const thought = reasoning.fields("reasoningText", "reasoning_text");
  if (redacted !== undefined) return { kind: "redacted-thinking", data: redacted };
  if (thought === undefined) return undefined;
  const value = thought.text("signature");
  const text = thought.neededText("text");
  thought.done();
  reasoning.done();
  return {
    kind: "thinking",
    text,
    // Signatures of Claude's are the same on all platforms.
    ...(value !== undefined && value !== "" && { signature: { house: "anthropic", value } }),
  };
}

function readResult(result: Fields): ToolResultPart {
  const content: ToolResultContent[] = [];
  for (const block of result.each("content", "part")) {
    const value = block.object("json");
    const part: Part | Extract<ToolResultContent, { kind: "json" }> | undefined =
      value === undefined ? readBlock(block) : { kind: "json", value };
    block.done();
    if (part === undefined) continue;
    if (
      part.kind === "text" ||
      part.kind === "image" ||
      part.kind === "document" ||
      part.kind === "json"
    ) {
      content.push(part);
    } else result.lose("content", `${part.kind} within a tool result is not known`);
  }
  const callId = result.neededText("toolUseId");
  const isError = result.text("status") === "error";
  result.done();
  return { kind: "tool-result", callId, content, isError };
}

function readImage(image: Fields): ImagePart | undefined {
  const format = image.neededText("format");
  const mediaType = mediaTypeOf(format);
  if (mediaType === undefined) throw image.invalid("format", "png, jpeg, gif or webp");
  const source = image.fields("source", "source");
  const data = source?.text("bytes");
  source?.done();
  image.done();
  return data === undefined
    ? undefined
    : { kind: "image", source: { kind: "base64", mediaType, data } };
}

function readDocument(document: Fields): DocumentPart | undefined {
  const name = document.text("name");
  const format = document.text("format");
  const source = document.fields("source", "source");
  const text = source?.text("text");
  const data = source?.text("bytes");
  source?.done();
  document.done();
  const named = name === undefined ? {} : { name };
  if (text !== undefined) return { kind: "document", source: { kind: "text", text }, ...named };
  if (data === undefined) return undefined;
  const mediaType = format === undefined ? undefined : mediaTypeOf(format);
  if (mediaType === undefined)
    throw document.invalid("format", "one of Bedrock's document formats");
  return {
    kind: "document",
    source: documentSource({ kind: "base64", mediaType, data }),
    ...named,
  };
}
