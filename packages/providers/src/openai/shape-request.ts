import { readAzurePath } from "../azure/model-path.ts";
import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";

const VERSION_PREFIX = "/v1";

/** An OpenAI base URL ends where the client's does: with the version. */
export const shapeOpenaiRequest: RequestShape = ({ provider, pathAndQuery }, headers) => {
  const { basePath, query } = addressOf(provider);
  if (provider.api_key !== undefined) headers.authorization = `Bearer ${provider.api_key}`;
  const path = basePath + inOpenaisForm(pathAndQuery).slice(VERSION_PREFIX.length);
  return { path: withQuery(path, query), headers };
};

/** A call at a path of Azure's, whose query names only a version of Azure's. */
function inOpenaisForm(pathAndQuery: string): string {
  const queryAt = pathAndQuery.indexOf("?");
  const azure = readAzurePath(queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt));
  return azure === undefined ? pathAndQuery : azure.openaiPath;
}
