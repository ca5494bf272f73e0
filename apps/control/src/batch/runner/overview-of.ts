import type { BatchProblem, BatchStore } from "@headgate/batch";
import type { BatchesResponse, RealTimeReason } from "@headgate/contract";

const MOST_BATCHES = 200;
const MOST_FAILING = 50;
const iso = (ms: number): string => new Date(ms).toISOString();

/** How work that can wait stands, for people. */
export async function overviewOf(
  store: BatchStore,
  problems: ReadonlyMap<BatchProblem, number>,
  kept: ReadonlyMap<RealTimeReason, number>,
): Promise<BatchesResponse> {
  const [{ items, oldestOpenMs, webhooks }, failing, batches] = await Promise.all([
    store.standing(),
    store.failingWebhooks(MOST_FAILING),
    store.providerBatches({ limit: MOST_BATCHES }),
  ]);
  return {
    requests: items,
    oldest_open_at: oldestOpenMs === undefined ? null : iso(oldestOpenMs),
    problems: Object.fromEntries(problems),
    kept_in_real_time: Object.fromEntries(kept),
    webhooks,
    failing_webhooks: failing.map((webhook) => ({
      id: webhook.id,
      host: new URL(webhook.url).host,
      state: webhook.nextAtMs === undefined ? "given_up" : "waiting",
      ended_at: iso(webhook.endedAtMs),
      tries: webhook.tries,
      next_try_at: webhook.nextAtMs === undefined ? null : iso(webhook.nextAtMs),
      problem: webhook.problem ?? "",
    })),
    batches: batches.map((batch) => ({
      marker: batch.marker,
      provider: batch.target.provider,
      model: batch.target.model,
      format: batch.target.format,
      state: batch.state,
      requests: batch.requests,
      bytes: batch.bytes,
      opened_at: iso(batch.openedAtMs),
      ended_at: batch.endedAtMs === undefined ? null : iso(batch.endedAtMs),
      provider_id: batch.providerId ?? null,
      provider_state: batch.standing?.state ?? null,
      tries: batch.tries,
      problem: batch.problem ?? null,
    })),
  };
}
