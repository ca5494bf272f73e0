import {
  type BatchPrices,
  type BatchProvider,
  type BatchTarget,
  type CommittedRoom,
  tierPriceOf,
  type WorkRequest,
} from "@headgate/batch";
import { type HeadgateConfig, type RealTimeReason, tokenBuckets } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { deferral } from "@headgate/levers";
import type { Logger } from "pino";
import { likeTraffic, type SeenTraffic, type TrafficOf } from "./like-traffic.ts";

const MEASURED_MS = 7 * 86_400_000;
/** What fewer attempts read from a cache is not taken for what the next ones will. */
const LEAST_ATTEMPTS = 20;
const MEASURED_FOR_MS = 600_000;
const MINUTE_MS = 60_000;
/** How old a look at the last minute may be. */
const ROOM_FOR_MS = 5_000;
/** How long a row may be on its way into the ledger: what was answered so shortly before a look is taken as not seen by it. */
const ON_ITS_WAY_MS = 5_000;
const MOST_KEPT = 1_000;

type Options = Readonly<{
  ledger: Pick<LedgerStore, "report">;
  config: () => Pick<HeadgateConfig, "batch">;
  prices: () => BatchPrices;
  provider: (name: string) => BatchProvider | undefined;
  nowMs: () => number;
  log: Logger;
}>;

/** Which requests that could wait are better asked in real time, by what like traffic did there. */
export class RealTimeChoice {
  /** How many requests stayed in real time since the start, by why. */
  readonly kept = new Map<RealTimeReason, number>();
  readonly #options: Options;
  readonly #seen = new Map<string, LookedAt>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Why a request is asked in real time at once; `undefined`: it waits. Where the ledger does not answer, it waits as well. */
  async reasonFor(request: WorkRequest): Promise<RealTimeReason | undefined> {
    const { config, prices, log } = this.#options;
    const { target, keyId, attribution, whyNow } = request;
    if (whyNow !== undefined) {
      this.#count(whyNow, 1);
      return whyNow;
    }
    const provider = this.#options.provider(target.provider);
    if (!config().batch.real_time_if_cheaper) return undefined;
    // Without batches it is asked in real time by the runner, which says so.
    if (provider?.batches.kind !== "supported") return undefined;
    const atMs = this.#options.nowMs();
    try {
      const { feature } = attribution;
      const traffic = await this.#trafficOf(
        { ...of(target), keyId, ...(feature !== undefined && { feature }) },
        { spanMs: MEASURED_MS, forMs: MEASURED_FOR_MS },
      );
      const found = deferral({
        price: tierPriceOf(request, { provider, prices: prices(), atMs }),
        ...(traffic.attempts >= LEAST_ATTEMPTS && { measured: traffic.usage }),
      });
      if (found.kind === "batch") return undefined;
      this.#count(found.because, 1);
      return found.because;
    } catch (error) {
      log.warn({ err: error }, "it is not known what real time reads from caches: requests wait");
      return undefined;
    }
  }

  /** Tokens that committed capacity has room for, by what was used in the last minute, and until when that was seen. */
  async room(target: BatchTarget): Promise<CommittedRoom | undefined> {
    const nowMs = this.#options.nowMs();
    const held = this.#options
      .config()
      .batch.commitments.filter(
        ({ provider, model, until }) =>
          provider === target.provider && model === target.model && Date.parse(until) > nowMs,
      );
    if (held.length === 0) return undefined;
    const { atMs, usage } = await this.#trafficOf(of(target), {
      ...{ spanMs: MINUTE_MS, forMs: ROOM_FOR_MS },
    });
    const used = tokenBuckets.reduce((sum, bucket) => {
      const tokens = usage[bucket];
      return tokens === undefined ? sum : sum + tokens;
    }, 0);
    const paid = held.reduce((sum, { tokens_per_minute: tokens }) => sum + tokens, 0);
    return { tokens: paid - used, seenUntilMs: atMs - ON_ITS_WAY_MS };
  }

  filled(requests: number): void {
    this.#count("committed_capacity", requests);
  }

  #count(reason: RealTimeReason, requests: number): void {
    const before = this.kept.get(reason);
    this.kept.set(reason, before === undefined ? requests : before + requests);
  }

  async #trafficOf(
    about: TrafficOf,
    { spanMs, forMs }: Readonly<{ spanMs: number; forMs: number }>,
  ): Promise<LookedAt> {
    const key = JSON.stringify([spanMs, about]);
    const nowMs = this.#options.nowMs();
    const seen = this.#seen.get(key);
    if (seen !== undefined && nowMs - seen.atMs < forMs) return seen;
    const range = { fromMs: nowMs - spanMs, toMs: nowMs };
    const traffic = await likeTraffic(this.#options.ledger, about, range);
    const looked = { atMs: nowMs, ...traffic };
    this.#seen.delete(key);
    this.#seen.set(key, looked);
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined && this.#seen.size > MOST_KEPT) this.#seen.delete(oldest);
    return looked;
  }
}

type LookedAt = SeenTraffic & Readonly<{ atMs: number }>;

const of = ({ provider, model }: BatchTarget): TrafficOf => ({ provider, model });
