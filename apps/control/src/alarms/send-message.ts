import type { AlarmMessage, NotifierConfig } from "@headgate/contract";
import { slackBody } from "./slack-body.ts";

const TIMEOUT_MS = 10_000;

/**
 * Sends a message to the notifier's own address and nowhere else: a redirect is a failure. What is
 * answered is not read, only its status.
 *
 * @returns why it failed, without the address, which is a secret; undefined when it was taken
 */
export async function sendMessage(
  notifier: NotifierConfig,
  message: AlarmMessage,
  stopped: AbortSignal,
): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(notifier.url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json", "user-agent": "headgate" },
      body: JSON.stringify(bodyOf(notifier, message)),
      signal: AbortSignal.any([stopped, timeout]),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `the address answered with status ${answer.status}`;
  } catch (error) {
    if (timeout.aborted) return `no answer within ${TIMEOUT_MS / 1_000} s`;
    return `the address was not reached: ${codeOf(error)}`;
  }
}

function bodyOf({ kind }: NotifierConfig, message: AlarmMessage): unknown {
  switch (kind) {
    case "webhook":
      return message;
    case "slack":
      return slackBody(message);
    default:
      return kind satisfies never;
  }
}

/** The system's word for a failure; its sentence can hold the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string")
    return cause.code;
  return error instanceof Error ? error.name : "unknown";
}
