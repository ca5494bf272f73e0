import { performance } from "node:perf_hooks";
import { crc32 } from "node:zlib";

/** So many calls are one look at how busy the process is. */
const LOOK_CALLS = 512;
/** After a burst so many come late or never: where facts are given up, it looks after a second as well. */
const LOOK_MS = 1_000;
/** Slower than this, facts are no part of what keeps a process busy: they take some 60 µs a call. */
const FAST_CALLS_PER_SECOND = 1_000;
/** Of a process that is busy for more of its time than this, calls wait for each other. */
const BUSY = 0.85;
/** Below it there is room again. */
const ROOM = 0.7;
const LEAST_SHARE = 1 / 16;
const CRCS = 2 ** 32;

export type Machine = Readonly<{
  steadyMs: () => number;
  /** Which part of its time the process was busy since it was asked last, from 0 to 1. */
  busy: () => number;
}>;

/** This process, by its event loop. */
function thisMachine(): Machine {
  let last = performance.eventLoopUtilization();
  return {
    steadyMs: () => performance.now(),
    busy: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
  };
}

/**
 * Of which calls the facts of their requests are taken down. Of all, unless a process has more calls than it can carry: then
 * it gives up facts first, by halves, down to one in sixteen. Which are left out is told by the body alone, so that of
 * requests that come again all are looked at or none: how often they do can be told from a part. Once fewer calls come than facts
 * could be too much for, it takes those of all again.
 */
export class FactsPace {
  readonly #machine: Machine;
  #share = 1;
  #calls = 0;
  #lookedAtMs: number;
  #leftOut = 0;

  constructor(machine: Machine = thisMachine()) {
    this.#machine = machine;
    this.#lookedAtMs = machine.steadyMs();
  }

  /** Calls whose facts were not taken down. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Whether this request's facts are to be taken down; each call is asked about once. */
  takes(body: Uint8Array): boolean {
    this.#calls += 1;
    if (this.#calls === LOOK_CALLS || (this.#share < 1 && this.#sinceLookMs() >= LOOK_MS)) {
      this.#look();
    }
    if (this.#share === 1 || crc32(body) / CRCS < this.#share) return true;
    this.#leftOut += 1;
    return false;
  }

  #sinceLookMs(): number {
    return this.#machine.steadyMs() - this.#lookedAtMs;
  }

  #look(): void {
    const sinceMs = this.#sinceLookMs();
    const callsPerSecond = (this.#calls * 1_000) / sinceMs;
    const busy = this.#machine.busy();
    if (callsPerSecond < FAST_CALLS_PER_SECOND) this.#share = 1;
    else if (busy < ROOM) this.#share = Math.min(1, this.#share * 2);
    else if (busy > BUSY) this.#share = Math.max(LEAST_SHARE, this.#share / 2);
    this.#calls = 0;
    this.#lookedAtMs += sinceMs;
  }
}
