import { applyEdits, type Edit } from "../byte-edit.ts";
import { elementsOf, membersOf, objectStart } from "../json-members.ts";
import type { RequestBytes } from "../wire.ts";
import { modelInGeminiPath } from "./model-path.ts";

/**
 * {@link Wire.withModel} of embeddings: the path names the model, and so may the body and each request of a
 * batch, as Google's client writes it (https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28); that
 * it must not contradict the path (https://ai.google.dev/api/embeddings) was not read again.
 */
export function modelInEmbeddings(request: RequestBytes, model: string): RequestBytes {
  const { pathAndQuery, body } = modelInGeminiPath(request, model);
  const text = JSON.stringify(`models/${model}`);
  const edits: Edit[] = [];
  for (const member of membersOf(body, objectStart(body))) {
    if (member.key === "model") {
      edits.push({ start: member.valueStart, end: member.valueEnd, text });
    }
    if (member.key !== "requests") continue;
    for (const element of elementsOf(body, member.valueStart)) {
      for (const { key, valueStart, valueEnd } of membersOf(body, element)) {
        if (key === "model") edits.push({ start: valueStart, end: valueEnd, text });
      }
    }
  }
  return { pathAndQuery, body: edits.length === 0 ? body : applyEdits(body, edits) };
}
