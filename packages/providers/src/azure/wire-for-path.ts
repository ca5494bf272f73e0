import { HeadgateError } from "@headgate/contract";
import { withModel } from "../byte-edit.ts";
import { chatCompletions } from "../openai/chat-completions/wire.ts";
import { embeddings } from "../openai/embeddings/wire.ts";
import { openaiModels } from "../openai/models/wire.ts";
import { responses } from "../openai/responses/wire.ts";
import { parseRequestBody } from "../request-body.ts";
import { includeUsageOf, streamOf } from "../request-fields.ts";
import type { RequestBytes, Wire } from "../wire.ts";
import { AZURE_PREFIX, azurePath, readAzurePath } from "./azure-path.ts";

/** A format of OpenAI's whose body names the model. */
const atAzure = (wire: Wire): Wire => ({ ...wire, home: "azure-openai" });

/** The same where the path names the deployment, and the body need not name a model. */
const ofDeployment = (wire: Wire): Wire => ({
  ...atAzure(wire),
  readRequest: (body, path) => {
    const json = parseRequestBody(body);
    const stream = streamOf(json);
    const usageRequested = !stream || includeUsageOf(json);
    return { model: deploymentIn(path), stream, usageRequested, json };
  },
  withModel: modelInAzurePath,
});

const deploymentChat = ofDeployment(chatCompletions);
const deploymentEmbeddings = ofDeployment(embeddings);
const azureWires: ReadonlyMap<string, Wire> = new Map([
  ["/chat/completions", atAzure(chatCompletions)],
  ["/embeddings", atAzure(embeddings)],
  ["/responses", atAzure(responses)],
]);
const azureModels = atAzure(openaiModels);
const MODELS = /^\/models(?:\/[\w.@:-]*[\w@:-])?$/;

/** The wire of a path below `/azure` and the method it takes; `undefined` for one that is not served. */
export function azureWireFor(
  path: string,
): Readonly<{ wire: Wire; method: "GET" | "POST" }> | undefined {
  const read = readAzurePath(path);
  if (read === undefined) return undefined;
  const { operation, deployment } = read;
  if (deployment !== undefined) {
    const wire = operation === "/embeddings" ? deploymentEmbeddings : deploymentChat;
    return { wire, method: "POST" };
  }
  if (MODELS.test(operation)) return { wire: azureModels, method: "GET" };
  const wire = azureWires.get(operation);
  return wire === undefined ? undefined : { wire, method: "POST" };
}

function deploymentIn(path: string): string {
  const deployment = readAzurePath(path)?.deployment;
  if (deployment === undefined) throw new HeadgateError("path_unknown", `${path}.`);
  return deployment;
}

/** Both places, since the next provider may read the other one. */
function modelInAzurePath({ pathAndQuery, body }: RequestBytes, model: string): RequestBytes {
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt);
  const read = readAzurePath(path);
  if (read === undefined) throw new HeadgateError("path_unknown", `${path}.`);
  return {
    pathAndQuery: AZURE_PREFIX + azurePath(read, model) + query,
    body: withModel(body, model),
  };
}
