import { randomUUID } from "node:crypto";
import { isReopening, reopening } from "../reopening.ts";
import type { Moment } from "../steady-clock.ts";
import { AHEAD_MS } from "../steady-clock.ts";
import type {
  Account,
  Beginning,
  Begun,
  BudgetStore,
  EndedLease,
  Reservation,
  Reserved,
  Settled,
  Settlement,
  SlotStanding,
  Spending,
} from "../store.ts";
import { accountKey, HELD_WITHIN_MS } from "../store.ts";
import { forgetOldBooks } from "./forget-old-books.ts";
import type { KeptLetThrough, LetThrough } from "./let-through.ts";
import type { LetThroughFile } from "./let-through-file.ts";
import { MissingGrants } from "./missing-grants.ts";
import type { CountersNews } from "./news.ts";
import { type LeaseClock, readBegun, readLeases, readUnsettled } from "./read-books.ts";
import { readStandings } from "./read-standings.ts";
import { refuseLessThanNothing } from "./refuse-less-than-nothing.ts";
import type { Arrival, ValkeyLink } from "./valkey-link.ts";
import { pairs, recordOf } from "./wire.ts";
import { within } from "./within.ts";

/** Budgets that are begun within this time of new books are closed until what was spent before is read. */
const NEW_BOOKS_SECONDS = 3_600;
/** So long it is remembered that what a gateway let through was counted. */
const REMEMBER_COUNTED_SECONDS = 2 * 86_400;
/** At most so many leases are ended, and so many accounts or slots written, by one script: others wait meanwhile. */
const MOST_A_SCRIPT = 500;

/** Who is further ahead of the server's time drops nothing. Slots are kept two days longer than they count. */
const FORGETS_AT_MOST_AHEAD_MS = 60_000;

/** So long a reservation waits by itself for what a server lacks. Then who asked is told to ask again, as while budgets are opened. */
const TOLD_WITHIN_MS = 250;

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
  /** Where what is let through is kept, and what the process before this one kept there. */
  file?: LetThroughFile | undefined;
  kept?: KeptLetThrough | undefined;
}>;

/** Budgets in Valkey or Redis: one script a reservation, for all machines that share the server. */
export class ValkeyBudgets implements BudgetStore {
  readonly #link: ValkeyLink;
  readonly #clock: LeaseClock;
  readonly #letThrough: LetThrough;
  readonly #told: (news: CountersNews) => void;
  readonly #file: LetThroughFile | undefined;
  #kept: KeptLetThrough | undefined;
  #isUnkept = false;
  readonly #missing: MissingGrants;
  #counting: Promise<void> | undefined;
  /** Made known again whenever the server's books are new. */
  readonly #wanted = new Map<string, Wanted>();

