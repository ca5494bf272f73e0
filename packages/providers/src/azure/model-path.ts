/** Where clients point the endpoint of Azure's clients: the resource's own paths follow. */
export const AZURE_PREFIX = "/azure";

/** What is served of each API, and by which of OpenAI's paths it is known. */
const deploymentOperations = { "chat/completions": true, embeddings: true } as const;
type DeploymentOperation = keyof typeof deploymentOperations;

export type AzurePath =
  /** `/openai/deployments/{deployment}/…?api-version=…`: the dated API names the deployment in the path. */
  | Readonly<{ form: "deployment"; deployment: string; openaiPath: `/v1/${DeploymentOperation}` }>
  /** `/openai/responses?api-version=…`: the dated API's other paths name it in the body. */
  | Readonly<{ form: "dated"; openaiPath: string }>
  /** `/openai/v1/…`: OpenAI's own paths. */
  | Readonly<{ form: "v1"; openaiPath: string }>;

const DEPLOYMENT = /^\/azure\/openai\/deployments\/([^/]+)\/([a-z/]+)$/;
const V1 = "/azure/openai/v1/";
const DATED = "/azure/openai/responses";
/** Names of deployments (https://learn.microsoft.com/azure/ai-foundry/openai/how-to/create-resource, read 2026-11-25), and of the operator's own. */
const NAME = /^[\w.:/@+-]{1,256}$/;
/** A segment that is empty or leads upwards or nowhere. */
const MISLEADING = /(?:^|\/)\.{0,2}(?:\/|$)/;
const ESCAPED_DOT = /%2e/i;

/** Whether a path belongs to this API, known or not. */
export const isAzurePath = (path: string): boolean =>
  path.startsWith(`${AZURE_PREFIX}/`) || path === AZURE_PREFIX;

/**
 * Reads a path of Azure OpenAI (https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle and
 * …/openai/reference, read 2026-11-25); `undefined` for any other. Whether the OpenAI path of the newer API
 * is one that is served is not looked at here.
 *
 * @param path without the query
 */
export function readAzurePath(path: string): AzurePath | undefined {
  if (path.startsWith(V1)) return { form: "v1", openaiPath: `/v1/${path.slice(V1.length)}` };
  if (path === DATED) return { form: "dated", openaiPath: "/v1/responses" };
  const [, escaped, operation] = DEPLOYMENT.exec(path) ?? [];
  if (escaped === undefined || operation === undefined) return undefined;
  if (!Object.hasOwn(deploymentOperations, operation)) return undefined;
  const deployment = decoded(escaped);
  if (deployment === undefined || ESCAPED_DOT.test(escaped)) return undefined;
  if (!NAME.test(deployment) || MISLEADING.test(deployment)) return undefined;
  const known = operation as DeploymentOperation;
  return { form: "deployment", deployment, openaiPath: `/v1/${known}` };
}

function decoded(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
