import type { DemandReport, DemandStep } from "@headgate/contract";
import { picodollars } from "@headgate/money";
import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import type { DemandTrace } from "./demand-trace.ts";

/** What a ledger holds calls of, `[fromMs, toMs)`: only there does a step without an entry mean that nothing was asked. */
export type SeenSpan = Readonly<{ fromMs: number; toMs: number }>;

const stepLength = { minute: 60_000, hour: 3_600_000 } as const;

/**
 * A report of demand as a trace without holes.
 *
 * @param seen what the ledger holds calls of; whole steps of the report that lie outside are left out
 * @param cost at which on-demand prices: `list`, or `contracted`, what the operator pays on demand
 * @returns a trace of no steps where nothing of the report was seen
 * @throws RangeError when the report's steps do not lie on whole minutes or hours of its range
 */
export function demandTraceOf(
  report: DemandReport,
  seen: SeenSpan,
  cost: "list" | "contracted" = "list",
): DemandTrace {
  const stepMs = stepLength[report.grain];
  const fromMs = Math.max(report.fromMs, Math.ceil(seen.fromMs / stepMs) * stepMs);
  const toMs = Math.min(report.toMs, Math.floor(seen.toMs / stepMs) * stepMs);
  const count = Math.max(0, (toMs - fromMs) / stepMs);
  const column = () => new Float64Array(count);
  const trace = {
    fromMs,
    stepMs,
    calls: column(),
    inputTokens: column(),
    cacheReadTokens: column(),
    outputTokens: column(),
    onDemandMicrodollars: column(),
    unknownCalls: 0,
  };
  for (const step of report.steps) {
    const index = (step.startMs - fromMs) / stepMs;
    if (!Number.isInteger(index)) {
      throw new RangeError(
        `a step of demand begins at ${step.startMs}, not on a whole ${report.grain}`,
      );
    }
    if (index < 0 || index >= count) continue;
    trace.calls[index] = step.attempts;
    trace.inputTokens[index] = step.inputTokens;
    trace.cacheReadTokens[index] = step.cacheReadTokens;
    trace.outputTokens[index] = step.outputTokens;
    trace.onDemandMicrodollars[index] = toMicrodollars(costOf(step, cost));
    trace.unknownCalls += step.unknownAttempts;
  }
  return trace;
}

const costOf = (step: DemandStep, cost: "list" | "contracted") =>
  picodollars(cost === "list" ? step.listCost : step.contractedCost);