  constructor({ link, clock, letThrough, told, file, kept }: Options) {
    this.#link = link;
    this.#clock = clock;
    this.#letThrough = letThrough;
    this.#told = told;
    this.#file = file;
    this.#kept = kept;
    this.#missing = new MissingGrants({
      hold: (reservation) => this.#unlessRefused(() => this.#holdAgain(reservation)),
      count: (spending) => this.#unlessRefused(() => this.#count(spending)),
      renew: () => link.ask("renew", [randomUUID()]),
      told,
    });
  }

  /** After each return of the server: budgets are made known, and what happened meanwhile is counted. */
  async arrived(arrival: Arrival): Promise<void> {
    await this.#missing.arrived(arrival);
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
    const kept = this.#kept;
    try {
      if (this.#link.base !== undefined) await this.#begin(nowMs);
    } finally {
      // Behind the beginning: what fell into a gap is the ledger's to tell.
      if (kept !== undefined && this.#kept === kept) this.#letThrough.restore(kept);
      this.#kept = undefined;
    }
    if (this.#link.base === undefined) return [];
    if (kept !== undefined) await this.#countAfterwards();
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

  begun(budgets: readonly string[]): Promise<readonly Begun[]> {
    return readBegun(this.#link, budgets);
  }

  async reserve(reservation: Reservation): Promise<Reserved> {
    if (this.#letThrough.has(reservation.lease)) return { kind: "granted" };
    // What the server may hold under this name from before is let go first: it would be taken for this one.
    if (this.#link.base !== undefined && this.#letThrough.waitsToRelease(reservation.lease)) {
      await this.#countAfterwards();
    }
    const wasThere = this.#link.base !== undefined;
    if (!(await this.#missing.isToldWithin(TOLD_WITHIN_MS))) throw reopening();
    try {
      return await this.#reserveWhereverItIs(reservation);
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
    await this.#missing.toldAgain();
    try {
      return await this.#settle(settlement);
    } catch (error) {
      if (this.#link.base === undefined && this.#letThrough.wait(settlement)) return "waits";
      throw error;
    }
  }

  async expire({ nowMs, steadyMs }: Moment): Promise<number> {
    this.#letThrough.expire(steadyMs);
    await this.#keep();
    await this.#link.arrive();
    await this.#countAfterwards();
    await this.#keep();
    const clock = this.#clock === "server" ? "server" : steadyMs;
    return Number(await this.#link.ask("expire", [clock, AHEAD_MS, nowMs, MOST_A_SCRIPT]));
  }

  unsettled(afterMs: number, behind?: EndedLease): Promise<readonly EndedLease[]> {
    return readUnsettled(this.#link, afterMs, behind);
  }

  standings(
    ...[budgets, slots]: Parameters<BudgetStore["standings"]>
  ): Promise<readonly SlotStanding[]> {
    return readStandings(this.#link, budgets, slots);
  }

  leases(): Promise<Readonly<{ count: number; latestMs: number | undefined }>> {
    return readLeases(this.#link, this.#clock);
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

  async forget(...[beforeMs, own]: Parameters<BudgetStore["forget"]>): Promise<void> {
    const askedAtMs = Date.now();
    const [, , serverMs] = (await this.#link.ask("leases", [])) as [number, string, string];
    this.#link.noteTime(Number(serverMs), askedAtMs);
    // Windows that are over by this machine's clock alone are under way for all others.
    if (this.#link.skewMs < -FORGETS_AT_MOST_AHEAD_MS) return;
    await forgetOldBooks(this.#link, { beforeMs, own, mostLeasesAtOnce: MOST_A_SCRIPT });
  }

  async close(): Promise<void> {
    // What waits is told once more; what cannot be told now is told by the next start, if it is kept.
    try {
      if (this.#link.base !== undefined) await this.#countAfterwards();
    } finally {
      await this.#keep();
      await this.#link.close();
    }
  }

  async #keep(): Promise<void> {
    if (this.#kept !== undefined) return;
    try {
      await this.#file?.save(this.#letThrough);
      this.#isUnkept = false;
    } catch (error) {
      // It is tried every few seconds: told once, until something was kept again.
      if (!this.#isUnkept) this.#told({ kind: "unkept", reason: String(error) });
      this.#isUnkept = true;
    }
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

  /** A server that took over in a cluster is told first what it lacks. */
  async #reserveWhereverItIs(reservation: Reservation): Promise<Reserved> {
    const reserved = await this.#reserve(reservation);
    if (reserved !== "other_server") return reserved;
    if (!(await within(this.#link.arrive(), TOLD_WITHIN_MS))) throw reopening();
    const again = await this.#reserve(reservation);
    if (again === "other_server") throw reopening();
    return again;
  }

  async #holdAgain(reservation: Reservation): Promise<void> {
    if ((await this.#reserve(reservation)) === "other_server") {
      throw this.#link.failed(new Error("another server of the cluster took over"));
    }
  }

  async #reserve(reservation: Reservation): Promise<Reserved | "other_server"> {
    const { lease, claims, heldAtMs, expiresAtMs } = reservation;
    refuseLessThanNothing(claims.map(({ amount }) => amount));
    const askedAtMs = Date.now();
    const answer = (await this.#link.ask("reserve", [
      ...[this.#clock, lease, heldAtMs, expiresAtMs, recordOf(claims)],
      ...claims.flatMap(({ budget, subject, amount, limit, slots }) => [
        ...[budget, subject, String(amount), limit === undefined ? "" : String(limit)],
        ...[slots.at, slots.oldest, slots.newest],
      ]),
    ])) as readonly [string, ...(string | number)[]];
    if (answer[0] === "granted") {
      const [, serverMs, place, process = ""] = answer;
      this.#link.noteTime(Number(serverMs), askedAtMs);
      this.#missing.granted({
        ...{ reservation, place: Number(place), process: String(process), atMs: askedAtMs },
      });
      return { kind: "granted" };
    }
    if (answer[0] === "other_server") return "other_server";
    const [kind, first, spent = "0", leased = "0", ...used] = answer;
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

  async #settle(settlement: Settlement): Promise<Settled> {
    const { lease, amounts, simulated } = settlement;
    const told = [...amounts].flatMap(([key, amount]) => [key, String(amount)]);
    const settled = await this.#link.ask("settle", [lease, simulated ? 1 : 0, ...told]);
    this.#missing.settled(settlement);
    return settled as Settled;
  }

  async #count({ lease, claims, amounts, simulated, atMs }: Spending): Promise<string> {
    const told = [...amounts].flatMap(([key, amount]) => [key, String(amount)]);
    const answer = await this.#link.ask("count_afterwards", [
      ...[lease, simulated ? 1 : 0, recordOf(claims), atMs],
      ...[REMEMBER_COUNTED_SECONDS, ...told],
    ]);
    return String(answer);
  }

  /** False where the server refuses it: asked again it would again, and all others would wait behind it. */
  async #unlessRefused(ask: () => Promise<unknown>): Promise<boolean> {
    try {
      await ask();
      return true;
    } catch (error) {
      if (this.#link.base === undefined) throw error;
      this.#told({ kind: "refused", reason: String(error) });
      return false;
    }
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
      const isCounted = await this.#unlessRefused(() => {
        if (letThrough === undefined) return this.#settle(settlement);
        const { reservation, atMs } = letThrough;
        return this.#count({ ...settlement, claims: reservation.claims, atMs });
      });
      this.#letThrough.done(one);
      if (isCounted) count += 1;
    }
    if (count > 0) this.#told({ kind: "counted_afterwards", count });
  }
}
