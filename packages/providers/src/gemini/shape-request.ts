import type { ProviderConfig } from "@headgate/contract";
import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";
import { withoutCredentials } from "./client-query.ts";
import { GEMINI_PREFIX, type GeminiPath, readGeminiPath } from "./model-path.ts";

/** The versions of the two APIs that answer to each other; other names are the same in both. */
const vertexVersions: Readonly<Record<string, string>> = { v1beta: "v1beta1", v1alpha: "v1beta1" };
const geminiVersions: Readonly<Record<string, string>> = { v1beta1: "v1beta" };

/** Models are listed by their publisher (https://docs.cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list, read 2026-11-25). */
const LIST = /^\/[^/]+\/models/;
const VERTEX_LIST = "/v1beta1/publishers/google/models";

/** The path in the form that the Gemini API serves. */
const geminiForm = ({ version, escapedModel, method }: GeminiPath): string =>
  `/${geminiVersions[version] ?? version}/models/${escapedModel}:${method}`;

/** The path in Vertex AI's form. The project is billed, so it is the operator's, not the client's. */
function vertexForm(
  { version, escapedModel, method }: GeminiPath,
  { project, location }: Extract<ProviderConfig, { kind: "vertex" }>,
): string {
  const parent = `projects/${project}/locations/${location}/publishers/google/models`;
  return `/${vertexVersions[version] ?? version}/${parent}/${escapedModel}:${method}`;
}

/** The Gemini API and Vertex AI take the same bodies at different paths; the client's prefix is ours. */
export const shapeGeminiRequest: RequestShape = (
  { provider, pathAndQuery, credential },
  headers,
) => {
  const { basePath, query: ownQuery } = addressOf(provider);
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : withoutCredentials(pathAndQuery.slice(queryAt + 1));
  const read = readGeminiPath(path);
  let form = path.slice(GEMINI_PREFIX.length);
  if (read === undefined && provider.kind === "vertex") form = form.replace(LIST, VERTEX_LIST);
  else if (read !== undefined) {
    form = provider.kind === "vertex" ? vertexForm(read, provider) : geminiForm(read);
  }
  if (provider.api_key !== undefined) headers["x-goog-api-key"] = provider.api_key;
  if (provider.kind === "vertex" && provider.access_token !== undefined) {
    headers.authorization = `Bearer ${provider.access_token}`;
  } else if (credential?.kind === "bearer") headers.authorization = `Bearer ${credential.token}`;
  return { path: withQuery(withQuery(basePath + form, query), ownQuery), headers };
};
