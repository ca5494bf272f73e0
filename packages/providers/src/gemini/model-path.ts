import { HeadgateError } from "@headgate/contract";
import type { RequestBytes } from "../wire.ts";

/** Where clients point the base URL of Google's SDK: the provider's own paths follow. */
export const GEMINI_PREFIX = "/gemini";

/** The methods that are served, by what follows the model's colon. */
const methods = {
  generateContent: "gemini.generate_content",
  streamGenerateContent: "gemini.generate_content",
  countTokens: "gemini.count_tokens",
  embedContent: "gemini.embed_content",
  batchEmbedContents: "gemini.embed_content",
} as const;

export type GeminiMethod = keyof typeof methods;

/** A path that names a model: in the Gemini API's form, or in Vertex AI's. */
export type GeminiPath = Readonly<{
  /** The API's version, as the client wrote it. */
  version: string;
  form: "gemini" | "vertex";
  /** What stands between the version and the model, with slashes at both ends. */
  parent: string;
  /** Decoded. */
  model: string;
  /** The model as it stands in the path. */
  escapedModel: string;
  method: GeminiMethod;
  format: (typeof methods)[GeminiMethod];
}>;

/**
 * `/v1beta/models/M:generateContent` (https://ai.google.dev/api/generate-content) and
 * `/v1/projects/P/locations/L/publishers/google/models/M:generateContent`, the project and location left
 * out where a client has only an API key (https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference);
 * both read 2026-11-25.
 */
const PATH =
  /^\/gemini\/(v1|v1alpha|v1beta|v1beta1)(\/(?:(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/google\/)?models\/)(.+):([a-zA-Z]+)$/;
const LISTS = /^\/gemini\/(?:v1|v1alpha|v1beta)\/models(?:\/([^:]+))?$/;

/** The characters of model names, and of names of the operator's own. */
const MODEL = /^[\w.:/@+-]{1,512}$/;
/** A segment that is empty or leads upwards or nowhere. */
const MISLEADING = /(?:^|\/)\.{0,2}(?:\/|$)/;
const ESCAPED_DOT = /%2e/i;

/** Whether a path belongs to this API, known or not. */
export const isGeminiPath = (path: string): boolean =>
  path.startsWith(`${GEMINI_PREFIX}/`) || path === GEMINI_PREFIX;

/**
 * Reads a path that names a model and a method; `undefined` for any other. The model goes on to the
 * provider with the operator's key: one that a server could resolve to another path is no model.
 *
 * @param path without the query
 */
export function readGeminiPath(path: string): GeminiPath | undefined {
  const [, version, parent, escapedModel, method] = PATH.exec(path) ?? [];
  if (version === undefined || parent === undefined || escapedModel === undefined) return undefined;
  if (method === undefined || !isMethod(method)) return undefined;
  const model = modelName(escapedModel);
  if (model === undefined || MISLEADING.test(parent.slice(1, -1)) || parent.includes("%")) {
    return undefined;
  }
  const form = parent === "/models/" ? "gemini" : "vertex";
  return { version, form, parent, model, escapedModel, method, format: methods[method] };
}

/** Whether the path is the list of models, or one entry of it. */
export function isGeminiList(path: string): boolean {
  const match = LISTS.exec(path);
  if (match === null) return false;
  const [, escapedModel] = match;
  return escapedModel === undefined || modelName(escapedModel) !== undefined;
}

/** @throws HeadgateError `path_unknown` */
export function geminiPath(path: string): GeminiPath {
  const read = readGeminiPath(path);
  if (read === undefined) throw new HeadgateError("path_unknown", `${path}.`);
  return read;
}

/** {@link Wire.withModel}: the path names the model. */
export function modelInGeminiPath({ pathAndQuery, body }: RequestBytes, model: string) {
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt);
  const { version, parent, method } = geminiPath(path);
  const escaped = model.split("/").map(encodeURIComponent).join("/");
  return { pathAndQuery: `${GEMINI_PREFIX}/${version}${parent}${escaped}:${method}${query}`, body };
}

const isMethod = (name: string): name is GeminiMethod => Object.hasOwn(methods, name);

function modelName(escaped: string): string | undefined {
  if (ESCAPED_DOT.test(escaped)) return undefined;
  try {
    const model = decodeURIComponent(escaped);
    return MODEL.test(model) && !MISLEADING.test(model) ? model : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
