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
 * Makes increases of running totals. A series begins again where its start moves or its count falls. With
 * `sinceMs`, a series that began before is counted from its first point here on: what it had counted by then may
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
    const last = this.#last.get(series);
    const goesOn = last !== undefined && last.startMs === point.startMs;
    if (goesOn && point.atMs <= last.atMs) return "repeated";
    this.#last.delete(series);
    this.#last.set(series, point);
    if (this.#last.size > MOST_SERIES) {
      const oldest = this.#last.keys().next();
      if (!oldest.done) this.#last.delete(oldest.value);
    }
    if (goesOn && point.count >= last.count) {
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
      startMs: goesOn ? last.atMs : point.startMs,
      endMs: point.atMs,
      count: point.count,
      requests: point.requests,
    };
  }
}

const difference = (now: number | undefined, before: number | undefined): number | undefined =>
  now === undefined || before === undefined || now < before ? undefined : now - before;
