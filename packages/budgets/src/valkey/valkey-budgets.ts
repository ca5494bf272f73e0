import { isReopening, reopening } from "../reopening.ts";
import type { Moment } from "../steady-clock.ts";
import { AHEAD_MS, steadyMs } from "../steady-clock.ts";
import type {
  Account,
  Beginning,
  Begun,
  BudgetStore,
  Claim,
  EndedLease,
  Reservation,
  Reserved,
  Settled,
  Settlement,
  SlotStanding,
  Spending,
} from "../store.ts";
import { accountKey, HELD_WITHIN_MS, UNSETTLED_PAGE } from "../store.ts";
import type { Span } from "../window.ts";
import { forgetOldBooks } from "./forget-old-books.ts";
import type { LetThrough } from "./let-through.ts";
import type { CountersNews } from "./news.ts";
import { readStandings } from "./read-standings.ts";
import type { ValkeyLink } from "./valkey-link.ts";

/** Which clock leases end by: the server's own, or what is given, which is for tests of one machine. */
export type LeaseClock = "server" | "given";

/** Budgets that are begun within this time of new books are closed until what was spent before is read. */
const NEW_BOOKS_SECONDS = 3_600;
/** So long it is remembered that what a gateway let through was counted. */
const REMEMBER_COUNTED_SECONDS = 2 * 86_400;
/** At most so many leases are ended, and so many accounts or slots written, by one script: others wait meanwhile. */
const MOST_A_SCRIPT = 500;

/** A budget that this process holds calls to. */
type Wanted = Readonly<{
  /** Since when; what was let through since then is counted afterwards. */
  takenMs: number;
  leftMs: number | undefined;
  awaits: boolean;
  /** Whether the server has been told: from then on it has no gap, however long the server is away. */
  isBegun: boolean;
}>;

type Options = Readonly<{
  link: ValkeyLink;
  clock: LeaseClock;
  letThrough: LetThrough;
  told: (news: CountersNews) => void;
}>;

/** Budgets in Valkey or Redis: one script a reservation, for all machines that share the server. */
export class ValkeyBudgets implements BudgetStore {
  readonly #link: ValkeyLink;
  readonly #clock: LeaseClock;
  readonly #letThrough: LetThrough;
  readonly #told: (news: CountersNews) => void;
  #counting: Promise<void> | undefined;
  /** Made known again whenever the server's books are new. */
  readonly #wanted = new Map<string, Wanted>();

  constructor({ link, clock, letThrough, told }: Options) {
    this.#link = link;
    this.#clock = clock;
    this.#letThrough = letThrough;
    this.#told = told;
  }

  /** After each return of the server: budgets are made known, and what happened meanwhile is counted. */
  async arrived(): Promise<void> {
    // Those of which the server was told were held all the time that it was away.
    const begun = [...this.#wanted].filter(([, { isBegun }]) => isBegun);
    await this.#tellHeld(
      begun.map(([budget]) => budget),
      Date.now(),
    );
    await this.#begin(Date.now());
    await this.#countAfterwards();
  }

