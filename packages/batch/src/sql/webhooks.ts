import type { Webhook, WebhookState, WebhookTry } from "../webhook.ts";
import { all, first, run, type Work } from "./work.ts";

type WebhookRow = Readonly<{
  item: string;
  about: string;
  key_id: string;
  url: string;
  status: string;
  ended_at_ms: number;
  state: string;
  tries: number;
  next_at_ms: number | null;
  delivered_at_ms: number | null;
  problem: string | null;
}>;

const webhookOf = (row: WebhookRow): Webhook => ({
  about: row.about as Webhook["about"],
  id: row.item,
  keyId: row.key_id,
  url: row.url,
  status: row.status as Webhook["status"],
  endedAtMs: row.ended_at_ms,
  state: row.state as WebhookState,
  tries: row.tries,
  ...(row.next_at_ms !== null && { nextAtMs: row.next_at_ms }),
  ...(row.delivered_at_ms !== null && { deliveredAtMs: row.delivered_at_ms }),
  ...(row.problem !== null && { problem: row.problem }),
});

type NewWebhook = Pick<Webhook, "about" | "id" | "keyId" | "url" | "status" | "endedAtMs">;

/** In the transaction that ends what it tells of: it is due at once. */
export function* addWebhook({ about, id, keyId, url, status, endedAtMs }: NewWebhook): Work<void> {
  yield* run(
    `insert into webhooks (item, about, key_id, url, status, ended_at_ms, state, tries, next_at_ms)
     values (?, ?, ?, ?, ?, ?, 'waiting', 0, ?) on conflict (item) do nothing`,
    ...[id, about, keyId, url, status, endedAtMs, endedAtMs],
  );
}

export function* readDueWebhooks(nowMs: number, limit: number): Work<readonly Webhook[]> {
  return (yield* all<WebhookRow>(
    "select * from webhooks where state = 'waiting' and next_at_ms <= ? order by next_at_ms limit ?",
    ...[nowMs, limit],
  )).map(webhookOf);
}

export function* readWebhook(id: string, keyId: string): Work<Webhook | undefined> {
  const row = yield* first<WebhookRow>(
    "select * from webhooks where item = ? and key_id = ?",
    ...[id, keyId],
  );
  return row && webhookOf(row);
}

export function* readFailingWebhooks(limit: number): Work<readonly Webhook[]> {
  return (yield* all<WebhookRow>(
    `select * from webhooks where state = 'given_up' or (state = 'waiting' and tries > 0)
       order by position desc limit ?`,
    limit,
  )).map(webhookOf);
}

export function* noteWebhookTry(id: string, came: WebhookTry): Work<void> {
  if (came.kind === "delivered") {
    yield* run(
      `update webhooks set state = 'delivered', tries = tries + 1, next_at_ms = null, problem = null,
         delivered_at_ms = ? where item = ? and state = 'waiting'`,
      ...[came.atMs, id],
    );
    return;
  }
  yield* run(
    `update webhooks set state = ?, tries = tries + 1, next_at_ms = ?, problem = ?
     where item = ? and state = 'waiting'`,
    ...[came.nextAtMs === undefined ? "given_up" : "waiting", came.nextAtMs ?? null],
    ...[came.problem, id],
  );
}
