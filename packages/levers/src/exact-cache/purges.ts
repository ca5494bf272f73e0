import type { CachePurge } from "@headgate/contract";
import { isPurged } from "./is-purged.ts";

/** Of more than these nobody knows any longer what they were about. */
const MOST = 100;

/** The latest purges: an answer that was under way when its like was forgotten must not be kept behind it. */
export class Purges {
  readonly #latest: CachePurge[] = [];
  #count = 0;

  /** How many there were: what a call remembers when it begins. */
  get count(): number {
    return this.#count;
  }

  note(what: CachePurge): void {
    this.#count += 1;
    this.#latest.push(what);
    if (this.#latest.length > MOST) this.#latest.shift();
  }

  /** Whether a purge since then was about an entry, or may have been. */
  tookAway(since: number, entry: Parameters<typeof isPurged>[1]): boolean {
    const later = this.#count - since;
    if (later === 0) return false;
    return later > MOST || this.#latest.slice(-later).some((what) => isPurged(what, entry));
  }
}
