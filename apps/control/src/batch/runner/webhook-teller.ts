import type { BatchStore, Webhook, WebhookTry } from "@headgate/batch";
import type { HeadgateConfig } from "@headgate/contract";
import { retryAfterMs } from "@headgate/providers";
import type { Logger } from "pino";
import { request } from "undici";
import { oneAtATime } from "../../alarms/one-at-a-time.ts";
import { toldHost } from "./may-tell.ts";
import { webhookMessage } from "./webhook-message.ts";

/**
 * How long after each try in vain there is another one; after the last there is none. The example of Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-29).
 */
const PAUSES_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map(
  (seconds) => seconds * 1_000,
);
/** Pauses are longer by up to this share, so that what failed together does not come again together. */
const JITTER = 0.1;
const LONGEST_PAUSE_MS = 86_400_000;
const PATIENCE_MS = 15_000;
const AT_ONCE = 20;
const GONE = 410;

export interface WebhookTeller {
  /** Tells what is due; one at a time, and never throws. */
  tick(): Promise<void>;
  /** Waits for what is being told. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

type Options = Readonly<{
  store: Pick<BatchStore, "dueWebhooks" | "webhookTried">;
  config: () => Pick<HeadgateConfig, "batch">;
  /** Whether nobody is told for the time being. */
  isHeld?: () => boolean;
  nowMs: () => number;
  /** From 0 to 1. */
  random?: () => number;
  log: Logger;
}>;

/** Tells clients' addresses that their requests have ended, again and again where it is in vain, also after a restart. */
export function createWebhookTeller(options: Options): WebhookTeller {
  const { store, isHeld = () => false, nowMs, log } = options;
  let closed = false;
  const tell = oneAtATime(async () => {
    try {
      for (;;) {
        const due = closed || isHeld() ? [] : await store.dueWebhooks(nowMs(), AT_ONCE);
        if (due.length === 0) return;
        await Promise.all(
          due.map(async (webhook) =>
            store.webhookTried(webhook.id, await tryOne(options, webhook)),
          ),
        );
      }
    } catch (error) {
      log.error({ err: error }, "webhooks were not told; they are again in a moment");
    }
  });
  return {
    tick: tell,
    idle: async () => {
      await tell.underWay();
    },
    close: async () => {
      closed = true;
      await tell.underWay();
    },
  };
}

/** Without following redirects, and to no address that the operator does not name now. */
async function tryOne(options: Options, webhook: Webhook): Promise<WebhookTry> {
  const { config, nowMs, log } = options;
  const { batch } = config();
  const host = toldHost(webhook.url, batch.webhook_hosts);
  const failed = (problem: string, answer: Readonly<{ pauseMs?: number; last?: boolean }> = {}) => {
    const came = failedTry(options, webhook, problem, answer);
    log.warn(
      { id: webhook.id, again: came.nextAtMs !== undefined, problem },
      "a webhook was not told",
    );
    return came;
  };
  if (host === undefined) return failed("its host is not among batch.webhook_hosts any more");
  const { headers, body } = webhookMessage(webhook, batch.webhook_secrets[host] ?? [], nowMs());
  try {
    const answer = await request(webhook.url, {
      ...{ method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS) },
    });
    await answer.body.dump();
    const { statusCode: status } = answer;
    if (status >= 200 && status < 300) return { kind: "delivered", atMs: nowMs() };
    const pauseMs = retryAfterMs(answer.headers, nowMs());
    return failed(`it answered with HTTP ${status}`, {
      ...(pauseMs !== undefined && { pauseMs }),
      last: status === GONE,
    });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function failedTry(
  { nowMs, random = Math.random }: Options,
  { tries }: Webhook,
  problem: string,
  { pauseMs = 0, last = false }: Readonly<{ pauseMs?: number; last?: boolean }>,
): Extract<WebhookTry, { kind: "failed" }> {
  const pause = PAUSES_MS[tries];
  if (last || pause === undefined) return { kind: "failed", problem };
  const jittered = Math.round(pause * (1 + JITTER * random()));
  const nextAtMs = nowMs() + Math.max(jittered, Math.min(pauseMs, LONGEST_PAUSE_MS));
  return { kind: "failed", problem, nextAtMs };
}
