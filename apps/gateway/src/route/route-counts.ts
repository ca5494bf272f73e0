import type { RouteUse } from "@headgate/contract";
import type { DayOne } from "./decide-model.ts";

/** What became of a fingerprint's calls. */
export type RouteCount = {
  calls: number;
  moved: number;
  task: string | undefined;
  /** Of the last call; undefined where labels decided it. */
  dayOne: DayOne | undefined;
};

const MOST = 10_000;
const MOST_POOLS = 500;

/** How many calls were routed, by pool and fingerprint, since the process started. */
export class RouteCounts {
  readonly #pools = new Map<string, Map<string, RouteCount>>();

  note(
    pool: string,
    { fingerprint = "", task, chosen, reference }: RouteUse,
    dayOne: DayOne | undefined,
  ): void {
    const counts = this.#pools.get(pool) ?? new Map<string, RouteCount>();
    // As many pools as are learned of, and more; what clients name beyond is not counted.
    if (this.#pools.size >= MOST_POOLS && !this.#pools.has(pool)) return;
    this.#pools.set(pool, counts);
    const count = counts.get(fingerprint) ?? {
      ...{ calls: 0, moved: 0 },
      ...{ task: undefined, dayOne: undefined },
    };
    count.calls += 1;
    if (chosen !== reference) count.moved += 1;
    count.task = task ?? count.task;
    count.dayOne = dayOne;
    // Met again, it is the last to be forgotten.
    counts.delete(fingerprint);
    counts.set(fingerprint, count);
    if (counts.size <= MOST) return;
    const [oldest] = counts.keys();
    if (oldest !== undefined) counts.delete(oldest);
  }

  of(pool: string): ReadonlyMap<string, RouteCount> {
    return this.#pools.get(pool) ?? new Map();
  }
}
