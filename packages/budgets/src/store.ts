import type { Moment } from "./steady-clock.ts";
import type { Slots, Span } from "./window.ts";

/** An account: one subject of one budget. */
export type Account = Readonly<{ budget: string; subject: string }>;

/** What a lease holds in one account. */
export type Claim = Account &
  Readonly<{
    /** Whole units, not negative; nothing is held against a limit for 0. */
    amount: bigint;
    /** Absent: counted, never refused. */
    limit?: bigint;
    slots: Slots;
    /** What becomes of it when its time is over and nobody has settled it. */
    atExpiry: "spent" | "released";
  }>;

export type Reservation = Readonly<{
  /** Names the attempt; the same one twice holds once. */
  lease: string;
  claims: readonly Claim[];
  /** When it begins, and when it is over without being settled, by the steady clock. */
  heldAtMs: number;
  expiresAtMs: number;
  /** What the attempt can come to at most in picodollars, where that is known. */
  worstDollars?: bigint;
}>;

export type Reserved =
  | Readonly<{ kind: "granted" }>
  /** Nothing was held, in no account. */
  | Readonly<{
      kind: "refused";
      /** The first account without room. */
      claim: number;
      spent: bigint;
      leased: bigint;
      /** What each slot that counts holds, from the oldest on. */
      used: readonly Readonly<{ slot: number; amount: bigint }>[];
    }>;

/** What an attempt came to: an amount an account, or unknown, which is what was held. */
export type Settlement = Readonly<{
  lease: string;
  /** By {@link accountKey}; an account that is missing keeps what was held. */
  amounts: ReadonlyMap<string, bigint>;
  simulated: boolean;
}>;

/** What is spent whether or not it is held under its name. */
export type Spending = Settlement &
  Readonly<{
    /** What is spent in each account where nothing is held; where the settlement has no amount for it, at its worst case. */
    claims: readonly Claim[];
    /** When it was made: what a budget's opening tells of is not counted again. */
    atMs: number;
  }>;

/**
 * `settled`: before its time was over. `corrected`: after it, what had been counted is put right.
 * `not_held`: there is no such lease, or no longer: nothing changes. `waits`: a store of many machines cannot be asked
 * now, and is told when it is back.
 */
export type Settled = "settled" | "corrected" | "not_held" | "waits";

/** Slots of an account, both ends included. */
export type SlotRange = Pick<Slots, "oldest" | "newest">;

/** The slots of a budget that are asked for; undefined where it is not asked for at all. */
export const askedSlots = (
  budget: string,
  slots: number | ReadonlyMap<string, SlotRange>,
): SlotRange | undefined =>
  typeof slots === "number"
    ? { oldest: slots, newest: Number.MAX_SAFE_INTEGER }
    : slots.get(budget);

/** How much of an account is used in one slot. All amounts are whole units and never negative. */
export type SlotStanding = Account &
  Readonly<{
    slot: number;
    spent: bigint;
    leased: bigint;
    /** Of what is spent: held at its worst case, because what it came to is not known. */
    atWorstCase: bigint;
    /** Of what is spent: from before the budget was known here, as the ledger has it. */
    opening: bigint;
    simulated: boolean;
  }>;

/**
 * When a budget was first known here, and when what was spent while it was not was last read. `gaps`: stretches after its
 * beginning in which no call was held to it here, as it was in no configuration.
 */
export type Begun = Readonly<{
  budget: string;
  sinceMs: number;
  gaps: readonly Span[];
  openedMs: number | undefined;
  /** Nothing passes under its limit until it is opened: the store may have lost what was spent. */
  awaitsOpening: boolean;
}>;

/** What who takes budgets on knows of them. */
export type Beginning = Readonly<{
  /** When this process left those that it had before. */
  leftMs?: ReadonlyMap<string, number>;
  /** Those that are closed, where they are new or have a new gap, until they are opened: somebody is there to do it. */
  awaiting?: ReadonlySet<string>;
}>;

/** Budgets that nobody held calls to for longer have a gap, if they were not said to be left. Who holds says so more often. */
export const HELD_WITHIN_MS = 15_000;

