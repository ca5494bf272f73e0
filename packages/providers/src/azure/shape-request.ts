import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";
import { AZURE_PREFIX, readAzurePath } from "./model-path.ts";

/** The last dated version that was not a preview (https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle, read 2026-11-25). */
const LAST_DATED_VERSION = "2024-10-21";
const API_VERSION = "api-version";
/** What the dated API serves by the deployment's name in the path. */
const byDeployment: ReadonlySet<string> = new Set(["/v1/chat/completions", "/v1/embeddings"]);

/**
 * A call at one of Azure's own paths goes where it says, with the operator's version where it names none.
 * One at a path of OpenAI's goes to `/openai/v1`, or to the dated API where the operator names a version.
 */
export const shapeAzureRequest: RequestShape = (
  { provider, pathAndQuery, model, credential },
  headers,
) => {
  const { basePath, query: ownQuery } = addressOf(provider);
  if (provider.api_key !== undefined) headers["api-key"] = provider.api_key;
  else if (credential?.kind === "bearer") headers.authorization = `Bearer ${credential.token}`;
  const version = provider.kind === "azure-openai" ? provider.api_version : undefined;
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt + 1);

  const azure = readAzurePath(path);
  const inner =
    azure === undefined ? pathOfOpenai(path, model, version) : path.slice(AZURE_PREFIX.length);
  const dated = !inner.startsWith("/openai/v1/") && !hasVersion(query);
  const whole = withQuery(withQuery(basePath + inner, query), ownQuery);
  return {
    path: dated ? withQuery(whole, `${API_VERSION}=${version ?? LAST_DATED_VERSION}`) : whole,
    headers,
  };
};

/** Where Azure serves what OpenAI serves at `path`. */
function pathOfOpenai(
  path: string,
  model: string | undefined,
  version: string | undefined,
): string {
  if (version === undefined) return `/openai${path}`;
  const operation = path.slice("/v1".length);
  return byDeployment.has(path) && model !== undefined
    ? `/openai/deployments/${encodeURIComponent(model)}${operation}`
    : `/openai${operation}`;
}

const hasVersion = (query: string): boolean =>
  query.split("&").some((parameter) => parameter.startsWith(`${API_VERSION}=`));
