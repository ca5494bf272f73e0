import { randomBytes } from "node:crypto";
import {
  admitWork,
  type BatchPrices,
  type BatchProblem,
  type BatchSettings,
  type BatchStore,
  createBatchRunner,
  sharingOf,
  type WorkRequest,
} from "@headgate/batch";
import type { BudgetStore } from "@headgate/budgets";
import type { BatchesResponse, HeadgateConfig, HeadgateError } from "@headgate/contract";
import type { LedgerStore, Spool } from "@headgate/ledger";
import { compileOverlays, type PriceBook } from "@headgate/pricing";
import type { Logger } from "pino";
import { oneAtATime } from "../../alarms/one-at-a-time.ts";
import { askGatewayFor } from "./ask-gateway-for.ts";
import { BatchProviders } from "./batch-providers.ts";
import { BudgetHolds } from "./budget-holds.ts";
import { overviewOf } from "./overview-of.ts";
import { RealTimeChoice } from "./real-time-choice.ts";
import { createServedTeller } from "./tell-served.ts";
import { createWebhookTeller } from "./webhook-teller.ts";

/** How often it is looked for work that is due. */
export const BATCH_TICK_MS = 1_000;
const FORGET_EVERY_MS = 600_000;

export interface BatchDesk {
  readonly store: BatchStore;
  /** Takes requests in, held to budgets; returns those that were refused, by their ids. */
  admit(requests: readonly WorkRequest[]): Promise<ReadonlyMap<string, HeadgateError>>;
  /** Cancels what of a key's requests has not ended, and gives back at once what no provider can bill any more. */
  cancel(keyId: string, which: Parameters<BatchStore["cancel"]>[1]): Promise<void>;
  /** Does what is due, and does not wait for what it asks in real time. What fails is logged, counted, and tried again. */
  tick(): Promise<void>;
  /** Waits until nothing is asked in real time any more. */
  idle(): Promise<void>;
  /** Waits until all that was begun is written down. While the stores are held nothing more is begun. */
  atRest(): Promise<void>;
  overview(): Promise<BatchesResponse>;
  /** What was survived since the start, by kind. */
  readonly problems: ReadonlyMap<BatchProblem, number>;
  /** Lets what is under way come to its next step; the next start goes on from there. */
  close(): Promise<void>;
}

type Options = Readonly<{
  /** Takes away the bytes of a file that is forgotten. */
  removeFile: (id: string) => Promise<void>;
  /** Its owner closes it. */
  store: BatchStore;
  /** Whether the stores are about to move: what is begun here then would be begun again there. */
  isHeld: () => boolean;
  /** What traffic that could wait read from caches in real time. */
  ledger: Pick<LedgerStore, "report">;
  config: () => HeadgateConfig;
  prices: () => PriceBook;
  spool: Pick<Spool, "append">;
  budgets: () => Promise<BudgetStore>;
  /** Where the gateway can be asked; `undefined` before it is known. */
  gatewayUrl: () => string | undefined;
  /** The secret of the run. */
  token: string;
  nowMs: () => number;
  log: Logger;
}>;

/**
 * Runs work that can wait. Of all processes this one alone does: it holds the ledger's lock, which a data directory has one of.
 */
