import { openaiError } from "../openai/errors.ts";
import { parseBody } from "../openai/read-fields.ts";
import { type Answer, RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";

/** A path of Azure OpenAI, and OpenAI's path of the same. */
type AzurePath = Readonly<{
  openaiPath: string;
  /** As it stands in the path; the other forms name it in the body. */
  deployment: string | undefined;
  /** The dated API wants its version in the query. */
  dated: boolean;
}>;

const DEPLOYMENT = /^\/openai\/deployments\/([^/]+)(\/[a-z/]+)$/;
const V1 = "/openai/v1/";

export function openaiPathOfAzure(path: string): AzurePath | undefined {
  if (path.startsWith(V1)) {
    const openaiPath = `/v1/${path.slice(V1.length)}`;
    return { openaiPath, deployment: undefined, dated: false };
  }
  if (path === "/openai/responses") {
    return { openaiPath: "/v1/responses", deployment: undefined, dated: true };
  }
  const [, deployment, operation] = DEPLOYMENT.exec(path) ?? [];
  if (deployment === undefined || operation === undefined) return undefined;
  return { openaiPath: `/v1${operation}`, deployment, dated: true };
}

/** Azure filters every prompt, and says so before a chat's stream begins. */
const FILTERED =
  'data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}\n\n';

/** What OpenAI answers, by deployment: each serves the model whose name its own ends with. */
export const answerAtAzure =
  (answer: (request: SimulatedRequest) => Answer, { dated, openaiPath }: AzurePath) =>
  (request: SimulatedRequest): Answer => {
    if (dated && !new URLSearchParams(request.query).has("api-version")) {
      throw new RefusedRequest(openaiError(404, { message: "Resource not found", code: "404" }));
    }
    if (request.headers["api-key"] === undefined && request.headers.authorization === undefined) {
      throw new RefusedRequest(openaiError(401, { message: "Access denied", code: "401" }));
    }
    if (request.body.length === 0) return answer(request);
    const body = parseBody(request.body);
    const deployment = request.pathName ?? body.model;
    const model = typeof deployment === "string" ? modelOf(request, deployment) : deployment;
    const told = answer({ ...request, body: Buffer.from(JSON.stringify({ ...body, model })) });
    if (told.kind !== "stream" || openaiPath !== "/v1/chat/completions") return told;
    return { ...told, head: FILTERED + told.head };
  };

function modelOf(request: SimulatedRequest, deployment: string): string {
  const ids = request.models.list("openai").map(({ id }) => id);
  const served = ids.filter((id) => deployment.endsWith(id));
  const longest = served.toSorted((one, other) => other.length - one.length)[0];
  if (longest !== undefined) return longest;
  throw new RefusedRequest(
    openaiError(404, {
      message: "The API deployment for this resource does not exist.",
      code: "DeploymentNotFound",
    }),
  );
}
