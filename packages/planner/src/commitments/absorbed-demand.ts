import type { DemandTrace } from "../demand/demand-trace.ts";

const HOUR_MS = 3_600_000;

/** What a unit of a commitment absorbs, and so what its load is counted in. */
export type Absorbs =
  /** Usage at on-demand prices, accounted for by the minute or by the hour. */
  | Readonly<{ by: "dollars"; everyMs: 60_000 | 3_600_000 }>
  /** Tokens of all kinds, each counted so many times. */
  | Readonly<{ by: "tokens"; input: number; cacheRead: number; output: number }>
  /** One kind of tokens alone, at its own on-demand price in microdollars. */
  | Readonly<{ by: "input_tokens" | "output_tokens"; microdollarsEach: number }>;

/** The load of each step, what it costs on demand, and of how many calls it is. */
export type AbsorbedDemand = Readonly<{
  stepMs: number;
  loads: Float64Array;
  values: Float64Array;
  calls: Float64Array;
}>;

/** A trace as a commitment meets it. A trace by the hour stands for one by the minute where there is none finer. */
export function absorbedDemand(trace: DemandTrace, absorbs: Absorbs): AbsorbedDemand {
  const { stepMs, calls, inputTokens, cacheReadTokens, outputTokens, onDemandMicrodollars } = trace;
  switch (absorbs.by) {
    case "dollars": {
      const steps = Math.max(1, absorbs.everyMs / stepMs);
      const values = addedUp(onDemandMicrodollars, steps);
      return { stepMs: stepMs * steps, loads: values, values, calls: addedUp(calls, steps) };
    }
    case "tokens": {
      const loads = inputTokens.map(
        (tokens, step) =>
          absorbs.input * tokens +
          absorbs.cacheRead * (cacheReadTokens[step] as number) +
          absorbs.output * (outputTokens[step] as number),
      );
      return { stepMs, loads, values: onDemandMicrodollars, calls };
    }
    case "input_tokens":
    case "output_tokens": {
      const loads = absorbs.by === "input_tokens" ? inputTokens : outputTokens;
      const values = loads.map((tokens) => tokens * absorbs.microdollarsEach);
      return { stepMs, loads, values, calls };
    }
    default:
      return absorbs satisfies never;
  }
}

/** So many steps as one; a rest at the beginning that fills no whole one is left out. */
function addedUp(column: Float64Array, steps: number): Float64Array {
  if (steps === 1) return column;
  const count = Math.floor(column.length / steps);
  const first = column.length - count * steps;
  return Float64Array.from({ length: count }, (_, index) => {
    let sum = 0;
    for (let step = 0; step < steps; step += 1) {
      sum += column[first + index * steps + step] as number;
    }
    return sum;
  });
}

/** Steps of a trace as the same stretch in longer ones, counted from the end. */
export const inLongerSteps = (
  { from, to }: Readonly<{ from: number; to: number }>,
  all: Readonly<{ steps: number; stepMs: number }>,
  stepMs: number,
): Readonly<{ from: number; to: number }> => {
  const factor = stepMs / all.stepMs;
  const count = Math.floor(all.steps / factor);
  return {
    from: count - (all.steps - from) / factor,
    to: count - (all.steps - to) / factor,
  };
};

/** Whether a limit that is told by the minute is only seen by the hour: bursts within the hour are not seen. */
export const hidesBursts = (trace: DemandTrace, absorbs: Absorbs): boolean =>
  trace.stepMs === HOUR_MS && !(absorbs.by === "dollars" && absorbs.everyMs === HOUR_MS);
