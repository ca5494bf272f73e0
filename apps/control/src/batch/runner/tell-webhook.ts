import type { BatchItem } from "@headgate/batch";
import type { HeadgateConfig } from "@headgate/contract";
import type { Logger } from "pino";
import { request } from "undici";

const PATIENCE_MS = 10_000;

/** Whether an address may be told: over TLS, or on this machine; and its host is one that the operator named. */
export function mayTell(address: string, { batch }: Pick<HeadgateConfig, "batch">): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host, username } = new URL(address);
  if (username !== "") return false;
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname))) return false;
  return batch.webhook_hosts.some((allowed) => allowed === hostname || allowed === host);
}

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);

/**
 * Tells an address that a request has ended, by its handle alone: the answer is had with the key. Once, without following
 * redirects: who misses it asks. Never throws.
 */
export async function tellWebhook(
  item: BatchItem,
  status: "completed" | "failed",
  { config, log }: Readonly<{ config: HeadgateConfig; log: Logger }>,
): Promise<void> {
  const { webhook, id } = item;
  if (webhook === undefined) return;
  if (!mayTell(webhook, config)) {
    log.warn({ id }, "a webhook's host is not among batch.webhook_hosts any more");
    return;
  }
  try {
    const answer = await request(webhook, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id, object: "headgate.deferred", status }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body.dump();
    if (answer.statusCode >= 300) log.warn({ id, status: answer.statusCode }, "a webhook refused");
  } catch (error) {
    log.warn({ id, error: String(error) }, "a webhook was not told");
  }
}
