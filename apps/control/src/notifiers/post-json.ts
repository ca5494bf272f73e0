import { retryAfterMs } from "@headgate/providers";
import { type DeliveryOutcome, failed } from "./notice.ts";

const TIMEOUT_MS = 10_000;

/**
 * Posts JSON to an address and nowhere else: a redirect is a failure. What is answered is not read, only its
 * status and how long it asks to wait.
 */
export async function postJson(
  url: string,
  body: unknown,
  stopped: AbortSignal,
): Promise<DeliveryOutcome> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json", "user-agent": "headgate" },
      body: JSON.stringify(body),
      signal: AbortSignal.any([stopped, timeout]),
    });
    await answer.body?.cancel();
    if (answer.ok) return { kind: "delivered" };
    const asked = retryAfterMs(Object.fromEntries(answer.headers), Date.now());
    return failed(`the address answered with status ${answer.status}`, asked);
  } catch (error) {
    if (timeout.aborted) return failed(`no answer within ${TIMEOUT_MS / 1_000} s`);
    return failed(`the address was not reached: ${codeOf(error)}`);
  }
}

/** The system's word for a failure; its sentence can hold the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string")
    return cause.code;
  return error instanceof Error ? error.name : "unknown";
}
