import {
  type Budget,
  type BudgetStore,
  compileBudgets,
  matchBudgets,
  openBudgets,
  slotClock,
  steadyMs,
} from "@headgate/budgets";
import { type HeadgateConfig, HeadgateError, type StoresConfig } from "@headgate/contract";
import { type PriceBook, whyFree } from "@headgate/pricing";
import type { Logger } from "pino";
import type { Call } from "../call/call.ts";
import type { Counters } from "../counters.ts";
import { CallBudgets } from "./call-budgets.ts";
import { countNews } from "./count-news.ts";

/** Leases whose time is over are ended this often. */
const EXPIRY_INTERVAL_MS = 5_000;

type Options = Readonly<{
  /** Where budgets are kept; `path` is for this machine's own. */
  store: StoresConfig["counters"];
  path: string;
  durability: "process" | "disk";
  counters: Counters;
  log: Logger;
}>;

/** What a configuration says of budgets; replaced with it. */
export type BudgetRules = Readonly<{
  budgets: readonly Budget[];
  clocks: ReadonlyMap<string, ReturnType<typeof slotClock>>;
  config: HeadgateConfig;
  priceBook: PriceBook;
}>;

/** Calls that levers make spend money and tokens; the requests and lanes of a limit are its clients'. */
export const ownCallRules = (rules: BudgetRules | undefined): BudgetRules | undefined =>
  rules && {
    ...rules,
    budgets: rules.budgets.filter(({ measure }) => measure === "dollars" || measure === "tokens"),
  };

/** Holds calls to the budgets. The store is opened when a configuration first has any, and then stays. */
export class BudgetDesk {
  readonly #options: Options;
  #store: Promise<BudgetStore> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Takes on a configuration; resolves when the store knows its budgets. */
  async take(config: HeadgateConfig): Promise<void> {
    if (config.budgets.length === 0) return;
    this.#store ??= this.#open();
    const store = await this.#store;
    await store.begin(
      compileBudgets(config.budgets).map(({ id }) => id),
      Date.now(),
    );
  }

  /** The budgets of a configuration; `undefined` where there are none, and calls then pass untouched. */
  rulesFor(config: HeadgateConfig, priceBook: PriceBook): BudgetRules | undefined {
    if (config.budgets.length === 0) return undefined;
    const budgets = compileBudgets(config.budgets);
    const clocks = new Map(budgets.map((budget) => [budget.id, slotClock(budget)]));
    return { budgets, clocks, config, priceBook };
  }

  /** What holds a call to its budgets; `undefined` where it counts to none. */
  forCall(
    rules: BudgetRules | undefined,
    call: Pick<Call, "id" | "key" | "attribution" | "tags" | "wire" | "request" | "deadlineMs">,
  ): CallBudgets | undefined {
    if (rules === undefined || whyFree(call.wire.operation) !== undefined) return undefined;
    const matched = matchBudgets(rules.budgets, {
      keyId: call.key.id,
      attribution: call.attribution,
      tags: call.tags,
    });
    if (matched.length === 0) return undefined;
    const { counters, log } = this.#options;
    return new CallBudgets({ store: () => this.#opened(), rules, matched, call, counters, log });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    // One that could not be opened was told of then.
    const store = await this.#store?.catch(() => undefined);
    await store?.close();
  }

  readonly #ended = (error: Error): void => {
    this.#store = undefined;
    this.#options.log.error({ code: "budgets_unavailable" }, error.message);
  };

  #opened(): Promise<BudgetStore> {
    // One that could not be opened, or that ended, is opened with the next call: the disk may have been mended.
    this.#store ??= this.#open();
    return this.#store;
  }

  async #open(): Promise<BudgetStore> {
    const { path, durability, store: where, counters, log } = this.#options;
    try {
      const store = await openBudgets({
        ...{ path, durability, onEnded: this.#ended, counters: where },
        told: (news) => countNews(counters, log, news),
      });
      this.#timer ??= setInterval(() => void this.#expire(), EXPIRY_INTERVAL_MS).unref();
      return store;
    } catch (error) {
      this.#store = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ code: "budgets_unavailable" }, reason);
      throw error;
    }
  }

  async #expire(): Promise<void> {
    const { counters, log } = this.#options;
    try {
      const ended = await (await this.#store)?.expire({
        nowMs: Date.now(),
        steadyMs: steadyMs(),
      });
      if (ended === undefined || ended === 0) return;
      counters.budgets.leasesExpired += ended;
      log.warn({ leases: ended }, "leases of budgets ended unsettled and count as spent");
    } catch (error) {
      const code = error instanceof HeadgateError ? error.code : "internal";
      log.error({ code, error: String(error) }, "leases of budgets could not be looked through");
    }
  }
}