export function createBatchDesk(options: Options): BatchDesk {
  const { removeFile, store, ledger, config, prices, spool, budgets } = options;
  const { isHeld, gatewayUrl, token, nowMs, log } = options;
  const providers = new BatchProviders(config, { nowMs, log });
  const holds = new BudgetHolds({ store: budgets, config, prices, providers, nowMs });
  const webhooks = createWebhookTeller({ store, config, isHeld, nowMs, log });
  const served = createServedTeller({ store, gateway: () => ({ url: gatewayUrl(), token }), log });
  const problems = new Map<BatchProblem, number>();
  const batchPrices = (): BatchPrices => ({
    book: prices(),
    overlays: compileOverlays(config().overlays),
  });
  const choice = new RealTimeChoice({
    ...{ ledger, config, prices: batchPrices, nowMs, log },
    provider: (name) => providers.named(name),
  });
  let forgotAtMs = 0;

  const runner = createBatchRunner({
    store,
    settings: () => settingsOf(config()),
    provider: (name) => providers.named(name),
    prices: batchPrices,
    room: (target) => choice.room(target),
    filled: (requests) => choice.filled(requests),
    ask: (item, body) =>
      askGatewayFor(
        { url: gatewayUrl(), token, timeoutMs: config().limits.call_timeout_ms, nowMs },
        item,
        body,
      ),
    record: async (row) => {
      await spool.append(row);
      await holds.recorded(row);
    },
    release: (item) => holds.release(item),
    hold: (item, body) => holds.hold({ ...item, body }),
    ended: (items) => {
      void webhooks.tick();
      served.ended(items);
    },
    problem: (problem, { marker, text }) => {
      problems.set(problem, (problems.get(problem) ?? 0) + 1);
      log.warn({ problem, marker }, text);
    },
    nowMs,
    newMarker: () => `hg-${randomBytes(12).toString("hex")}`,
  });

  const forget = async (): Promise<void> => {
    const now = nowMs();
    if (now - forgotAtMs < FORGET_EVERY_MS) return;
    forgotAtMs = now;
    const before = now - settingsOf(config()).retentionMs;
    for (let more = true; more; ) {
      const forgotten = await store.forget(before, now);
      for (const id of forgotten.files) await removeFile(id);
      more = forgotten.more;
    }
  };

  const work = oneAtATime(async () => {
    await runner.tick();
    await forget();
  });
  return {
    store,
    problems,
    admit: (requests) =>
      admitWork(
        {
          ...{ store, nowMs },
          settings: () => settingsOf(config()),
          sharing: (request) => sharingOf(request, config().batch.duplicates),
          realTime: (request) => choice.reasonFor(request),
          duplicateAgeMs: () => config().batch.duplicates.hours * 3_600_000,
          hold: (item) => holds.admit(item),
          release: (item) => holds.release(item),
          stillHeld: ({ id }, err) =>
            log.warn({ err, id }, "budgets hold something for a request that was not taken in"),
        },
        requests,
      ),
    cancel: async (keyId, which) => {
      await store.cancel(keyId, which, nowMs());
      try {
        await runner.giveBackHolds();
      } catch (error) {
        // What was cancelled is; the next look gives back the rest.
        log.warn({ err: error }, "budgets still hold something for cancelled requests");
      }
    },
    tick: async () => {
      if (isHeld()) return;
      // A receiver that is slow holds up no request.
      void webhooks.tick();
      try {
        await work();
      } catch (error) {
        log.error({ err: error }, "work that can wait was not looked at; it is again in a moment");
      }
    },
    idle: async () => {
      await runner.idle();
    },
    atRest: async () => {
      // A failure of it was told of when it happened.
      await work.underWay()?.catch(() => undefined);
      await runner.idle();
      await served.idle();
      await webhooks.idle();
    },
    overview: () => overviewOf(store, problems, choice.kept),
    close: async () => {
      // A failure of it was told of when it happened.
      await work.underWay()?.catch(() => undefined);
      await runner.close();
      await served.idle();
      await webhooks.close();
      await providers.close();
    },
  };
}

const settingsOf = ({ batch }: HeadgateConfig): BatchSettings => ({
  leastWaitMs: batch.least_wait_seconds * 1_000,
  mostWaitMs: batch.most_wait_minutes * 60_000,
  fewestRequests: batch.fewest_requests,
  realTimeMs: batch.real_time_minutes * 60_000,
  shortestMs: batch.shortest_deadline_minutes * 60_000,
  mostAttempts: batch.most_attempts,
  firstLookMs: 15_000,
  lastLookMs: 300_000,
  retentionMs: batch.retention_days * 86_400_000,
  mostAsked: batch.most_at_once,
});
