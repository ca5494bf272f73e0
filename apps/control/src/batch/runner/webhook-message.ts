import { createHmac } from "node:crypto";
import type { Webhook } from "@headgate/batch";

/** A message as it is posted; the same of each try but for its moment and what signs that. */
export type WebhookMessage = Readonly<{ headers: Readonly<Record<string, string>>; body: string }>;

/**
 * The message of an end as Standard Webhooks have it: what has ended alone, since the answer is had with the key.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-29
 *
 * @param secrets `whsec_…`; each of them signs, and without one the message is not signed
 */
export function webhookMessage(
  webhook: Pick<Webhook, "about" | "id" | "status" | "endedAtMs">,
  secrets: readonly string[],
  nowMs: number,
): WebhookMessage {
  const body = JSON.stringify(eventOf(webhook));
  // A receiver knows by it what it has had already; ids of ours have no full stop.
  const id = `msg_${webhook.id}`;
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return {
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      ...(signatures.length > 0 && { "webhook-signature": signatures.join(" ") }),
    },
  };
}

/**
 * Of a client's batch, OpenAI's own event (https://developers.openai.com/api/reference/resources/webhooks, read 2026-11-29),
 * also for a batch of Anthropic's form, whose API tells no ends. Of a request, one of Headgate's.
 */
function eventOf({
  about,
  id,
  status,
  endedAtMs,
}: Pick<Webhook, "about" | "id" | "status" | "endedAtMs">): object {
  switch (about) {
    case "batch":
      return {
        ...{ id: `evt_${id}`, object: "event", type: `batch.${status}` },
        ...{ created_at: Math.floor(endedAtMs / 1_000), data: { id } },
      };
    case "request":
      return {
        type: `deferred.${status}`,
        timestamp: new Date(endedAtMs).toISOString(),
        data: { id, object: "headgate.deferred", status },
      };
    default:
      return about satisfies never;
  }
}
