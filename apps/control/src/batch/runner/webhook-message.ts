import { createHmac } from "node:crypto";
import type { Webhook } from "@headgate/batch";

/** A message as it is posted; the same of each try but for its moment and what signs that. */
export type WebhookMessage = Readonly<{ headers: Readonly<Record<string, string>>; body: string }>;

/**
 * The message of a request's end as Standard Webhooks have it: its handle alone, since the answer is had with the key.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-29
 *
 * @param secrets `whsec_…`; each of them signs, and without one the message is not signed
 */
export function webhookMessage(
  { itemId, status, endedAtMs }: Pick<Webhook, "itemId" | "status" | "endedAtMs">,
  secrets: readonly string[],
  nowMs: number,
): WebhookMessage {
  const body = JSON.stringify({
    type: `deferred.${status}`,
    timestamp: new Date(endedAtMs).toISOString(),
    data: { id: itemId, object: "headgate.deferred", status },
  });
  // A receiver knows by it what it has had already; ids of ours have no full stop.
  const id = `msg_${itemId}`;
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
