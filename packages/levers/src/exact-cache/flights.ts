import type { CacheKey } from "./cache-key.ts";
import type { KeptAnswer } from "./kept-answer.ts";

/** A question under way that others may wait for. */
export interface Flight {
  /** Whether anyone waits for its answer. */
  readonly isAwaited: boolean;
  /** Ends it: those who wait get the answer, or learn that there is none and go on themselves. */
  land(answer: KeptAnswer | undefined): void;
}

type Open = { check: string; waiting: Set<(answer: KeptAnswer | undefined) => void> };

/** What those who wait hang on: given up when their client has left. */
type Patience = (giveUp: () => void) => void;

/** Questions under way, by their keys: of several alike, one is asked and the others wait for its answer. */
export class Flights {
  readonly #open = new Map<string, Open>();

  get count(): number {
    return this.#open.size;
  }

  /** How many calls wait for another's answer. */
  get waiting(): number {
    let waiting = 0;
    for (const flight of this.#open.values()) waiting += flight.waiting.size;
    return waiting;
  }

  /**
   * Waits for the same question, where it is under way.
   * @returns undefined where it is not; else its answer, `failed` where it got none, or `left` where the waiting was given up
   */
  join(key: CacheKey, patience: Patience): Promise<KeptAnswer | "failed" | "left"> | undefined {
    const flight = this.#open.get(key.digest);
    if (flight === undefined || flight.check !== key.check) return undefined;
    return new Promise((resolve) => {
      const landed = (answer: KeptAnswer | undefined): void => resolve(answer ?? "failed");
      flight.waiting.add(landed);
      patience(() => {
        flight.waiting.delete(landed);
        resolve("left");
      });
    });
  }

  /** Begins a question; undefined where one of its key is under way already. */
  begin({ digest, check }: CacheKey): Flight | undefined {
    if (this.#open.has(digest)) return undefined;
    const flight: Open = { check, waiting: new Set() };
    this.#open.set(digest, flight);
    return {
      get isAwaited() {
        return flight.waiting.size > 0;
      },
      land: (answer) => {
        if (this.#open.get(digest) === flight) this.#open.delete(digest);
        for (const landed of flight.waiting) landed(answer);
        flight.waiting.clear();
      },
    };
  }
}
