import { reopening } from "../reopening.ts";
import type { Reservation, Settlement, Spending } from "../store.ts";
import type { CountersNews } from "./news.ts";
import { type Grant, RecentGrants } from "./recent-grants.ts";
import type { Arrival } from "./valkey-link.ts";
import { within } from "./within.ts";

type Options = Readonly<{
  /** Holds a lease in the books, whether or not there is room. False where the server refuses it. */
  hold: (reservation: Reservation) => Promise<boolean>;
  /** Counts what was spent, once for its lease. False where the server refuses it. */
  count: (spending: Spending) => Promise<boolean>;
  /** Ends the books: they lack more than anybody can tell again. */
  renew: () => Promise<unknown>;
  told: (news: CountersNews) => void;
}>;

/** So many are asked before the first is answered: one after the other ten thousand would take as many round trips. */
const TOLD_AT_ONCE = 200;

/** Tells a server that took over for another what it lacks of what this gateway was granted. */
export class MissingGrants {
  readonly #options: Options;
  readonly #recent = new RecentGrants();
  /** What the server has lost, until it has it again. */
  #missing: readonly Grant[] = [];
  #telling: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  granted(grant: Omit<Grant, "settlement">): void {
    this.#recent.add(grant);
  }

  settled(settlement: Settlement): void {
    this.#recent.settled(settlement);
  }

  /** Resolves when nothing is being told: what the server lacks would be room for whoever asks before. */
  async toldAgain(): Promise<void> {
    await this.#telling;
  }

  /** The same, waited for no longer than that. Answers whether it is so. */
  async isToldWithin(milliseconds: number): Promise<boolean> {
    return this.#telling === undefined || (await within(this.#telling, milliseconds));
  }

  /** What another process of the server answered last may be missing at the one that is there now. */
  async arrived({ isNew, isOtherProcess, process, grantedBefore }: Arrival): Promise<void> {
    if (isNew) {
      this.#recent.clear();
      this.#missing = [];
    } else if (isOtherProcess) {
      const missing = this.#recent.takeBehind(grantedBefore, process);
      if (missing === undefined) {
        await this.#options.renew();
        throw reopening();
      }
      this.#missing = [...this.#missing, ...missing];
    }
    if (this.#missing.length === 0) return;
    const telling = this.#tell();
    // Whoever waits for it asks then; that it failed is told of here.
    this.#telling = telling.catch(() => undefined);
    await telling.finally(() => {
      this.#telling = undefined;
    });
  }

  async #tell(): Promise<void> {
    let leases = 0;
    while (this.#missing.length > 0) {
      const some = this.#missing.slice(0, TOLD_AT_ONCE);
      const ends = await Promise.allSettled(some.map((grant) => this.#tellOne(grant)));
      // What the server has is not held again: it may be settled by then.
      const failed = some.filter((_, index) => ends[index]?.status === "rejected");
      this.#missing = [...failed, ...this.#missing.slice(some.length)];
      leases += ends.filter((end) => end.status === "fulfilled" && end.value).length;
      const fault = ends.find((end) => end.status === "rejected");
      if (fault !== undefined) throw fault.reason;
    }
    this.#options.told({ kind: "told_again", count: leases });
  }

  #tellOne({ reservation, settlement, atMs }: Grant): Promise<boolean> {
    const claims = reservation.claims.map(({ limit: _, ...claim }) => claim);
    if (settlement === undefined) return this.#options.hold({ ...reservation, claims });
    return this.#options.count({ ...settlement, claims, atMs });
  }
}
