import { HeadgateError } from "@headgate/contract";
import { retryAfterMs } from "./retry-after.ts";

type Failed = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The provider's own short word for it, where it has one. */
  word?: string | undefined;
  nowMs: number;
}>;

/** What an answer without success is. Of its body only a short word is told: the rest can quote a key. */
export function answerFailure({ status, headers, word, nowMs }: Failed): HeadgateError {
  const named = word !== undefined && /^[\w.:-]{1,64}$/.test(word) ? ` ${word}` : "";
  const detail = `It answered ${status}${named}.`;
  const asked = retryAfterMs(headers["retry-after"], nowMs);
  const details = { status, ...(asked !== undefined && { retry_after_ms: asked }) };
  if (status === 429) return new HeadgateError("pull_limited", detail, details);
  if (status >= 500 || status === 408)
    return new HeadgateError("pull_unreachable", detail, details);
  if (status >= 300 && status < 400) {
    return new HeadgateError("pull_answer_unusable", `${detail} Redirects are not followed.`);
  }
  return new HeadgateError("pull_refused", detail, details);
}
