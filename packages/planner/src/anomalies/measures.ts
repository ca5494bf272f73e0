import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import type { SpendPoint } from "../statistics/spend-series.ts";

/**
 * What of a series is judged: its cost; what a call cost, which is not moved by how many there are; what a token
 * cost, which is not moved by how long they are either.
 */
export const measures = ["cost", "cost_per_call", "cost_per_token"] as const;
export type Measure = (typeof measures)[number];

/**
 * What a call is made of: how long its prompt is, and which share of the prompt did not come out of the provider's
 * cache. Each is much steadier than what a call costs, which goes up and down with answers as well.
 */
export const signals = ["prompt_per_call", "uncached_share"] as const;
export type Signal = (typeof signals)[number];

/** Of a point, a value and the microdollars that one unit of it stands for; null where either is not known. */
export type Measured = Readonly<{ value: number; unitMicrodollars: number }> | null;

/** What a measure or a signal is at a point. A signal's units stand for all of its point's cost: at most that moves. */
export function measured(point: SpendPoint, what: Measure | Signal): Measured {
  if (point.cost === null) return null;
  const microdollars = toMicrodollars(point.cost);
  const { calls, tokens } = point;
  switch (what) {
    case "cost":
      return { value: microdollars, unitMicrodollars: 1 };
    case "cost_per_call":
      return perUnit(microdollars, calls);
    case "cost_per_token":
      return perUnit(microdollars, tokens);
    case "prompt_per_call":
      return signalOf(microdollars, point.promptTokens, calls);
    case "uncached_share": {
      const { promptTokens, cachedTokens } = point;
      if (promptTokens === undefined || cachedTokens === undefined) return null;
      return signalOf(microdollars, promptTokens - cachedTokens, promptTokens);
    }
    default:
      return what satisfies never;
  }
}

const perUnit = (microdollars: number, units: number | undefined): Measured =>
  units === undefined || units === 0
    ? null
    : { value: microdollars / units, unitMicrodollars: units };

function signalOf(
  microdollars: number,
  part: number | undefined,
  whole: number | undefined,
): Measured {
  if (part === undefined || whole === undefined || part <= 0 || whole === 0) return null;
  const value = part / whole;
  return { value, unitMicrodollars: microdollars / value };
}
