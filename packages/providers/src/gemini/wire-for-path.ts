import type { ProviderKind } from "@headgate/contract";
import { vertexClaude, vertexClaudeTokens } from "../vertex/raw-predict.ts";
import type { Wire } from "../wire.ts";
import { type GeminiPath, readGeminiPath } from "./model-path.ts";
import {
  embedContent,
  geminiCountTokens,
  geminiModels,
  generateContent,
  streamGenerateContent,
  streamGenerateContentArray,
} from "./wires.ts";

/** Google takes the parameter with a dollar sign too (https://docs.cloud.google.com/apis/docs/system-parameters, read 2026-11-28). */
const SERVER_SENT = /(?:^|&)(?:\$|%24)?alt=sse(?:&|$)/;

/** The wire of a path below `/gemini` and the method it takes; `undefined` for one that is not served. */
export function geminiWireFor(
  path: string,
  query: string,
): Readonly<{ wire: Wire; method: "GET" | "POST" }> | undefined {
  const read = readGeminiPath(path);
  if (read === undefined) return undefined;
  const wire = wireOf(read, query);
  const home: ProviderKind = read.form;
  const own = wire.home === home ? wire : { ...wire, home };
  return { wire: own, method: read.operation === undefined ? "GET" : "POST" };
}

/** Shapes errors for paths that are not served: Anthropic's where Claude was meant. */
export const geminiErrorWire = (path: string): Wire =>
  path.includes("/publishers/anthropic/") ? vertexClaude : generateContent;

function wireOf({ operation, model }: GeminiPath, query: string): Wire {
  switch (operation) {
    case undefined:
      return geminiModels;
    case "generateContent":
      return generateContent;
    case "streamGenerateContent":
      return SERVER_SENT.test(query) ? streamGenerateContent : streamGenerateContentArray;
    case "countTokens":
      return geminiCountTokens;
    case "embedContent":
    case "batchEmbedContents":
      return embedContent;
    case "rawPredict":
    case "streamRawPredict":
      return model === "count-tokens" ? vertexClaudeTokens : vertexClaude;
    default:
      return operation satisfies never;
  }
}
