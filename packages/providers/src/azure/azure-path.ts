/** Where clients point the endpoint of `AzureOpenAI`, or `base_url` with `/openai/v1` behind it. */
export const AZURE_PREFIX = "/azure";

/** A path of Azure OpenAI's, in its parts. */
export type AzurePath = Readonly<{
  /** From the operation on, as OpenAI writes it: `/chat/completions`. */
  operation: string;
  /** `classic` wants `api-version`, `v1` does not. */
  form: "classic" | "v1";
  /** Decoded; absent where the body names the model. */
  deployment: string | undefined;
}>;

/** Operations whose classic path names the deployment (`_deployments_endpoints` of openai 6.49.0). */
const ofDeployments: ReadonlySet<string> = new Set(["/chat/completions", "/embeddings"]);

/** The rules for the names of deployments are stricter; a model of the operator's own may stand here. */
const NAME = /^[\w.@:-][\w.@:/-]{0,255}$/;
const MISLEADING = /(?:^|\/)\.{0,2}(?:\/|$)/;
const ESCAPED_DOT = /%2e/i;
const PATH = /^\/azure\/openai\/(?:deployments\/([^/]+)|(v1)(?=\/))?(\/?[a-z]+(?:\/.+)?)$/;

/**
 * Reads `/azure/openai/deployments/{deployment}/…`, `/azure/openai/…` and `/azure/openai/v1/…`
 * (https://learn.microsoft.com/lv-lv/azure/ai-services/openai/reference and
 * https://raw.githubusercontent.com/openai/openai-node/HEAD/docs/azure.md, read 2026-11-28).
 */
export function readAzurePath(path: string): AzurePath | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, escaped, v1, rest = ""] = match;
  const operation = rest.startsWith("/") ? rest : `/${rest}`;
  if (escaped === undefined) {
    if (v1 === undefined && ofDeployments.has(operation)) return undefined;
    return { operation, form: v1 === undefined ? "classic" : "v1", deployment: undefined };
  }
  const deployment = decoded(escaped);
  const isName = deployment !== undefined && NAME.test(deployment) && !MISLEADING.test(deployment);
  if (!isName || ESCAPED_DOT.test(escaped) || !ofDeployments.has(operation)) return undefined;
  return { operation, form: "classic", deployment };
}

/** The path that an Azure resource knows: with the deployment where its classic form names one. */
export function azurePath(
  { operation, form }: Pick<AzurePath, "operation" | "form">,
  deployment: string | undefined,
): string {
  if (form === "v1") return `/openai/v1${operation}`;
  const named = deployment !== undefined && ofDeployments.has(operation);
  return named
    ? `/openai/deployments/${encodeURIComponent(deployment)}${operation}`
    : `/openai${operation}`;
}

function decoded(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
