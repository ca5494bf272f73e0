import type { Settings } from "../conversation.ts";
import type { RequestNotes } from "../format.ts";

/**
 * Claude Opus 4.7 and all later Claudes decide how much they think and how they sample: they answer 400 to a
 * budget (https://github.com/NousResearch/hermes-agent/issues/11137, read 2026-11-28) and to `temperature`,
 * `top_p` and `top_k` (https://github.com/Comfy-Org/ComfyUI/issues/13923, read 2026-11-28; Anthropic's client
 * has none of the three since 1.0: `MessageCreateParams` in https://www.npmjs.com/package/@anthropic-ai/sdk
 * 1.12.0, read 2026-11-28).
 */
const TAKES_EFFORT = /claude-(?:(?:opus|sonnet|haiku)-(?:4-[7-9]|[5-9])(?!\d)|fable|mythos)/;
export const takesEffortOnly = (model: string): boolean => TAKES_EFFORT.test(model);

type Sampling = Pick<Settings, "temperature" | "topP" | "topK">;
/** What holds anyway, and is left out without a word. */
const defaults: Sampling = { temperature: 1, topP: 1 };

/** The sampling settings that a Claude takes; what it refuses is told as lost. */
export function claudeSampling(settings: Settings, model: string, notes: RequestNotes): Sampling {
  const { temperature, topP, topK } = settings;
  if (!takesEffortOnly(model)) {
    const tooHot = temperature !== undefined && temperature > 1;
    if (tooHot) notes.loseSetting("temperature", "Claude's ends at 1");
    return {
      ...(temperature !== undefined && !tooHot && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(topK !== undefined && { topK }),
    };
  }
  for (const setting of ["temperature", "topP", "topK"] as const) {
    const value = settings[setting];
    if (value === undefined || value === defaults[setting]) continue;
    notes.loseSetting(setting, "this model takes no sampling settings");
  }
  return {};
}
