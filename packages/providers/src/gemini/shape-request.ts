import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";
import { geminiPath, modelAndOperation } from "./model-path.ts";
import { splitQuery } from "./split-query.ts";

/** Vertex's first version is called differently; both of its others exist here. */
const versionOf = (version: string): string => (version === "v1beta1" ? "v1beta" : version);

/** Gemini's own paths, from either form; the body is the same in both. */
export const shapeGeminiRequest: RequestShape = ({ provider, pathAndQuery }, headers) => {
  const { basePath, query } = addressOf(provider);
  const client = splitQuery(pathAndQuery);
  const read = geminiPath(client.path);
  if (provider.api_key !== undefined) headers["x-goog-api-key"] = provider.api_key;
  const path = `${basePath}/${versionOf(read.version)}/${modelAndOperation(read)}`;
  return { path: withQuery(withQuery(path, client.query), query), headers };
};
