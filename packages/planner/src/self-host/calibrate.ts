import type { Deployment } from "./deployment.ts";
import { serve } from "./serve.ts";
import type { ServingConstants } from "./serving-constants.ts";
import { mostAnswersInMemory } from "./step-times.ts";

/** One measurement of the user's own, on a replica of the very deployment that is planned. */
export type Anchor = Readonly<{
  promptTokens: number;
  answerTokens: number;
  /** Answers that were under way all the time. */
  answers: number;
  /** Tokens of answers a second, of the replica, all answers together. */
  outputTokensPerSecond: number;
}>;

/** How many times as fast as worked out the measured replica was; `impossible` where it cannot have been this deployment. */
export type Calibration =
  | Readonly<{ kind: "calibrated"; scale: number }>
  | Readonly<{ kind: "impossible"; reason: string }>;

/** Beyond these a measurement and a model do not speak of the same thing. */
const BELIEVED = { least: 0.2, most: 5 };

/** Scales a deployment by one measurement: constants do not carry over between software and regimes, a ratio mostly does. */
export function calibrate(
  deployment: Deployment,
  anchor: Anchor,
  constants: ServingConstants,
): Calibration {
  const most = mostAnswersInMemory(deployment, anchor, constants);
  if (most < 1) return { kind: "impossible", reason: "the model does not fit this deployment" };
  if (anchor.answers > most * 1.5)
    return {
      kind: "impossible",
      reason: `memory holds about ${most} such answers at once, not ${anchor.answers}`,
    };
  const call = { ...anchor, cachedTokens: 0 };
  const { callsPerSecond } = serve(deployment, call, Math.min(anchor.answers, most), constants);
  const scale = anchor.outputTokensPerSecond / (callsPerSecond * anchor.answerTokens);
  if (scale < BELIEVED.least || scale > BELIEVED.most)
    return {
      kind: "impossible",
      reason: `it is ${scale.toFixed(2)} times what physics and usual software come to: its units, its tokens or the deployment are others`,
    };
  return { kind: "calibrated", scale };
}
