import { applyEdits, type Edit } from "../../byte-edit.ts";
import { elementsOf, membersOf, objectStart } from "../../json-members.ts";
import type { RequestBytes, Wire } from "../../wire.ts";
import { generateContent } from "../generate-content/wire.ts";
import { modelInGeminiPath } from "../model-path.ts";

/**
 * The path names the model, and so does each request of a batch, which must not contradict it
 * (https://ai.google.dev/api/embeddings, read 2026-11-25).
 */
function modelInPathAndBody(request: RequestBytes, model: string): RequestBytes {
  const { pathAndQuery, body } = modelInGeminiPath(request, model);
  const text = JSON.stringify(`models/${model}`);
  const edits: Edit[] = [];
  for (const member of membersOf(body, objectStart(body))) {
    if (member.key === "model")
      edits.push({ start: member.valueStart, end: member.valueEnd, text });
    if (member.key !== "requests") continue;
    for (const element of elementsOf(body, member.valueStart)) {
      for (const { key, valueStart, valueEnd } of membersOf(body, element)) {
        if (key === "model") edits.push({ start: valueStart, end: valueEnd, text });
      }
    }
  }
  return { pathAndQuery, body: edits.length === 0 ? body : applyEdits(body, edits) };
}

/** `POST …:embedContent` and `…:batchEmbedContents`; never streams. */
export const geminiEmbedContent: Wire = {
  ...generateContent,
  format: "gemini.embed_content",
  operation: "embeddings",
  withModel: modelInPathAndBody,
};
