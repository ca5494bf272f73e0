import type { Reservation, Settlement } from "../store.ts";

/** What was granted longer ago has reached a server's disk and its replicas, or nothing has for long. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** A lease that the shared books granted to this gateway. */
export type Grant = Readonly<{
  reservation: Reservation;
  /** The how-manieth of the books it was. */
  place: number;
  /** Which process of the server granted it. */
  process: string;
  /** When, by the time as it is set. */
  atMs: number;
  /** What it came to; absent while its call is under way. */
  settlement: Settlement | undefined;
}>;

/**
 * What the shared books granted to this gateway lately. A server that takes over for another, or lost the end of its log, may lack
 * some of it though it was answered; only who was answered knows.
 */
export class RecentGrants {
  readonly #byLease = new Map<string, Grant>();
  /** The last place of each process that is not remembered any more. */
  readonly #forgottenUpTo = new Map<string, number>();

  add(grant: Omit<Grant, "settlement">): void {
    const { lease } = grant.reservation;
    this.#byLease.delete(lease);
    this.#byLease.set(lease, { ...grant, settlement: undefined });
    for (const [oldest, { atMs, place, process }] of this.#byLease) {
      const isOld = grant.atMs - atMs > REMEMBERED_MS || this.#byLease.size > MOST_REMEMBERED;
      if (!isOld) break;
      this.#byLease.delete(oldest);
      this.#forgottenUpTo.set(process, Math.max(this.#forgottenUpTo.get(process) ?? 0, place));
    }
  }

  settled(settlement: Settlement): void {
    const grant = this.#byLease.get(settlement.lease);
    if (grant !== undefined) this.#byLease.set(settlement.lease, { ...grant, settlement });
  }

  /**
   * Takes out what other processes granted behind a place, which is missing in a process that began there. What a process
   * granted itself it has.
   *
   * @returns undefined where more is missing than is remembered
   */
  takeBehind(place: number, process: string): readonly Grant[] | undefined {
    for (const [other, upTo] of this.#forgottenUpTo) {
      if (other !== process && upTo > place) return undefined;
    }
    const missing = [...this.#byLease.values()].filter(
      (grant) => grant.process !== process && grant.place > place,
    );
    for (const { reservation } of missing) this.#byLease.delete(reservation.lease);
    return missing;
  }

  /** Other books have granted nothing of it. */
  clear(): void {
    this.#byLease.clear();
    this.#forgottenUpTo.clear();
  }
}
