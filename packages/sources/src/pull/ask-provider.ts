import { isJsonObject, objectOrAbsent } from "@headgate/providers";
import { answerFailure } from "./answer-failure.ts";
import { type Patience, patiently } from "./patiently.ts";
import { type PullAnswer, type PullRequest, sendRequest } from "./send-request.ts";

/** What every kind of pull is given to ask with. */
export type Asking = Patience & Readonly<{ signal: AbortSignal; nowMs: () => number }>;

/**
 * The body of a provider's answer, asked for again where it failed for now.
 *
 * @throws HeadgateError `pull_refused`, `pull_limited`, `pull_unreachable`, `pull_answer_unusable`
 */
export function askProvider(
  request: PullRequest,
  { nowMs, ...asking }: Asking,
): Promise<Uint8Array<ArrayBuffer>> {
  return patiently(
    async () => {
      const answer = await sendRequest(request, asking.signal);
      const { status, headers, body } = answer;
      if (status === 200) return body;
      throw answerFailure({ status, headers, word: wordOf(answer), nowMs: nowMs() });
    },
    asking,
    asking.signal,
  );
}

/** OpenAI and Anthropic both say `{"error": {"type": "…", "code": "…"}}`. */
function wordOf({ body }: PullAnswer): string | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    const error = isJsonObject(value) ? objectOrAbsent(value.error) : undefined;
    const word = error?.code ?? error?.type;
    return typeof word === "string" ? word : undefined;
  } catch {
    // A page of a proxy, or nothing: the status alone is told.
    return undefined;
  }
}
