import { outputTokens } from "@headgate/contract";
import type { AnswerKind, LearnedLimits } from "@headgate/levers";
import { answerBounds, type MeterReading } from "@headgate/providers";
import type { AttemptFacts } from "../attempt.ts";
import type { Call } from "../call.ts";
import type { Target } from "../plan-targets.ts";
import type { OutputOfCall } from "./output-of-call.ts";

/** With whose answers this call's would be counted; undefined where no model is named. */
export function lengthsOf(
  { attribution, request }: Pick<Call, "attribution" | "request">,
  target: Target,
  { policyName, task }: Pick<OutputOfCall, "policyName" | "task">,
): AnswerKind | undefined {
  const model = target.model ?? request.model;
  if (model === undefined) return undefined;
  return {
    policy: policyName,
    feature: attribution.feature,
    task,
    model: `${target.provider.name}/${model}`,
  };
}

const endedByItself: ReadonlySet<MeterReading["stopReason"]> = new Set([
  "end",
  "stop-sequence",
  "tool-calls",
] as const);

/**
 * Learns from an answer that the client got, where its policy learns. Not learned from: several answers in one, estimates,
 * refusals, and answers that do not say why they ended.
 */
export function learnLength(limits: LearnedLimits, call: Call, facts: AttemptFacts): void {
  const { output } = call.effects;
  const { reading, sending, target } = facts;
  if (output?.policy.max_tokens !== "learned" || facts.outcome !== "completed") return;
  if (reading?.usageOrigin !== "provider" || reading.state !== "complete") return;
  const kind = lengthsOf(call, target, output);
  if (kind === undefined || answerBounds(sending.wire, sending.request).answers > 1) return;
  const tokens = outputTokens(reading.usage);
  if (reading.stopReason === "length") limits.observe(kind, "cut");
  else if (tokens !== undefined && endedByItself.has(reading.stopReason)) {
    limits.observe(kind, { tokens });
  }
}