  /** While the server is away nothing is known, and the budgets are begun when it is back. */
  async begin(
    budgets: readonly string[],
    nowMs: number,
    { leftMs, awaiting }: Beginning = {},
  ): Promise<readonly Begun[]> {
    for (const budget of budgets) {
      const left = leftMs?.get(budget);
      const isBegun = this.#wanted.get(budget)?.isBegun === true && left === undefined;
      const awaits = awaiting?.has(budget) === true;
      this.#wanted.set(budget, { takenMs: nowMs, leftMs: left, awaits, isBegun });
    }
    if (this.#link.base === undefined) return [];
    await this.#begin(nowMs);
    return this.begun(budgets);
  }

  async hold(
    budgets: readonly string[],
    nowMs: number,
    left: readonly string[] = [],
  ): Promise<void> {
    for (const budget of left) this.#wanted.delete(budget);
    if (this.#link.base !== undefined) await this.#tellHeld(budgets, nowMs);
  }

  async begun(budgets: readonly string[]): Promise<readonly Begun[]> {
    const [, ...told] = (await this.#link.ask("begun", budgets)) as (string | number)[];
    return budgets.flatMap((budget, index) => {
      const known = String(told[3 * index]);
      if (known === "") return [];
      const [since, opened] = known.split(" ");
      return [
        {
          budget,
          sinceMs: Number(since),
          openedMs: opened === "" ? undefined : Number(opened),
          gaps: gapsOf(String(told[3 * index + 2])),
          awaitsOpening: told[3 * index + 1] === 1,
        },
      ];
    });
  }

  async reserve(reservation: Reservation): Promise<Reserved> {
    if (this.#letThrough.has(reservation.lease)) return { kind: "granted" };
    // What the server may hold under this name from before is let go first: it would be taken for this one.
    if (this.#link.base !== undefined && this.#letThrough.waitsToRelease(reservation.lease)) {
      await this.#countAfterwards();
    }
    const wasThere = this.#link.base !== undefined;
    try {
      return await this.#reserve(reservation);
    } catch (error) {
      if (this.#link.base !== undefined || isReopening(error)) throw error;
      // Where the server was asked it may have been held all the same, and the answer lost.
      const how = this.#letThrough.take(reservation, { atMs: Date.now(), isInDoubt: wasThere });
      if (how === "refused") {
        if (!wasThere) throw error;
        const amounts = new Map(reservation.claims.map((claim) => [accountKey(claim), 0n]));
        this.#letThrough.wait({ lease: reservation.lease, amounts, simulated: false });
        throw error;
      }
      if (how === "uncounted") this.#told({ kind: "uncounted" });
      else this.#told({ kind: "allowed", dollars: reservation.worstDollars });
      return { kind: "granted" };
    }
  }

  async held(lease: string): Promise<readonly (Account & Readonly<{ amount: bigint }>)[]> {
    const record = String(await this.#link.ask("held", [lease]));
    if (record === "") return [];
    return (JSON.parse(record) as readonly string[][]).map(
      ([budget = "", subject = "", , amount = ""]) => ({
        ...{ budget, subject, amount: BigInt(amount) },
      }),
    );
  }

  async spend(spending: Spending): Promise<"counted" | "not_held"> {
    refuseLessThanNothing(spending.amounts.values());
    refuseLessThanNothing(spending.claims.map(({ amount }) => amount));
    // What was let through here under this name is counted in its place, and once as well.
    if (this.#letThrough.has(spending.lease)) {
      await this.settle(spending);
      return "counted";
    }
    return (await this.#count(spending)) === "not_held" ? "not_held" : "counted";
  }

  async settle(settlement: Settlement): Promise<Settled> {
    refuseLessThanNothing(settlement.amounts.values());
    if (this.#letThrough.has(settlement.lease)) {
      if (this.#letThrough.release(settlement)) return "settled";
      this.#letThrough.wait(settlement);
      if (this.#link.base !== undefined) await this.#countAfterwards();
      return "waits";
    }
    try {
      return await this.#settle(settlement);
    } catch (error) {
      if (this.#link.base === undefined && this.#letThrough.wait(settlement)) return "waits";
      throw error;
    }
  }

  async expire({ nowMs, steadyMs }: Moment): Promise<number> {
    this.#letThrough.expire(steadyMs);
    await this.#link.arrive();
    await this.#countAfterwards();
    const clock = this.#clock === "server" ? "server" : steadyMs;
    return Number(await this.#link.ask("expire", [clock, AHEAD_MS, nowMs, MOST_A_SCRIPT]));
  }

  async unsettled(afterMs: number, behind?: EndedLease): Promise<readonly EndedLease[]> {
    const found = (await this.#link.ask("unsettled", [
      ...[afterMs, UNSETTLED_PAGE],
      ...(behind === undefined ? [] : [behind.endedMs, behind.lease]),
    ])) as string[];
    return pairs(found).map(([lease, endedMs]) => ({ lease, endedMs: Number(endedMs) }));
  }

  standings(budgets: readonly string[], fromMs: number): Promise<readonly SlotStanding[]> {
    return readStandings(this.#link, budgets, fromMs);
  }

  async leases(): Promise<Readonly<{ count: number; latestMs: number | undefined }>> {
    const [count, latest, serverMs] = (await this.#link.ask("leases", [])) as [
      number,
      string,
      string,
    ];
    if (latest === "") return { count, latestMs: undefined };
    const isServers = this.#clock === "server";
    return {
      count,
      latestMs: isServers ? Number(latest) - Number(serverMs) + steadyMs() : Number(latest),
    };
  }

  async open(
    ...[budget, amounts, nowMs, ledger = ""]: Parameters<BudgetStore["open"]>
  ): Promise<void> {
    for (let from = 0; from === 0 || from < amounts.length; from += MOST_A_SCRIPT) {
      const some = amounts.slice(from, from + MOST_A_SCRIPT);
      const isLast = from + MOST_A_SCRIPT >= amounts.length;
      await this.#link.ask("open", [
        ...[budget, nowMs, isLast ? 1 : 0, ledger],
        ...some.flatMap(({ subject, slot, amount, simulated }) => [
          ...[subject, slot, String(amount), simulated ? 1 : 0],
        ]),
      ]);
    }
  }

  async forget(beforeMs: number): Promise<void> {
    await forgetOldBooks(this.#link, beforeMs, MOST_A_SCRIPT);
  }

  async close(): Promise<void> {
    // What waits is told once more; what cannot be told now is put right from the ledger.
    if (this.#link.base !== undefined) await this.#countAfterwards();
    await this.#link.close();
  }

  async #tellHeld(budgets: readonly string[], nowMs: number): Promise<void> {
    if (budgets.length > 0) await this.#link.ask("hold", [nowMs, ...budgets]);
  }

  async #begin(nowMs: number): Promise<void> {
    const wanted = [...this.#wanted];
    if (wanted.length === 0) return;
    await this.#link.ask("begin", [
      ...[nowMs, NEW_BOOKS_SECONDS, HELD_WITHIN_MS],
      ...wanted.flatMap(([budget, { takenMs, leftMs, awaits, isBegun }]) => [
        ...[budget, takenMs, isBegun ? "" : (leftMs ?? ""), awaits ? 1 : 0],
      ]),
    ]);
    for (const [budget, one] of wanted) {
      if (this.#wanted.get(budget) === one) this.#wanted.set(budget, { ...one, isBegun: true });
    }
  }

  async #reserve({ lease, claims, heldAtMs, expiresAtMs }: Reservation): Promise<Reserved> {
    refuseLessThanNothing(claims.map(({ amount }) => amount));
    const askedAtMs = Date.now();
    const answer = (await this.#link.ask("reserve", [
      ...[this.#clock, lease, heldAtMs, expiresAtMs, recordOf(claims)],
      ...claims.flatMap(({ budget, subject, amount, limit, slots }) => [
        ...[budget, subject, String(amount), limit === undefined ? "" : String(limit)],
        ...[slots.at, slots.oldest, slots.newest],
      ]),
    ])) as readonly [string, ...(string | number)[]];
    const [kind, first, spent = "0", leased = "0", ...used] = answer;
    if (kind === "granted") {
      this.#link.noteTime(Number(first), askedAtMs);
      return { kind: "granted" };
    }
    if (kind === "closed") throw reopening();
    return {
      kind: "refused",
      claim: Number(first),
      spent: BigInt(spent),
      leased: BigInt(leased),
      used: pairs(used.map(String)).map(([slot, amount]) => ({
        slot: Number(slot),
        amount: BigInt(amount),
      })),
    };
  }

  async #settle({ lease, amounts, simulated }: Settlement): Promise<Settled> {
    const told = [...amounts].flatMap(([key, amount]) => [key, String(amount)]);
    return (await this.#link.ask("settle", [lease, simulated ? 1 : 0, ...told])) as Settled;
  }

  async #count({ lease, claims, amounts, simulated, atMs }: Spending): Promise<string> {
    const told = [...amounts].flatMap(([key, amount]) => [key, String(amount)]);
    const answer = await this.#link.ask("count_afterwards", [
      ...[lease, simulated ? 1 : 0, recordOf(claims), atMs],
      ...[REMEMBER_COUNTED_SECONDS, ...told],
    ]);
    return String(answer);
  }

  /** Counts what happened while the server was away; what fails waits for its next return. */
  #countAfterwards(): Promise<void> {
    this.#counting ??= this.#countWaiting().finally(() => {
      this.#counting = undefined;
    });
    return this.#counting;
  }

