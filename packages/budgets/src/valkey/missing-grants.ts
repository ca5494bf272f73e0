import { reopening } from "../reopening.ts";
import type { Reservation, Settlement, Spending } from "../store.ts";
import type { CountersNews } from "./news.ts";
import { type Grant, RecentGrants } from "./recent-grants.ts";
import type { Arrival } from "./valkey-link.ts";

type Options = Readonly<{
  /** Holds a lease in the books, whether or not there is room. */
  hold: (reservation: Reservation) => Promise<unknown>;
  /** Counts what was spent, once for its lease. */
  count: (spending: Spending) => Promise<unknown>;
  /** Ends the books: they lack more than anybody can tell again. */
  renew: () => Promise<unknown>;
  told: (news: CountersNews) => void;
}>;

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
    const { hold, count, told } = this.#options;
    let leases = 0;
    for (const grant of this.#missing) {
      const { reservation, settlement, atMs } = grant;
      const claims = reservation.claims.map(({ limit: _, ...claim }) => claim);
      if (settlement === undefined) await hold({ ...reservation, claims });
      else await count({ ...settlement, claims, atMs });
      this.#missing = this.#missing.filter((one) => one !== grant);
      leases += 1;
    }
    told({ kind: "told_again", count: leases });
  }
}
