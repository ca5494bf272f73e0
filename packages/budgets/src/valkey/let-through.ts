import { accountKey, type Reservation, type Settlement } from "../store.ts";

/** More than so many calls are not remembered while the counters are away. */
const MOST_REMEMBERED = 10_000;

/** A call that this gateway let through by itself. */
type LetThroughCall = Readonly<{
  reservation: Reservation;
  /** When, by the time as it is set. */
  atMs: number;
  /** The shared counters may hold it all the same: they were asked, and their answer was lost. */
  isInDoubt: boolean;
}>;

/** A settlement that waits until the counters can be asked again. */
export type Afterwards = Readonly<{
  settlement: Settlement;
  /** What was let through here; absent where the lease is the shared counters' own. */
  letThrough?: LetThroughCall;
}>;

/** What outlives the process. */
export type KeptLetThrough = Readonly<{
  open: readonly LetThroughCall[];
  waiting: readonly Afterwards[];
}>;

/**
 * What this gateway lets through by itself while the counters are away: at most `allowance` in dollars, in all calls
 * together, whatever they come to, until it has been counted. It is known to this gateway alone.
 */
export class LetThrough {
  readonly #allowance: bigint | undefined;
  readonly #open = new Map<string, LetThroughCall>();
  #waiting: Afterwards[] = [];
  /** Dollars of what is open, and of what waits to be counted. */
  #used = 0n;
  #changes = 0;

  /** @param allowance picodollars; undefined where nothing under a hard budget may pass */
  constructor(allowance: bigint | undefined) {
    this.#allowance = allowance;
  }

  get used(): bigint {
    return this.#used;
  }

  /** Another number whenever there is something else to keep. */
  get changes(): number {
    return this.#changes;
  }

  get kept(): KeptLetThrough {
    return { open: [...this.#open.values()], waiting: this.#waiting };
  }

  /** Takes over what the process before this one kept: what was under way then came to nobody knows what. */
  restore({ open, waiting }: KeptLetThrough): void {
    const ended = open.map((letThrough) => ({
      settlement: { lease: letThrough.reservation.lease, amounts: new Map(), simulated: false },
      letThrough,
    }));
    for (const one of [...waiting, ...ended]) {
      this.#changes += 1;
      this.#waiting.push(one);
      const { worstDollars } = one.letThrough?.reservation ?? {};
      if (one.letThrough !== undefined && worstDollars !== undefined) {
        if (isHeld(one.letThrough.reservation)) this.#used += worstDollars;
      }
    }
  }

  /**
   * Lets a call through, or says why not. `uncounted`: no limit holds it, and nobody will count it.
   */
  take(
    reservation: Reservation,
    { atMs, isInDoubt }: Omit<LetThroughCall, "reservation">,
  ): "taken" | "uncounted" | "refused" {
    const call = { reservation, atMs, isInDoubt };
    if (this.#open.has(reservation.lease)) return "taken";
    const isHard = reservation.claims.some(
      ({ limit, amount }) => limit !== undefined && amount > 0n,
    );
    const isFull = this.#open.size + this.#waiting.length >= MOST_REMEMBERED;
    if (!isHard) {
      if (isFull) return "uncounted";
      this.#changes += 1;
      this.#open.set(reservation.lease, call);
      return "taken";
    }
    const { worstDollars } = reservation;
    if (this.#allowance === undefined || worstDollars === undefined || isFull) return "refused";
    if (this.#used + worstDollars > this.#allowance) return "refused";
    this.#changes += 1;
    this.#used += worstDollars;
    this.#open.set(reservation.lease, call);
    return "taken";
  }

  /** Whether a lease is one of those let through here. */
  has(lease: string): boolean {
    return this.#open.has(lease);
  }

  /**
   * Ends one that came to nothing; false where it is none such. Nothing is left of it to be counted, and the next attempt may
   * hold the same lease: a call's first target may have been passed over.
   */
  release(settlement: Settlement): boolean {
    const { lease, amounts } = settlement;
    const call = this.#open.get(lease);
    if (call === undefined) return false;
    const { reservation, isInDoubt } = call;
    if (!reservation.claims.every((claim) => amounts.get(accountKey(claim)) === 0n)) return false;
    this.#changes += 1;
    this.#open.delete(lease);
    this.#free(reservation);
    if (isInDoubt) this.#waiting.push({ settlement });
    return true;
  }

  /** Whether the shared counters have still to be told that a lease which they may hold came to nothing. */
  waitsToRelease(lease: string): boolean {
    return this.#waiting.some(
      ({ settlement, letThrough }) => letThrough === undefined && settlement.lease === lease,
    );
  }

  /** A settlement that could not be told; false where there are too many, and the ledger has to put it right. */
  wait(settlement: Settlement): boolean {
    const letThrough = this.#open.get(settlement.lease);
    // What was let through always has its place: it was counted when it began.
    if (letThrough === undefined && this.#waiting.length >= MOST_REMEMBERED) return false;
    this.#changes += 1;
    this.#open.delete(settlement.lease);
    this.#waiting.push({ settlement, ...(letThrough !== undefined && { letThrough }) });
    return true;
  }

  /** What waits; what `done` is not called for stays. */
  get waiting(): readonly Afterwards[] {
    return this.#waiting;
  }

  /** One was counted: what it took of the allowance is free again. */
  done(one: Afterwards): void {
    this.#changes += 1;
    this.#waiting = this.#waiting.filter((other) => other !== one);
    if (one.letThrough !== undefined) this.#free(one.letThrough.reservation);
  }

  #free(reservation: Reservation): void {
    const { worstDollars } = reservation;
    if (worstDollars !== undefined && isHeld(reservation)) this.#used -= worstDollars;
  }

  /** Leases whose call ended without a word: over by the steady clock, and counted at their worst case. */
  expire(steadyMs: number): void {
    for (const [lease, { reservation }] of this.#open) {
      if (reservation.expiresAtMs > steadyMs) continue;
      this.wait({ lease, amounts: new Map(), simulated: false });
    }
  }
}

const isHeld = ({ claims }: Reservation): boolean =>
  claims.some(({ limit, amount }) => limit !== undefined && amount > 0n);
