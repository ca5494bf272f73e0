import { isJsonObject, listOrEmpty, textOrAbsent } from "../../json-values.ts";

/** A piece of an answer's content; `other` is no text, and named by its type. */
type ContentPiece =
  | Readonly<{ kind: "text" | "thinking"; text: string }>
  | Readonly<{ kind: "other"; type: string }>;

/**
 * What the `content` of an answer or of a delta holds: OpenAI's is a string, that of Mistral's reasoning models a
 * list of parts (`ContentChunk` in the npm package @mistralai/mistralai 2.7.0; `ThinkChunk` holds a list of its own).
 */
export function contentPieces(content: unknown): readonly ContentPiece[] {
  return pieces(content, "text");
}

function pieces(content: unknown, kind: "text" | "thinking"): readonly ContentPiece[] {
  const plain = textOrAbsent(content);
  if (plain !== undefined) return [{ kind, text: plain }];
  return listOrEmpty(content).flatMap((part): readonly ContentPiece[] => {
    if (!isJsonObject(part)) return [];
    if (part.type === "thinking") return pieces(part.thinking, "thinking");
    if (part.type === "text") return pieces(part.text, kind);
    return [{ kind: "other", type: textOrAbsent(part.type) ?? "no type" }];
  });
}
