import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";

const VERSION_PREFIX = "/v1";

/** An OpenAI base URL ends where the client's does: with the version. */
export const shapeOpenaiRequest: RequestShape = ({ provider, pathAndQuery }, headers) => {
  const { basePath, query } = addressOf(provider);
  if (provider.api_key !== undefined) headers.authorization = `Bearer ${provider.api_key}`;
  const path = basePath + pathAndQuery.slice(VERSION_PREFIX.length);
  return { path: withQuery(path, query), headers };
};
