import { withModel } from "../byte-edit.ts";
import { chatCompletions } from "../openai/chat-completions/wire.ts";
import { embeddings } from "../openai/embeddings/wire.ts";
import { parseRequestBody } from "../request-body.ts";
import { includeUsageOf, streamOf } from "../request-fields.ts";
import type { RequestBytes, Wire } from "../wire.ts";
import { AZURE_PREFIX, readAzurePath } from "./model-path.ts";

/** The same API at Azure's path: it is Azure that the client means. */
export const atAzure = (wire: Wire): Wire => ({ ...wire, house: "azure-openai" });

/** An API of OpenAI's whose path names the deployment, which is its model; the body need not. */
const byDeployment = (wire: Wire): Wire => ({
  ...atAzure(wire),
  readRequest: (body, path) => {
    const json = parseRequestBody(body);
    const stream = streamOf(json);
    const read = readAzurePath(path);
    return {
      model: read?.form === "deployment" ? read.deployment : undefined,
      stream,
      usageRequested: !stream || includeUsageOf(json),
      json,
    };
  },
  withModel: deploymentInPath,
});

function deploymentInPath({ pathAndQuery, body }: RequestBytes, model: string): RequestBytes {
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt);
  const read = readAzurePath(path);
  if (read === undefined) throw new Error("the path is none of Azure's");
  const operation = read.openaiPath.slice("/v1/".length);
  const deployment = encodeURIComponent(model);
  return {
    pathAndQuery: `${AZURE_PREFIX}/openai/deployments/${deployment}/${operation}${query}`,
    body: withModel(body, model),
  };
}

/** `POST /azure/openai/deployments/{deployment}/…`, by OpenAI's path of the same. */
export const deploymentWires: ReadonlyMap<string, Wire> = new Map([
  ["/v1/chat/completions", byDeployment(chatCompletions)],
  ["/v1/embeddings", byDeployment(embeddings)],
]);
