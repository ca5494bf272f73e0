import { HeadgateError } from "@headgate/contract";
import { readAzurePath } from "../azure/azure-path.ts";
import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";

const VERSION_PREFIX = "/v1";

/** An OpenAI base URL ends where the client's does: with the version. */
export const shapeOpenaiRequest: RequestShape = ({ provider, pathAndQuery }, headers) => {
  const { basePath, query } = addressOf(provider);
  if (provider.api_key !== undefined) headers.authorization = `Bearer ${provider.api_key}`;
  const path = basePath + operationOf(pathAndQuery);
  return { path: withQuery(path, query), headers };
};

/** From the operation on; of Azure's paths, only that: deployment and version are Azure's own. */
function operationOf(pathAndQuery: string): string {
  if (pathAndQuery.startsWith(`${VERSION_PREFIX}/`)) {
    return pathAndQuery.slice(VERSION_PREFIX.length);
  }
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const read = readAzurePath(path);
  if (read === undefined) throw new HeadgateError("path_unknown", `${path}.`);
  const kept = (queryAt < 0 ? "" : pathAndQuery.slice(queryAt + 1))
    .split("&")
    .filter((parameter) => parameter !== "" && !/^api-version=/i.test(parameter));
  return kept.length === 0 ? read.operation : `${read.operation}?${kept.join("&")}`;
}