  async #countWaiting(): Promise<void> {
    let count = 0;
    for (const one of this.#letThrough.waiting) {
      const { settlement, letThrough } = one;
      if (letThrough === undefined) await this.#settle(settlement);
      else {
        const { reservation, atMs } = letThrough;
        await this.#count({ ...settlement, claims: reservation.claims, atMs });
      }
      this.#letThrough.done(one);
      count += 1;
    }
    if (count > 0) this.#told({ kind: "counted_afterwards", count });
  }
}

/** A lease as the scripts read it again. */
const recordOf = (claims: readonly Claim[]): string =>
  JSON.stringify(
    claims.map(({ budget, subject, slots, amount, atExpiry }) => [
      ...[budget, subject, String(slots.at), String(amount), atExpiry],
    ]),
  );

const gapsOf = (text: string): readonly Span[] =>
  [...text.matchAll(/(\d+)-(\d+)/g)].map(([, from, to]) => ({
    startMs: Number(from),
    endMs: Number(to),
  }));

const pairs = (flat: readonly string[]): readonly (readonly [string, string])[] => {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push([flat[at] ?? "", flat[at + 1] ?? ""]);
  return found;
};

function refuseLessThanNothing(amounts: Iterable<bigint>): void {
  for (const amount of amounts) {
    if (amount < 0n) throw new Error("nothing less than nothing is held or spent");
  }
}
