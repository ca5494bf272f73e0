import { doesNothing, isHeldOutOf, type LeversOfPolicy } from "@headgate/levers";
import type { Call } from "./call.ts";
import type { Editor } from "./edit-request.ts";
import type { CallRoom } from "./handle-call.ts";
import { policyOf } from "./policy-of.ts";

type PromptRoom = Pick<CallRoom, "config" | "promptLever" | "policiesBefore">;

/** The lever on prompts, where the call's policy or an approved prompt gives it something to do. */
export function promptEditor(
  { config, promptLever, policiesBefore }: PromptRoom,
  call: Call,
  { prompt: policy }: LeversOfPolicy,
): Editor | undefined {
  const approved = isHeldOutOf(call.effects.experiments, "prompt") ? [] : config.prompts;
  if (doesNothing(policy) && approved.length === 0) return undefined;
  const isOld = policiesBefore === undefined || performance.now() > policiesBefore.untilMs;
  const policyBefore = isOld ? undefined : policyOf(policiesBefore, call).prompt;
  return {
    name: "prompt",
    edit: ({ request: { json } }, view) =>
      promptLever.edit({
        view,
        json,
        keyId: call.key.id,
        session: call.attribution.session,
        policy,
        policyBefore,
        approved,
      }),
  };
}
