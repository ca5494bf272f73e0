import type { GivenDemand } from "@headgate/contract";
import { contradiction, type NoPlanReason } from "../commitments/no-plan.ts";
import type { DemandTrace } from "./demand-trace.ts";

const MICRODOLLARS = 1_000_000;

/** Demand that a user brings as a trace, or what is wrong with it, with its place. */
export function givenTrace(
  given: GivenDemand,
): DemandTrace | Readonly<{ kind: "wrong"; reasons: readonly NoPlanReason[] }> {
  const stepMs = given.grain === "hour" ? 3_600_000 : 60_000;
  const steps = given.on_demand_dollars.length;
  const reasons: NoPlanReason[] = [];
  const columnOf = (
    name: "on_demand_dollars" | "calls" | "input_tokens" | "cache_read_tokens" | "output_tokens",
  ): Float64Array => {
    const numbers = given[name];
    if (numbers === undefined) return new Float64Array(steps);
    if (numbers.length !== steps) {
      reasons.push(
        contradiction(
          `demand.${name}`,
          `It has ${numbers.length} steps, and on_demand_dollars ${steps}.`,
          "Give every column one number a step.",
        ),
      );
    }
    const negative = numbers.findIndex((number) => !(number >= 0));
    if (negative !== -1) {
      reasons.push(
        contradiction(
          `demand.${name}[${negative}]`,
          `Demand cannot be negative, and here it is ${numbers[negative]}.`,
          "Leave credits and refunds out of it: demand is what was used.",
        ),
      );
    }
    return Float64Array.from({ length: steps }, (_, step) => Math.max(0, numbers[step] ?? 0));
  };
  const fromMs = Date.parse(given.from);
  if (fromMs % stepMs !== 0) {
    reasons.push(
      contradiction(
        "demand.from",
        `It does not begin on a whole ${given.grain}.`,
        `Let it begin on a whole ${given.grain}.`,
      ),
    );
  }
  const trace: DemandTrace = {
    fromMs,
    stepMs,
    calls: columnOf("calls"),
    inputTokens: columnOf("input_tokens"),
    cacheReadTokens: columnOf("cache_read_tokens"),
    outputTokens: columnOf("output_tokens"),
    onDemandMicrodollars: columnOf("on_demand_dollars").map((dollars) => dollars * MICRODOLLARS),
    unknownCalls: 0,
  };
  return reasons.length === 0 ? trace : { kind: "wrong", reasons };
}
