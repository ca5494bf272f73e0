import { LruMap } from "./lru-map.ts";

/** Remembers keys until a moment, and no more of them than its capacity. */
export class ExpiringSet {
  readonly #untilMs: LruMap<number, number>;

  constructor(capacity: number) {
    this.#untilMs = new LruMap(capacity);
  }

  get size(): number {
    return this.#untilMs.size;
  }

  has(key: number, nowMs: number): boolean {
    const untilMs = this.#untilMs.get(key);
    return untilMs !== undefined && untilMs > nowMs;
  }

  add(key: number, untilMs: number): void {
    this.#untilMs.set(key, untilMs);
  }
}
