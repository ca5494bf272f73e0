import {
  type Begun,
  type Budget,
  type BudgetStore,
  compileBudgets,
  type EndedLease,
  newsLine,
  openBudgets,
  slotsAt,
  steadyMs,
  UNSETTLED_PAGE,
} from "@headgate/budgets";
import type {
  BudgetsResponse,
  HeadgateConfig,
  StoreFailure,
  StoresConfig,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { Logger } from "pino";
import { oneAtATime } from "../alarms/one-at-a-time.ts";
import { budgetStatus, countingSlots } from "./budget-status.ts";
import { readOpening, untold } from "./read-opening.ts";
import { settleFromLedger } from "./settle-from-ledger.ts";

/** What a crash left is looked through this often. */
export const BUDGET_TICK_MS = 15_000;
/** Budgets that are closed until they are opened are looked for this often: their calls wait. */
export const OPENING_LOOK_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A row that has not come by then was never written. */
const ROWS_COME_WITHIN_MS = 24 * HOUR_MS;
/** How long after a budget was known most attempts from before it can still be recorded, beside their own time. */
const LATE_ROWS_MS = 5 * 60_000;
/** From then on what was spent before is read so often: a spool may be shipped late, and a batch's rows come within a day. */
const LATER_OPENINGS_MS = 5 * 60_000;
/** No window is longer than a year: of a budget that is in no configuration any more what is older than two can go. */
const KEPT_MS = 800 * DAY_MS;
/** Rows of calls come within a day, those of batches within thirty hours: so long after its window a slot may still change. */
const CHANGES_WITHIN_MS = 2 * DAY_MS;

export interface BudgetWatch {
  /** How the configured budgets stand, in their order: of each the accounts with the most, as many as a page can use unless said. */
  standings(asked?: Readonly<{ mostAccounts: number }>): Promise<BudgetsResponse>;
  /** The store itself, for what control makes known to it. @throws HeadgateError `budgets_unavailable` */
  store(): Promise<BudgetStore>;
  /** Ends leases whose time is over, puts those right whose rows have come, reads openings. */
  tick(): Promise<void>;
  /** Opens budgets that are closed until then. */
  openClosed(): Promise<void>;
  close(): Promise<void>;
}

type Options = Readonly<{
  /** Where budgets are kept, this machine's own file unless said. */
  store?: StoresConfig["counters"];
  /** Told of each time that shared counters did not do what they were asked. */
  failed?: (failure: StoreFailure) => void;
  path: string;
  ledger: Pick<LedgerStore, "report" | "call">;
  /** Names the ledger, where this node has its own and what budgets count is shared: what others tell is added. */
  ledgerName: string | undefined;
  /** Brings into the ledger what waits in this node's spool. */
  loadNow: () => Promise<void>;
  config: () => Pick<HeadgateConfig, "budgets" | "limits">;
  nowMs: () => number;
  log: Logger;
}>;

/** Control's part of budgets: it shows them, and reads what the ledger knows into them. */
export function createBudgetWatch({
  store: where = { kind: "local" },
  failed,
  path,
  ledger,
  ledgerName,
  loadNow,
  config,
  nowMs,
  log,
}: Options): BudgetWatch {
  let opened: Promise<BudgetStore> | undefined;
  let forgotAtMs: number | undefined;
  let lookedAt: EndedLease | undefined;
  /** When this process last read openings, by budget: others may read them from ledgers of their own. */
  const readAtMs = new Map<string, number>();
  /** Budgets whose openings are being read, by a tick or by a look for closed ones. */
  const reading = new Set<string>();

  /** One that ended by itself is opened anew at the next look. */
  const forget = (error: Error): void => {
    opened = undefined;
    log.error({ err: error }, "the store of budgets is opened anew");
  };

  /** Opened with the first budget: most installations have none. */
  const store = (): Promise<BudgetStore> => {
    opened ??= openBudgets({
      ...{ path, onEnded: forget, counters: where },
      ...(failed !== undefined && { failed }),
      told: (news) => {
        const { level, message } = newsLine(news);
        log[level]({ counters: news.kind }, message);
      },
    }).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  const readOpenings = async (
    opened: BudgetStore,
    budgets: readonly Budget[],
    begun: readonly Begun[],
  ): Promise<void> => {
    const now = nowMs();
    const wanting = budgets.flatMap((budget) => {
      const known = begun.find(({ budget: id }) => id === budget.id);
      if (reading.has(budget.id)) return [];
      return known !== undefined && wantsOpening(budget, known, now) ? [{ budget, known }] : [];
    });
    // What still waits here was spent as well: a budget is not opened without it.
    const loaded = wanting.some(({ known }) => known.openedMs === undefined)
      ? loadNow()
      : undefined;
    const reads = wanting.map(({ budget, known }) => {
      const read = (async () => {
        if (known.openedMs === undefined) await loaded;
        await readOne(opened, budget, { known, now });
      })();
      reading.add(budget.id);
      return read.finally(() => reading.delete(budget.id));
    });
    // None waits for another one, nor fails with it.
    const failed = (await Promise.allSettled(reads)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  };

  const readOne = async (
    opened: BudgetStore,
    budget: Budget,
    { known, now }: Readonly<{ known: Begun; now: number }>,
  ): Promise<void> => {
    const spans = untold(known);
    const { openings, leftOut } = await readOpening(ledger, budget, { spans, nowMs: now });
    await opened.open(budget.id, openings, now, ledgerName);
    readAtMs.set(budget.id, now);
    if (leftOut > 0) {
      log.warn(
        { budget: budget.name, leftOut },
        "spend from before the budget was known is not in it for so many values",
      );
    }
  };

  /** As long as the window has a time in which the budget was not known: nobody can say that all of its rows have come. */
  const wantsOpening = (budget: Budget, known: Begun, now: number): boolean => {
    const { id, window, config: of } = budget;
    if (known.awaitsOpening) return true;
    if (window === undefined) return false;
    const untoldUntilMs = Math.max(...untold(known).map(({ endMs }) => endMs));
    if (slotsAt(window, now, of.time_zone).oldest >= untoldUntilMs) return false;
    const readMs = readAtMs.get(id);
    if (known.openedMs === undefined || readMs === undefined) return true;
    const lateRowsUntil = untoldUntilMs + config().limits.call_timeout_ms + LATE_ROWS_MS;
    return readMs < lateRowsUntil || now - readMs >= LATER_OPENINGS_MS;
  };

  const work = oneAtATime(async () => {
    const budgets = compileBudgets(config().budgets);
    if (budgets.length === 0) return;
    const opened = await store();
    const now = nowMs();
    const ended = await opened.expire({ nowMs: now, steadyMs: steadyMs() });
    if (ended > 0) log.warn({ leases: ended }, "leases of budgets ended unsettled");
    const unsettled = await opened.unsettled(now - ROWS_COME_WITHIN_MS, lookedAt);
    // Those without a row stay: each look goes on behind the last one, and begins anew behind the last of all.
    lookedAt = unsettled.length < UNSETTLED_PAGE ? undefined : unsettled.at(-1);
    const settled = await settleFromLedger({ store: opened, ledger }, budgets, unsettled);
    if (settled > 0) log.info({ leases: settled }, "leases of budgets settled from the ledger");
    const begun = await opened.begun(budgets.map(({ id }) => id));
    await readOpenings(opened, budgets, begun);
    if (forgotAtMs === undefined || now - forgotAtMs > DAY_MS) {
      await opened.forget(
        now - KEPT_MS,
        new Map(budgets.map((one) => [one.id, keptFrom(one, now)])),
      );
      forgotAtMs = now;
    }
  });

  let closedCannotBeRead = false;
  /** One that takes long keeps no other closed: the next look does not wait for this one. */
  const openClosed = async (): Promise<void> => {
    const budgets = compileBudgets(config().budgets);
    if (budgets.length === 0) return;
    const opened = await store();
    const begun = await opened.begun(budgets.map(({ id }) => id));
    const closed = begun.filter(({ awaitsOpening }) => awaitsOpening);
    if (closed.length === 0) closedCannotBeRead = false;
    else await readOpenings(opened, budgets, closed);
  };
  const looks = new Set<Promise<void>>();

  return {
    store,
    standings: async (asked) => {
      const now = nowMs();
      const at = new Date(now).toISOString();
      const budgets = compileBudgets(config().budgets);
      if (budgets.length === 0) {
        return { at, budgets: [], leases: { under_way: 0, unsettled: 0 } };
      }
      const opened = await store();
      const ids = budgets.map(({ id }) => id);
      const [begun, standings, leases, unsettled] = await Promise.all([
        opened.begun(ids),
        opened.standings(ids, new Map(budgets.map((one) => [one.id, countingSlots(one, now)]))),
        opened.leases(),
        opened.unsettled(now - ROWS_COME_WITHIN_MS),
      ]);
      return {
        at,
        budgets: budgets.map((budget) =>
          budgetStatus(budget, {
            standings: standings.filter((one) => one.budget === budget.id),
            begun: begun.find(({ budget: id }) => id === budget.id),
            nowMs: now,
            mostAccounts: asked?.mostAccounts,
          }),
        ),
        leases: { under_way: leases.count, unsettled: unsettled.length },
      };
    },
    tick: async () => {
      try {
        await work();
      } catch (error) {
        log.error({ err: error }, "budgets wait for the next look");
      }
    },
    openClosed: async () => {
      try {
        const look = openClosed();
        looks.add(look);
        await look.finally(() => looks.delete(look));
      } catch (error) {
        // It is tried each second: told once, and by `tick` from then on.
        if (!closedCannotBeRead) log.error({ err: error }, "budgets stay closed for now");
        closedCannotBeRead = true;
      }
    },
    close: async () => {
      // A failure of it was told of when it happened.
      await Promise.allSettled([work.underWay(), ...looks]);
      // One that could not be opened was told of by the look that needed it.
      const store = await opened?.catch(() => undefined);
      await store?.close();
    },
  };
}

/** Slots from before then are of windows that are over, and change no more. */
const keptFrom = (budget: Budget, nowMs: number): number =>
  countingSlots(budget, nowMs - CHANGES_WITHIN_MS).oldest;