/**
 * Since when calls were not held to a budget that is taken on again at `nowMs`; undefined where they always were.
 *
 * @param heldMs when anybody last said that calls are held to it
 * @param leftMs when the process that takes it on left it, where it had it before
 */
export function gapBegins(
  heldMs: number,
  leftMs: number | undefined,
  nowMs: number,
): number | undefined {
  const wasLeftByAll = leftMs !== undefined && heldMs <= leftMs + HELD_WITHIN_MS;
  const from = Math.max(heldMs, leftMs ?? heldMs);
  return nowMs - from > (wasLeftByAll ? 0 : HELD_WITHIN_MS) ? from : undefined;
}

/** A lease whose time was over before anybody settled it. */
export type EndedLease = Readonly<{ lease: string; endedMs: number }>;

export const UNSETTLED_PAGE = 500;

/**
 * Where budgets are held. All of a call to it happens at one moment, for all processes that share it: in
 * each account `spent + leased` passes no limit by a reservation that it granted.
 */
export interface BudgetStore {
  /** Takes budgets on: makes them known, and notes the gap in those that are known and nobody held calls to. */
  begin(
    budgets: readonly string[],
    nowMs: number,
    beginning?: Beginning,
  ): Promise<readonly Begun[]>;
  /**
   * Says that calls are held to budgets at this moment, as they were since the caller took them on.
   *
   * @param left those that the caller took on before and holds no calls to any more; others that it took on stay so
   */
  hold(budgets: readonly string[], nowMs: number, left?: readonly string[]): Promise<void>;
  /** Of these budgets those that are known, in their order. */
  begun(budgets: readonly string[]): Promise<readonly Begun[]>;
  /** Holds all claims or none. @throws HeadgateError `budgets_reopening` where one of a limit awaits its opening */
  reserve(reservation: Reservation): Promise<Reserved>;
  /** What a lease holds, or held that ended unsettled; nothing where there is none such. */
  held(lease: string): Promise<readonly (Account & Readonly<{ amount: bigint }>)[]>;
  /**
   * Counts what was spent, once for its name, however often it is told: in place of the lease of that name where there is one,
   * else beside any lease.
   */
  spend(spending: Spending): Promise<"counted" | "not_held">;
  /** Turns a lease into what was spent, once. */
  settle(settlement: Settlement): Promise<Settled>;
  /**
   * Ends leases whose time is over by the steady clock, and those that began later than it is now: they are from
   * before the machine's last start. An unsettled one stays spent at its worst case. Returns how many.
   */
  expire(at: Moment): Promise<number>;
  /**
   * Leases that ended unsettled after a moment, the latest first and {@link UNSETTLED_PAGE} at most: their truth may still be
   * found.
   *
   * @param behind the last one of the page before
   */
  unsettled(afterMs: number, behind?: EndedLease): Promise<readonly EndedLease[]>;
  /** What is held and spent, in slots from a moment on, or in those that are asked for of each budget. */
  standings(
    budgets: readonly string[],
    slots: number | ReadonlyMap<string, SlotRange>,
  ): Promise<readonly SlotStanding[]>;
  /** Leases under way: how many, and until when the last of them, by the steady clock. */
  leases(): Promise<Readonly<{ count: number; latestMs: number | undefined }>>;
  /**
   * Sets what had been spent in slots while the budget was not known here, in place of what was set before.
   *
   * @param ledger names the ledger that tells it, where each node has one of its own: what they tell is added up
   */
  open(
    budget: string,
    amounts: readonly Readonly<{
      subject: string;
      slot: number;
      amount: bigint;
      simulated: boolean;
    }>[],
    nowMs: number,
    ledger?: string,
  ): Promise<void>;
  /**
   * Drops slots before a moment, and leases that nobody will settle any more.
   *
   * @param own moments of budgets whose slots count no longer before then, though they are later
   */
  forget(beforeMs: number, own?: ReadonlyMap<string, number>): Promise<void>;
  close(): Promise<void>;
}

/** The key of an account in a settlement. */
export const accountKey = ({ budget, subject }: Account): string => `${budget}\n${subject}`;
