import type { DemandTrace } from "@headgate/planner";

/** Traces over the same steps as one. */
export function addTraces(traces: readonly [DemandTrace, ...DemandTrace[]]): DemandTrace {
  const [first, ...others] = traces;
  const added = (column: Float64Array, of: (trace: DemandTrace) => Float64Array): Float64Array =>
    column.map((amount, step) =>
      others.reduce((sum, other) => {
        const more = of(other)[step];
        if (more === undefined) throw new RangeError("traces of unlike steps are not added up");
        return sum + more;
      }, amount),
    );
  return {
    ...first,
    calls: added(first.calls, ({ calls }) => calls),
    inputTokens: added(first.inputTokens, (trace) => trace.inputTokens),
    cacheReadTokens: added(first.cacheReadTokens, (trace) => trace.cacheReadTokens),
    outputTokens: added(first.outputTokens, (trace) => trace.outputTokens),
    onDemandMicrodollars: added(first.onDemandMicrodollars, (trace) => trace.onDemandMicrodollars),
    unknownCalls: others.reduce((sum, { unknownCalls }) => sum + unknownCalls, first.unknownCalls),
  };
}
