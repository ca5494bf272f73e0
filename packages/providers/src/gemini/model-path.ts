import { HeadgateError } from "@headgate/contract";
import type { RequestBytes } from "../wire.ts";

/** Where clients point `httpOptions.baseUrl` or `base_url`: Google's own paths follow. */
export const GEMINI_PREFIX = "/gemini";

const operations = [
  "generateContent",
  "streamGenerateContent",
  "countTokens",
  "embedContent",
  "batchEmbedContents",
  "rawPredict",
  "streamRawPredict",
] as const;
type GeminiOperation = (typeof operations)[number];

/** A path of Google's, in its parts. */
export type GeminiPath = Readonly<{
  version: string;
  /** Whether the client speaks Vertex's form of the path, which names a project or at least a publisher. */
  form: "gemini" | "vertex";
  publisher: "google" | "anthropic";
  /** As it stands in the path, decoded; absent for the list of models. */
  model: string | undefined;
  /** Absent where models are listed or described. */
  operation: GeminiOperation | undefined;
}>;

/**
 * `/v1beta/models/M:generateContent` and
 * `/v1/projects/P/locations/L/publishers/google/models/M:generateContent`, as Google's client names models
 * (https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28). Clients with an API key of Vertex leave out project and location.
 */
const PATH =
  /^\/gemini\/(v1|v1beta|v1alpha|v1beta1)\/((?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/(google|anthropic)\/)?models(?:\/([^:]+)(?::([A-Za-z]+))?)?$/;
/** What stands before `models`. */
const PARENT = /^\/gemini\/[^/]+\/(?:(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/[^/]+\/)?/;
/** The characters of Google's model ids, and of `provider/model`, whose slash Google's clients leave as it is. */
const MODEL = /^[\w.@/:-]{1,256}$/;
/** A segment that is empty or leads upwards or nowhere. */
const MISLEADING = /(?:^|\/)\.{0,2}(?:\/|$)/;
const ESCAPED_DOT = /%2e/i;

/**
 * Reads a path below `/gemini`; `undefined` for one that is not served. The model goes on with the
 * operator's key: one that a server could resolve to another path is no model.
 */
export function readGeminiPath(path: string): GeminiPath | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, version = "", vertex, publisher, escapedModel, name] = match;
  const model = escapedModel === undefined ? undefined : decoded(escapedModel);
  if (escapedModel !== undefined) {
    if (model === undefined || !MODEL.test(model) || MISLEADING.test(model)) return undefined;
    if (ESCAPED_DOT.test(escapedModel)) return undefined;
  }
  const operation = operations.find((one) => one === name);
  if (name !== undefined && operation === undefined) return undefined;
  const raw = operation === "rawPredict" || operation === "streamRawPredict";
  if (operation !== undefined && raw !== (publisher === "anthropic")) return undefined;
  return {
    version,
    form: vertex === undefined ? "gemini" : "vertex",
    publisher: publisher === "anthropic" ? "anthropic" : "google",
    model,
    operation,
  };
}

/** @throws HeadgateError `path_unknown` */
export function geminiPath(path: string): GeminiPath {
  const read = readGeminiPath(path);
  if (read === undefined) throw new HeadgateError("path_unknown", `${path}.`);
  return read;
}

/** The path from `models` on, as both of Google's APIs write it. */
export const modelAndOperation = ({ model, operation }: GeminiPath): string => {
  if (model === undefined) return "models";
  const name = encodeURIComponent(model).replaceAll("%40", "@");
  return operation === undefined ? `models/${name}` : `models/${name}:${operation}`;
};

/** {@link Wire.withModel}: the path names the model. */
export function modelInGeminiPath(request: RequestBytes, model: string): RequestBytes {
  const { pathAndQuery, body } = request;
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt);
  const read = geminiPath(path);
  const [before = ""] = PARENT.exec(path) ?? [];
  return { pathAndQuery: before + modelAndOperation({ ...read, model }) + query, body };
}

function decoded(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
