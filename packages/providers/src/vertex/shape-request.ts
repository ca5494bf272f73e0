import { geminiPath, modelAndOperation } from "../gemini/model-path.ts";
import { splitQuery } from "../gemini/split-query.ts";
import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";

/** Gemini's previews are Vertex's first version. */
const versionOf = (version: string): string =>
  version === "v1beta" || version === "v1alpha" ? "v1beta1" : version;

/**
 * Vertex's paths, from either form, in the project and location that the operator pays for: a client's own
 * are left out. The list of models belongs to no project.
 */
export const shapeVertexRequest: RequestShape = (input, headers) => {
  const { provider, pathAndQuery, credential } = input;
  const { basePath, query } = addressOf(provider);
  const client = splitQuery(pathAndQuery);
  const read = geminiPath(client.path);
  if (provider.kind !== "vertex") throw new TypeError(`${provider.kind} has no project`);
  const token = credential?.kind === "bearer" ? credential.token : provider.access_token;
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (provider.api_key !== undefined) headers["x-goog-api-key"] = provider.api_key;
  const owner =
    read.operation === undefined
      ? ""
      : `projects/${provider.project}/locations/${provider.location}/`;
  const path = `${basePath}/${versionOf(read.version)}/${owner}publishers/${read.publisher}/${modelAndOperation(read)}`;
  return { path: withQuery(withQuery(path, client.query), query), headers };
};
