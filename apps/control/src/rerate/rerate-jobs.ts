import { randomUUID } from "node:crypto";
import {
  type HeadgateConfig,
  HeadgateError,
  type RerateJob,
  type RerateRequest,
} from "@headgate/contract";
import type { LedgerStore, ReratingStart } from "@headgate/ledger";
import {
  attemptTerms,
  createRerateTally,
  type PriceBook,
  priceBookState,
  pricedBy,
} from "@headgate/pricing";
import type { Logger } from "pino";
import { asHeadgateError } from "../http/api-error.ts";
import { rerateHistory } from "./rerate-history.ts";

/** Jobs that are remembered after their end. */
const MAX_ENDED = 50;

type Dependencies = Readonly<{
  ledger: LedgerStore;
  prices: () => PriceBook;
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
}>;

/** Prices history again in the background, one job at a time. */
export interface RerateJobs {
  /**
   * Starts a job and tells how it stands.
   * @throws HeadgateError `rerate_running`, or `prices_changed` when the request names another price book
   */
  start(request: RerateRequest): Promise<RerateJob>;
  /** A job of this process, as it stands. */
  find(id: string): RerateJob | undefined;
  /** Ends a job that runs: nothing of it holds. */
  close(): Promise<void>;
}

export function createRerateJobs({ ledger, prices, config, nowMs, log }: Dependencies): RerateJobs {
  const jobs = new Map<string, () => RerateJob>();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  const checkpointSoon = (): Promise<void> =>
    ledger.checkpoint().catch((error: unknown) => {
      log.warn({ err: error }, "the loader's next checkpoint covers the re-rating");
    });

  const run = (request: RerateRequest, attemptsTotal: number): RerateJob => {
    const id = randomUUID();
    const startedAtMs = nowMs();
    const book = prices();
    const termsAtStart = config();
    const tally = createRerateTally();
    const start: ReratingStart = {
      fromMs: Date.parse(request.from),
      toMs: Date.parse(request.to),
      ...(request.provider !== undefined && { provider: request.provider }),
      ...(request.model !== undefined && { model: request.model }),
      priceBook: priceBookState(book, pricedBy(termsAtStart)),
    };
    let ended: Pick<RerateJob, "state" | "rerating" | "error"> = {
      state: "running",
      rerating: null,
      error: null,
    };
    const asItStands = (): RerateJob => {
      const difference = tally.difference();
      return {
        id,
        from: new Date(start.fromMs).toISOString(),
        to: new Date(start.toMs).toISOString(),
        ...(start.provider !== undefined && { provider: start.provider }),
        ...(start.model !== undefined && { model: start.model }),
        price_book: start.priceBook,
        apply: request.apply,
        started_at: new Date(startedAtMs).toISOString(),
        // Calls that were under way when they were counted are loaded meanwhile, and priced again with the rest.
        progress: {
          attempts_done: difference.attempts,
          attempts_total: Math.max(attemptsTotal, difference.attempts),
        },
        difference,
        ...ended,
      };
    };
    const work = async (): Promise<void> => {
      const rerating = await rerateHistory({
        ledger,
        book,
        termsOf: attemptTerms(termsAtStart),
        start,
        apply: request.apply,
        onAttempt: (attempt, outcome) => tally.add(attempt, outcome),
        signal: stopping.signal,
      });
      if (rerating !== undefined) {
        const difference = tally.difference();
        await ledger.finishRerating({ rerating, appliedAtMs: nowMs(), difference });
        log.info({ rerating, revised: difference.revised_attempts }, "history was re-rated");
        // It holds already; in the file itself it also survives a damaged write-ahead log.
        await checkpointSoon();
      }
      ended = { state: "done", rerating: rerating ?? null, error: null };
    };
    jobs.set(id, asItStands);
    running = work()
      .catch((thrown: unknown) => {
        const { code, message, entry } = asHeadgateError(thrown, id);
        log.error({ err: thrown, job: id }, "history could not be re-rated");
        ended = { state: "failed", rerating: null, error: { code, message, mend: entry.mend } };
      })
      .finally(() => {
        running = undefined;
        for (const [old] of jobs) {
          if (jobs.size <= MAX_ENDED) break;
          jobs.delete(old);
        }
      });
    return asItStands();
  };

  return {
    async start(request) {
      if (running !== undefined) throw new HeadgateError("rerate_running");
      const state = priceBookState(prices(), pricedBy(config()));
      if (request.price_book !== undefined && request.price_book !== state) {
        throw new HeadgateError("prices_changed", `They are ${state} now.`);
      }
      const { from, to, provider, model } = request;
      const { totals } = await ledger.report("totals", { from, to, provider, model });
      if (running !== undefined) throw new HeadgateError("rerate_running");
      return run(request, totals.attempts);
    },
    find: (id) => jobs.get(id)?.(),
    async close() {
      stopping.abort(new HeadgateError("draining", "Control is stopping."));
      await running;
    },
  };
}
