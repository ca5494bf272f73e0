import type { Keeping, KeptAnswer } from "@headgate/levers";
import type { AttemptFacts } from "./attempt.ts";
import type { Call } from "./call.ts";
import type { Target } from "./plan-targets.ts";
import { lossesOf } from "./translation-of.ts";

type KeptOrWhyNot = Parameters<Keeping["end"]>[0];

/**
 * Answers that end because the model, or a filter before it, would not go on, and refusals beside the answer as OpenAI's structured
 * outputs give them, which end as any answer does: they say nothing lasting. Within a text quotation marks are escaped, so none of it is read there.
 */
const REFUSED =
  /"refusal"\s*:\s*"(?!")|"type"\s*:\s*"refusal"|"(?:stop_reason|stopReason|finish_reason|finishReason)"\s*:\s*"(?:refusal|content_filter(?:ed)?|guardrail_intervened|SAFETY|RECITATION|BLOCKLIST|PROHIBITED_CONTENT|SPII)"/;

/**
 * What is kept of a call's answer: all of it, where it is whole, successful, its usage is the provider's own
 * word, and it came from the target that was meant first; else why not.
 *
 * @param final the attempt whose answer the client got; undefined where there was none
 */
export function keptAnswerOf(
  call: Call,
  final: AttemptFacts | undefined,
  meant: Target | undefined,
): KeptOrWhyNot {
  const reading = final?.reading;
  if (final === undefined || reading === undefined) return "not_whole";
  if (final.outcome !== "completed" || final.status !== 200 || reading.state !== "complete") {
    return "not_whole";
  }
  if (final.accepted === false) return "not_whole";
  if (call.effects.output?.cut !== undefined) return "not_whole";
  const { copy } = call.effects;
  if (copy?.isTooLarge === true) return "too_large";
  const whole = copy?.whole;
  if (whole === undefined) return "not_whole";
  if (final.target !== meant) return "other_target";
  if (reading.usageOrigin !== "provider") return "no_usage";
  const { translation } = final.sending;
  if (lossesOf(translation?.notes) + lossesOf(final.answerNotes) > 0) return "losses";
  if (REFUSED.test(whole.body.toString("latin1"))) return "refused";
  return {
    callId: call.id,
    startedAtMs: final.startedAtMs,
    ...whole,
    stream: final.stream,
    provider: final.target.provider.name,
    insteadOf: insteadOf(call, final.target),
    sentModel: final.target.model ?? call.request.model,
    responseModel: reading.responseModel,
    serviceTier: reading.serviceTier,
    region: reading.region,
    usage: reading.usage,
    otherUsage: reading.otherUsage,
    usageOrigin: reading.usageOrigin,
    usageViolations: reading.violations,
  };
}

function insteadOf({ effects, request }: Call, target: Target): KeptAnswer["insteadOf"] {
  const reference = effects.route?.reference;
  if (reference === undefined || reference === target) return undefined;
  const model = reference.model ?? request.model;
  return model === undefined ? undefined : { provider: reference.provider.name, model };
}
