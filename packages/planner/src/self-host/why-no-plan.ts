import type { NoPlan, SelfHostPlanRequest } from "@headgate/contract";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { type OpenModel, openModels } from "./open-models.ts";
import { reason } from "./reason.ts";

type Reason = NoPlan["reasons"][number];

const HOUR_MS = 3_600_000;
/** Fewer do not show how days and nights differ from each other, nor weekends. */
const LEAST_HOURS = 168;

/** Every fault of a request that shows without looking anything up but the model. */
export function checkRequest(
  request: SelfHostPlanRequest,
  model: OpenModel | undefined,
): readonly Reason[] {
  return [
    ...(model === undefined ? [unknownModel(request.model)] : []),
    ...contradictions(request),
    ...(request.demand.kind === "stated" ? statedFaults(request.demand) : []),
  ];
}

/** Why a history does not tell the demand. */
export function traceFaults(trace: DemandTrace): readonly Reason[] {
  const hours = (trace.calls.length * trace.stepMs) / HOUR_MS;
  const calls = trace.calls.reduce((sum, count) => sum + count, 0);
  const mend = "Choose a longer range, or state the demand.";
  if (calls === 0)
    return [
      reason(
        "missing",
        "demand",
        "The range holds no call of this filter.",
        "Choose another range or filter, or state the demand.",
      ),
    ];
  if (trace.calls.some((count) => count < 0)) return [negative("demand")];
  if (hours < LEAST_HOURS)
    return [
      reason(
        "too_little_history",
        "demand",
        `${Math.floor(hours / 24)} whole days of history do not show how the days of a week differ: 7 are needed.`,
        mend,
      ),
    ];
  return calls === trace.unknownCalls
    ? [
        reason(
          "missing",
          "demand",
          "Of no call of the range the tokens are known.",
          "Record calls through the gateway or import logs that hold tokens.",
        ),
      ]
    : [];
}

const unknownModel = (name: string): Reason =>
  reason(
    "missing",
    "model",
    `"${name}" is no open model whose shape is known here.`,
    `Known are ${openModels()
      .map(({ id }) => id)
      .join(", ")}.`,
  );

function contradictions({ fleet, limits, demand }: SelfHostPlanRequest): readonly Reason[] {
  const faults: Reason[] = [];
  const contradict = (place: string, text: string, mend: string) =>
    faults.push(reason("contradiction", place, text, mend));
  const most = fleet.replicas_at_most;
  if (most !== undefined && most < fleet.replicas_at_least)
    contradict(
      "fleet",
      `At most ${most} replicas and at least ${fleet.replicas_at_least} exclude each other.`,
      "Lower replicas_at_least or raise replicas_at_most.",
    );
  if (most !== undefined && most < 1 + fleet.spare_replicas)
    contradict(
      "fleet",
      `At most ${most} replicas leave none for the traffic beside ${fleet.spare_replicas} spare.`,
      "Raise replicas_at_most or lower spare_replicas.",
    );
  if (
    limits.ms_per_answer !== undefined &&
    demand.kind === "stated" &&
    demand.answer_tokens > 0 &&
    limits.ms_per_answer < demand.answer_tokens * 0.1
  )
    contradict(
      "limits",
      `${demand.answer_tokens} tokens in ${limits.ms_per_answer} ms are over 10,000 a second for one reader.`,
      "Allow more time for an answer.",
    );
  return faults;
}

function statedFaults(
  demand: Extract<SelfHostPlanRequest["demand"], { kind: "stated" }>,
): readonly Reason[] {
  if (demand.calls_per_day < 0) return [negative("demand.calls_per_day")];
  if (demand.calls_per_day === 0)
    return [
      reason(
        "missing",
        "demand.calls_per_day",
        "No calls a day need nothing hosted.",
        "State the calls of a day.",
      ),
    ];
  if (demand.answer_tokens === 0)
    return [
      reason(
        "missing",
        "demand.answer_tokens",
        "Answers without a token are not what this plan is about: it is for models that write.",
        "State the tokens of a mean answer.",
      ),
    ];
  return demand.cached_tokens > demand.prompt_tokens
    ? [
        reason(
          "contradiction",
          "demand.cached_tokens",
          `${demand.cached_tokens} cached tokens are more than the prompt's ${demand.prompt_tokens}.`,
          "prompt_tokens counts cached tokens too.",
        ),
      ]
    : [];
}

const negative = (place: string): Reason =>
  reason("contradiction", place, "Demand cannot be negative.", "State 0 or more.");
