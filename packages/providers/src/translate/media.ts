import type { Base64Source, DocumentPart } from "./conversation.ts";

const DATA_URL = /^data:([^;,]+)(?:;[^,]*)?;base64,(.*)$/s;

/** Clients say `image/jpg`, which is no registered type and which providers do not know; case says nothing. */
export function registeredType(mediaType: string): string {
  const type = mediaType.toLowerCase();
  return type === "image/jpg" ? "image/jpeg" : type;
}

/** A `data:` URL in base64; `undefined` for any other. */
export function readDataUrl(url: string): Base64Source | undefined {
  const match = DATA_URL.exec(url);
  const [, mediaType, data] = match ?? [];
  if (mediaType === undefined || data === undefined) return undefined;
  return { kind: "base64", mediaType: registeredType(mediaType), data };
}

export const dataUrl = ({ mediaType, data }: Base64Source): string =>
  `data:${mediaType};base64,${data}`;

const PLAIN_TEXT = "text/plain";

/** A document's bytes; a text as UTF-8. */
export const documentBytes = (
  source: Exclude<DocumentPart["source"], { kind: "url" }>,
): Base64Source =>
  source.kind === "base64"
    ? source
    : {
        kind: "base64",
        mediaType: PLAIN_TEXT,
        data: Buffer.from(source.text, "utf8").toString("base64"),
      };

/** Bytes that are plain text become text, which more formats can say. */
export const documentSource = (source: Base64Source): DocumentPart["source"] =>
  source.mediaType === PLAIN_TEXT
    ? { kind: "text", text: Buffer.from(source.data, "base64").toString("utf8") }
    : source;

export const isImage = (mediaType: string): boolean => mediaType.startsWith("image/");

/** Audio and video, which only some models of some formats take. */
export const isAudioOrVideo = (mediaType: string): boolean => /^(?:audio|video)\//.test(mediaType);
