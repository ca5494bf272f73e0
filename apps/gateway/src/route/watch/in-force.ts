import type { ModelDecision } from "../decide-model.ts";
import type { CertifiedChoice } from "../recent-calls.ts";

/**
 * What of a decision holds: the reference is asked in place of a model whose answers to the task have got worse. What a certificate
 * chose is kept beside, so that labels of such calls tell when its choices are good again.
 * @param quality the promise that holds
 * @param isOut whether the model in a place is out of force
 */
export function inForce(
  decided: ModelDecision,
  quality: number,
  isOut: (place: number) => boolean,
): Readonly<{ decision: ModelDecision; certified: CertifiedChoice | undefined }> {
  const { chosen: place, reason } = decided;
  const out = place > 0 && isOut(place);
  // What a cascade makes of an answer is not what the certificate of the prompts was tested on.
  const certified =
    decided.certified === undefined || reason === "cascaded"
      ? undefined
      : { promise: quality, place, isOut: out };
  if (!out) return { decision: decided, certified };
  const { dayOne: _dayOne, ...known } = decided;
  return { decision: { ...known, chosen: 0, reason: "answers_worse" }, certified };
}
