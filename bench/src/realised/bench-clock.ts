import { closeSync, openSync, writeSync } from "node:fs";

/** The time of all processes of a run, in milliseconds since the epoch: a file of one number, which `virtual-clock.mjs` reads. */
export class BenchClock {
  readonly path: string;
  readonly #file: number;
  #nowMs = 0;

  constructor(path: string, nowMs: number) {
    this.path = path;
    this.#file = openSync(path, "w+", 0o600);
    this.set(nowMs);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** It never goes back. */
  set(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    writeSync(this.#file, new Float64Array([this.#nowMs]), 0, 8, 0);
  }

  close(): void {
    closeSync(this.#file);
  }
}
