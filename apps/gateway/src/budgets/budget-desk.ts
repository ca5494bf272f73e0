import {
  type Budget,
  type BudgetStore,
  compileBudgets,
  matchBudgets,
  OPENING_PATIENCE_MS,
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

/** Leases whose time is over are ended this often, and it is said which budgets calls are held to. */
const EXPIRY_INTERVAL_MS = 5_000;

type Options = Readonly<{
  /** Where budgets are kept; `path` is for this machine's own. */
  store: StoresConfig["counters"];
  path: string;
  /** Where what is let through while shared counters are away is kept over a stop. */
  letThroughFile?: string;
  durability: "process" | "disk";
  counters: Counters;
  log: Logger;
  /**
   * Whether a control process is there that reads what was spent while budgets were not known here: until it has, they are
   * closed for what has a limit.
   */
  isOpened: boolean;
  /** Opens the store; `openBudgets` unless said. */
  open?: typeof openBudgets;
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
  /** The budgets of the configuration that was taken last. */
  #wanted: readonly Budget[] = [];
  /** Those of them that the store was told of: calls are held to them since then. */
  readonly #held = new Set<string>();
  /** The configuration's budgets that the store knows all of. */
  #toldOf: readonly Budget[] | undefined;
  /** When budgets went out of the configuration. */
  readonly #leftMs = new Map<string, number>();
  #telling: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Takes on a configuration; resolves when the store knows its budgets. */
  async take(config: HeadgateConfig): Promise<void> {
    this.#wanted = compileBudgets(config.budgets);
    const ids = new Set(this.#wanted.map(({ id }) => id));
    for (const id of this.#held) {
      if (ids.has(id)) continue;
      this.#held.delete(id);
      this.#leftMs.set(id, Date.now());
    }
    if (ids.size === 0) {
      const store = await this.#store;
      if (store !== undefined) await this.#hold(store);
      return;
    }
    await this.#hold(await this.#opened());
  }

  /** Says which budgets calls are held to, and to which they are no longer. One that is being told of is neither yet. */
  async #hold(store: BudgetStore): Promise<void> {
    const wanted = new Set(this.#wanted.map(({ id }) => id));
    const left = [...this.#leftMs.keys()].filter((id) => !wanted.has(id));
    await store.hold([...this.#held], Date.now(), left);
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
    call: Pick<Call, "id" | "key" | "attribution" | "tags" | "wire" | "request" | "deadlineMs"> &
      Readonly<{
        /** How long it waits for a budget that is being opened, if it is opened at all; as long as a client's call unless said. */
        patienceMs?: number;
      }>,
  ): CallBudgets | undefined {
    if (rules === undefined || whyFree(call.wire.operation) !== undefined) return undefined;
    const matched = matchBudgets(rules.budgets, {
      keyId: call.key.id,
      attribution: call.attribution,
      tags: call.tags,
    });
    if (matched.length === 0) return undefined;
    const { counters, log, isOpened } = this.#options;
    const { patienceMs: own = OPENING_PATIENCE_MS } = call;
    const patienceMs = isOpened ? own : 0;
    return new CallBudgets({
      ...{ store: () => this.#opened(), rules, matched, call, counters, log, patienceMs },
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    // One that could not be opened was told of then.
    const store = await this.#store?.catch(() => undefined);
    // To the last moment: a start soon after leaves no gap.
    if (store !== undefined) {
      await this.#hold(store).catch((error: unknown) => {
        this.#options.log.warn(
          { err: error },
          "budgets could not be told of the stop: the next start may find a gap and read the ledger first",
        );
      });
    }
    await store?.close();
  }

  readonly #ended = (error: Error): void => {
    this.#store = undefined;
    this.#options.log.error({ code: "budgets_unavailable" }, error.message);
  };

  /** The store, once it knows all budgets that calls are to be held to; what it could not be told is told with the next call. */
  async #opened(): Promise<BudgetStore> {
    // One that could not be opened, or that ended, is opened with the next call: the disk may have been mended.
    this.#store ??= this.#open();
    const store = await this.#store;
    // What is under way may have begun for another configuration: then this one is told after it, and by one call for all.
    while (this.#toldOf !== this.#wanted) {
      this.#telling ??= this.#tell(store).finally(() => {
        this.#telling = undefined;
      });
      await this.#telling;
    }
    return store;
  }

  /** Makes known what is not known yet. Those that are closed until they are opened have a window, which began before them. */
  async #tell(store: BudgetStore): Promise<void> {
    const told = this.#wanted;
    const fresh = told.filter(({ id }) => !this.#held.has(id));
    const now = Date.now();
    await this.#hold(store);
    const windowed = fresh.filter(({ window }) => window !== undefined).map(({ id }) => id);
    await store.begin(
      fresh.map(({ id }) => id),
      now,
      {
        leftMs: this.#leftMs,
        ...(this.#options.isOpened && { awaiting: new Set(windowed) }),
      },
    );
    const wanted = new Set(this.#wanted.map(({ id }) => id));
    for (const { id } of fresh) {
      this.#leftMs.delete(id);
      // It may have left the configuration meanwhile.
      if (wanted.has(id)) this.#held.add(id);
      else this.#leftMs.set(id, now);
    }
    this.#toldOf = told;
  }

  async #open(): Promise<BudgetStore> {
    const { path, durability, store: where, counters, log, open = openBudgets } = this.#options;
    const { letThroughFile } = this.#options;
    try {
      const store = await open({
        ...(letThroughFile !== undefined && { letThroughFile }),
        ...{ path, durability, onEnded: this.#ended, counters: where },
        told: (news) => countNews(counters, log, news),
        failed: (failure) => {
          counters.sharedCounters.errors[failure] += 1;
        },
      });
      // No call was made while it was not there: what was held is held still. Where the file is another one, all is new.
      await store.hold([...this.#held], Date.now());
      this.#held.clear();
      this.#toldOf = undefined;
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
      const store = await this.#store;
      if (store === undefined) return;
      await this.#hold(store);
      const ended = await store.expire({ nowMs: Date.now(), steadyMs: steadyMs() });
      if (ended === 0) return;
      counters.budgets.leasesExpired += ended;
      log.warn({ leases: ended }, "leases of budgets ended unsettled and count as spent");
    } catch (error) {
      const code = error instanceof HeadgateError ? error.code : "internal";
      log.error({ code, error: String(error) }, "leases of budgets could not be looked through");
    }
  }
}
