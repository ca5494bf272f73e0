import { isJsonObject, type JsonObject } from "../../json-values.ts";
import type {
  DocumentPart,
  ImagePart,
  Part,
  Signature,
  ToolResultContent,
  ToolResultPart,
} from "../conversation.ts";
import type { Fields } from "../fields.ts";
import { documentSource, isAudioOrVideo, isImage, registeredType } from "../media.ts";
import type { CallIds } from "./call-ids.ts";

export function readParts(content: Fields, ids: CallIds): readonly Part[] {
  const parts: Part[] = [];
  for (const fields of content.each("parts", "part")) {
    const part = readPart(fields, ids);
    if (part !== undefined) parts.push(part);
    fields.done();
  }
  return parts;
}

function readPart(fields: Fields, ids: CallIds): Part | undefined {
  const signature = signatureOf(fields);
  const text = fields.text("text");
  const isThought = fields.flag("thought") === true;
  if (text !== undefined || isThought) {
    if (isThought) return { kind: "thinking", text: text ?? "", ...signature };
    if (signature.signature !== undefined) {
      fields.approximate("thoughtSignature", "a text has no place for it in other formats");
    }
    return text === "" || text === undefined ? undefined : { kind: "text", text };
  }
  const call = fields.fields("functionCall", "function_call");
  if (call !== undefined) {
    const name = call.neededText("name");
    const part: Part = {
      kind: "tool-call",
      id: ids.called(name, call.text("id")),
      name,
      input: call.object("args") ?? {},
      ...signature,
    };
    call.done();
    return part;
  }
  const result = fields.fields("functionResponse", "function_response");
  if (result !== undefined) return readResult(result, ids);
  return readMedia(fields);
}

function signatureOf(fields: Fields): { signature?: Signature } {
  const value = fields.text("thoughtSignature");
  return value === undefined ? {} : { signature: { house: "google", value } };
}

/** Bytes or a file by its address. */
function readMedia(fields: Fields): ImagePart | DocumentPart | undefined {
  const inline = fields.fields("inlineData", "inlineData");
  if (inline !== undefined) {
    const mediaType = registeredType(inline.neededText("mimeType"));
    const source = { kind: "base64" as const, mediaType, data: inline.neededText("data") };
    const name = inline.text("displayName");
    inline.done();
    if (isImage(mediaType)) return { kind: "image", source };
    if (!isAudioOrVideo(mediaType)) {
      return {
        kind: "document",
        source: documentSource(source),
        ...(name !== undefined && { name }),
      };
    }
    fields.lose("inlineData", `${mediaType} cannot be carried over`);
    return undefined;
  }
  const file = fields.fields("fileData", "fileData");
  if (file === undefined) return undefined;
  const url = file.neededText("fileUri");
  const mediaType = registeredType(file.text("mimeType") ?? "");
  file.done();
  if (/^gs:|generativelanguage\.googleapis\.com|youtube\.com|youtu\.be/.test(url)) {
    fields.lose("fileData", "the file lies with Google");
    return undefined;
  }
  if (isAudioOrVideo(mediaType)) {
    fields.lose("fileData", `${mediaType} cannot be carried over`);
    return undefined;
  }
  return { kind: isImage(mediaType) ? "image" : "document", source: { kind: "url", url } };
}

function readResult(result: Fields, ids: CallIds): ToolResultPart {
  const name = result.neededText("name");
  const callId = ids.answered(name, result.text("id"));
  if (callId === undefined) throw result.invalid("name", "the name of a function that was called");
  const response = result.object("response") ?? {};
  const content = [...contentOf(response)];
  for (const part of result.each("parts", "part")) {
    const media = readMedia(part);
    if (media !== undefined) content.push(media);
    part.done();
  }
  result.done();
  return {
    kind: "tool-result",
    callId,
    content,
    isError: onlyMember(response, "error") !== undefined,
  };
}

/**
 * Gemini wants an object: `output` holds what a function returned, `error` why it failed; without
 * either, the whole object is what it returned (`FunctionResponse` in @google/genai 2.32.0).
 */
function contentOf(response: JsonObject): readonly ToolResultContent[] {
  const said = onlyMember(response, "output") ?? onlyMember(response, "error");
  if (said === undefined) return [{ kind: "json", value: response }];
  const list: readonly unknown[] = Array.isArray(said) ? said : [said];
  return list.flatMap((item): readonly ToolResultContent[] => {
    if (item === "") return [];
    if (isJsonObject(item)) return [{ kind: "json", value: item }];
    return [{ kind: "text", text: typeof item === "string" ? item : JSON.stringify(item) }];
  });
}

function onlyMember(response: JsonObject, name: string): unknown {
  const names = Object.keys(response);
  return names.length === 1 && names[0] === name ? response[name] : undefined;
}
