import type { DocumentPart, ImagePart, Part, TextPart } from "../conversation.ts";
import type { Fields } from "../fields.ts";
import { documentSource, isImage, readDataUrl } from "../media.ts";

/** Reads a message's `content`: a string, or a list of parts. Empty texts say nothing and are left out. */
export function readContent(message: Fields): readonly Part[] {
  const content = message.any("content");
  if (content === undefined) return [];
  if (typeof content === "string") return content === "" ? [] : [{ kind: "text", text: content }];
  const parts: Part[] = [];
  for (const fields of message.each("content", "part")) {
    const part = readPart(fields);
    if (part !== undefined) parts.push(part);
    fields.done();
  }
  return parts;
}

/** Where a format takes texts only. */
export function textsOnly(parts: readonly Part[], message: Fields): readonly TextPart[] {
  return parts.filter((part): part is TextPart => {
    if (part.kind === "text") return true;
    message.lose("content", "only texts can stand here");
    return false;
  });
}

function readPart(fields: Fields): Part | undefined {
  const type = fields.neededText("type");
  switch (type) {
    case "text":
      return textOf(fields.neededText("text"));
    case "refusal":
      return textOf(fields.neededText("refusal"));
    case "image_url":
      return readImage(fields);
    case "file":
      return readFile(fields);
    default:
      fields.lose(type, `parts of the type "${type}" are OpenAI's own`);
      return undefined;
  }
}

const textOf = (text: string): TextPart | undefined =>
  text === "" ? undefined : { kind: "text", text };

function readImage(part: Fields): ImagePart | undefined {
  const fields = part.fields("image_url", "image");
  if (fields === undefined) throw part.invalid("image_url", "an object");
  const url = fields.neededText("url");
  if (fields.has("detail") && fields.any("detail") !== "auto") {
    fields.approximate("detail", "the provider decides how closely it looks at an image");
  }
  fields.done();
  return { kind: "image", source: readDataUrl(url) ?? { kind: "url", url } };
}

function readFile(part: Fields): DocumentPart | ImagePart | undefined {
  const fields = part.fields("file", "file");
  if (fields === undefined) throw part.invalid("file", "an object");
  if (fields.text("file_id") !== undefined) {
    fields.lose("file_id", "the file lies with OpenAI");
    return undefined;
  }
  const source = readDataUrl(fields.neededText("file_data"));
  if (source === undefined) throw fields.invalid("file_data", "a data URL in base64");
  const name = fields.text("filename");
  fields.done();
  if (isImage(source.mediaType)) return { kind: "image", source };
  return {
    kind: "document",
    source: documentSource(source),
    ...(name !== undefined && { name }),
  };
}
