import type { JsonObject } from "../../json-values.ts";
import type {
  Base64Source,
  DocumentPart,
  ImagePart,
  Part,
  ToolCallPart,
  ToolResultContent,
  ToolResultPart,
  UrlSource,
} from "../conversation.ts";
import type { RequestNotes } from "../format.ts";
import { documentBytes } from "../media.ts";

/**
 * What Google names for calls that none of its models made, where Gemini 3 wants a signature
 * (https://ai.google.dev/gemini-api/docs/thought-signatures, as quoted in
 * https://github.com/continuedev/continue/pull/8865, read 2026-11-28).
 */
const NOT_SIGNED = "skip_thought_signature_validator";

/** Writes the parts of a conversation from its beginning: results need the names of their calls. */
export class PartWriter {
  readonly #notes: RequestNotes;
  readonly #names = new Map<string, string>();

  constructor(notes: RequestNotes) {
    this.#notes = notes;
  }

  write(part: Part): readonly JsonObject[] {
    switch (part.kind) {
      case "text":
        return [{ text: part.text }];
      case "image":
        return [this.#media(part.source, undefined)];
      case "document":
        return [this.#document(part)];
      case "thinking":
        if (part.signature?.house !== "google") {
          this.#notes.approximate("thinking", "Gemini takes back only thinking of its own");
          return [];
        }
        return [{ text: part.text, thought: true, thoughtSignature: part.signature.value }];
      case "redacted-thinking":
        this.#notes.approximate("thinking", "Gemini takes back only thinking of its own");
        return [];
      case "tool-call":
        return [this.#call(part)];
      case "tool-result":
        return [this.#result(part)];
      default:
        return part satisfies never;
    }
  }

  #call({ id, name, input, signature }: ToolCallPart): JsonObject {
    this.#names.set(id, name);
    const isGoogles = signature?.house === "google";
    if (!isGoogles) {
      this.#notes.approximate("tool call", "Gemini is told that none of its models made it");
    }
    return {
      functionCall: { id, name, args: input },
      thoughtSignature: isGoogles ? signature.value : NOT_SIGNED,
    };
  }

  #result({ callId, content, isError }: ToolResultPart): JsonObject {
    const name = this.#names.get(callId);
    if (name === undefined) {
      this.#notes.lose(
        "tool result",
        `Gemini wants the call "${callId}" to stand before its result`,
      );
    }
    const media = content.flatMap((item) => {
      if (item.kind === "image") return [this.#media(item.source, undefined)];
      return item.kind === "document" ? [this.#document(item)] : [];
    });
    return {
      functionResponse: {
        id: callId,
        name: name ?? callId,
        response: responseOf(content, isError),
        ...(media.length > 0 && { parts: media }),
      },
    };
  }

  #document({ source, name }: DocumentPart): JsonObject {
    return this.#media(source.kind === "url" ? source : documentBytes(source), name);
  }

  #media(source: ImagePart["source"] | UrlSource, name: string | undefined): JsonObject {
    if (source.kind === "base64") return { inlineData: inline(source, name) };
    const mimeType = typeByEnding(source.url);
    return { fileData: { fileUri: source.url, ...(mimeType !== undefined && { mimeType }) } };
  }
}

const inline = ({ mediaType, data }: Base64Source, name: string | undefined): JsonObject => ({
  mimeType: mediaType,
  data,
  ...(name !== undefined && { displayName: name }),
});

/** The counterpart of reading a function's response. */
function responseOf(content: readonly ToolResultContent[], isError: boolean): JsonObject {
  const said = content.flatMap((item): readonly unknown[] => {
    if (item.kind === "text") return [item.text];
    return item.kind === "json" ? [item.value] : [];
  });
  const [only] = said;
  const [first] = content;
  if (!isError && said.length === 1 && first?.kind === "json") return first.value;
  const value = said.length === 0 ? "" : said.length === 1 ? only : said;
  return isError ? { error: value } : { output: value };
}

/** Gemini wants the type of a file that it fetches; the address's ending is all that tells it here. */
const endings: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  pdf: "application/pdf",
  txt: "text/plain",
};

function typeByEnding(url: string): string | undefined {
  const ending = /\.([a-z]+)(?:[?#]|$)/i.exec(url)?.[1];
  return ending === undefined ? undefined : endings[ending.toLowerCase()];
}
