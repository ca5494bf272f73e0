/** A series' last point: what it had counted from its start until then. */
type Point = Readonly<{
  startMs: number;
  atMs: number;
  count: number;
  requests: number | undefined;
}>;

/** What came new with a point; `undefined` where nothing did. */
export type Increase = Readonly<{
  startMs: number;
  endMs: number;
  count: number;
  requests: number | undefined;
}>;

/** Series are remembered so that a running total counts once; more than these are a mistake of their writer. */
const MOST_SERIES = 50_000;

/**
 * Makes increases of running totals. A series begins again where its start moves or its count falls; one that
 * began at another time goes on beside it, as with files that come out of their order. With `sinceMs`, a series that began before is counted from its first point here on: what it had counted by then may
 * have been taken in already.
 */
export class RunningTotals {
  readonly #last = new Map<string, Point>();
  readonly #sinceMs: number | undefined;

  constructor(sinceMs?: number) {
    this.#sinceMs = sinceMs;
  }

  /** The increase; `repeated` for a point that was there already, `baseline` for one that is counted from. */
  next(series: string, point: Point): Increase | "repeated" | "baseline" {
    const run = `${series} ${point.startMs}`;
    const last = this.#last.get(run);
    if (last !== undefined && point.atMs <= last.atMs) return "repeated";
    this.#last.delete(run);
    this.#last.set(run, point);
    if (this.#last.size > MOST_SERIES) {
      const oldest = this.#last.keys().next();
      if (!oldest.done) this.#last.delete(oldest.value);
    }
    if (last !== undefined && point.count >= last.count) {
      return {
        startMs: last.atMs,
        endMs: point.atMs,
        count: point.count - last.count,
        requests: difference(point.requests, last.requests),
      };
    }
    if (last === undefined && this.#sinceMs !== undefined && point.startMs < this.#sinceMs) {
      return "baseline";
    }
    return {
      startMs: last?.atMs ?? point.startMs,
      endMs: point.atMs,
      count: point.count,
      requests: point.requests,
    };
  }
}

const difference = (now: number | undefined, before: number | undefined): number | undefined =>
  now === undefined || before === undefined || now < before ? undefined : now - before;

const ofImports = new WeakMap<AbortSignal, RunningTotals>();

/** The running totals of the import that a signal belongs to: a log that was rotated goes on in its next file. */
export function runningTotals(signal: AbortSignal): RunningTotals {
  const known = ofImports.get(signal) ?? new RunningTotals();
  ofImports.set(signal, known);
  return known;
}
