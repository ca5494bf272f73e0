import { HeadgateError } from "@headgate/contract";
import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";
import { AZURE_PREFIX, type AzurePath, azurePath, readAzurePath } from "./azure-path.ts";

/** The latest dated version that is generally available (https://learn.microsoft.com/lv-lv/azure/ai-services/openai/reference, read 2026-11-28). */
const DEFAULT_API_VERSION = "2024-10-21";
const VERSION_PREFIX = "/v1";
const API_VERSION = /(?:^|&)api-version=/i;

/**
 * A resource of Azure OpenAI. What came under `/azure` keeps its form and its `api-version`; what came under
 * `/v1` takes the classic form where the configuration has an `api_version`, else the newer one.
 */
export const shapeAzureRequest: RequestShape = (input, headers) => {
  const { provider, pathAndQuery, credential, model } = input;
  if (provider.kind !== "azure-openai")
    throw new TypeError(`${provider.kind} is no Azure resource`);
  const { basePath, query } = addressOf(provider);
  const token = credential?.kind === "bearer" ? credential.token : provider.access_token;
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  else if (provider.api_key !== undefined) headers["api-key"] = provider.api_key;

  const queryAt = pathAndQuery.indexOf("?");
  const clientPath = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  let clientQuery = queryAt < 0 ? "" : pathAndQuery.slice(queryAt + 1);
  const read = partsOf(clientPath, provider.api_version);
  if (read.form === "classic" && !API_VERSION.test(clientQuery)) {
    const version = `api-version=${provider.api_version ?? DEFAULT_API_VERSION}`;
    clientQuery = clientQuery === "" ? version : `${clientQuery}&${version}`;
  }
  const path = basePath + azurePath(read, read.deployment ?? model);
  return { path: withQuery(withQuery(path, clientQuery), query), headers };
};

function partsOf(path: string, apiVersion: string | undefined): AzurePath {
  if (!path.startsWith(`${AZURE_PREFIX}/`)) {
    const form = apiVersion === undefined ? "v1" : "classic";
    return { operation: path.slice(VERSION_PREFIX.length), form, deployment: undefined };
  }
  const read = readAzurePath(path);
  if (read === undefined) throw new HeadgateError("path_unknown", `${path}.`);
  return read;
}
