import type { NotifierConfig } from "@headgate/contract";
import type { DeliveryOutcome, Notice } from "./notice.ts";
import { postJson } from "./post-json.ts";
import { sendEmail } from "./send-email.ts";
import { slackBody } from "./slack-body.ts";

/**
 * Sends a notice to a notifier, once: whoever calls decides about trying again. Only the configured
 * address is called, its answer is bounded in size and time, and nothing is thrown for what a receiver does.
 *
 * @param stopped ends what is on its way
 */
export function deliver(
  notice: Notice,
  notifier: NotifierConfig,
  stopped: AbortSignal,
): Promise<DeliveryOutcome> {
  switch (notifier.kind) {
    case "webhook":
      return postJson(notifier.url, notice.payload, stopped);
    case "slack":
      return postJson(notifier.url, slackBody(notice), stopped);
    case "email":
      return sendEmail(notifier, notice, stopped);
    default:
      return notifier satisfies never;
  }
}
