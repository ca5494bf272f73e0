import type { Answer } from "../server/answer.ts";

const PATH = /^\/openai\/(?:(v1)\/|deployments\/([^/]+)\/)?(.+)$/;

/** A path of Azure OpenAI's as OpenAI writes it, and the deployment in it. */
export type AzurePath = Readonly<{
  openaiPath: string;
  deployment: string | undefined;
  wantsVersion: boolean;
}>;

export function readAzurePath(path: string): AzurePath | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, v1, deployment, rest] = match;
  return { openaiPath: `/v1/${rest}`, deployment, wantsVersion: v1 === undefined };
}

/** A deployment is called as its model, or anything before `--` and its model. */
export function modelOfDeployment(name: string): string {
  const at = name.lastIndexOf("--");
  return at < 0 ? name : name.slice(at + "--".length);
}

/**
 * What the content filter said of the prompt comes before a chat stream's first chunk, with no choices
 * (https://dev.to/multigrid/streaming-responses-from-azure-openai-4cba, read 2026-11-28).
 */
export function withPromptFilter(answer: Answer, openaiPath: string): Answer {
  if (answer.kind !== "stream" || openaiPath !== "/v1/chat/completions") return answer;
  const filtered = {
    choices: [],
    created: 0,
    id: "",
    model: "",
    object: "",
    prompt_filter_results: [
      { prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: "safe" } } },
    ],
  };
  return { ...answer, head: `data: ${JSON.stringify(filtered)}\n\n${answer.head}` };
}
