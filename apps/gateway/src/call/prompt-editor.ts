import { type ApprovedPrompt, outputStyles } from "@headgate/contract";
import { doesNothing, exchangedPrompts, isHeldOutOf, type LeversOfPolicy } from "@headgate/levers";
import type { Call } from "./call.ts";
import type { Editor } from "./edit-request.ts";
import type { CallRoom } from "./handle-call.ts";
import { policyOf } from "./policy-of.ts";

type PromptRoom = Pick<CallRoom, "config" | "promptLever" | "policiesBefore">;

/** The lever on prompts, where the call's policy or an approved prompt gives it something to do. */
export function promptEditor(
  { config, promptLever, policiesBefore }: PromptRoom,
  call: Call,
  { prompt: policy, output: { style } }: LeversOfPolicy,
): Editor | undefined {
  const approved = approvedFor(config, call);
  if (doesNothing(policy) && approved.length === 0) return undefined;
  const isOld = policiesBefore === undefined || performance.now() > policiesBefore.untilMs;
  const policyBefore = isOld ? undefined : policyOf(policiesBefore, call).prompt;
  return {
    name: "prompt",
    edit: ({ request: { json } }, view) =>
      promptLever.edit({
        callId: call.id,
        view,
        json,
        keyId: call.key.id,
        session: call.attribution.session,
        policy,
        policyBefore,
        approved,
        styleLine: style === undefined ? undefined : outputStyles[style],
      }),
  };
}

/** The approved texts that a call's system prompts are exchanged for, as far as is known before any lever has changed it. */
export function exchangedFor(
  { config }: Pick<PromptRoom, "config">,
  call: Call,
): readonly string[] {
  const approved = approvedFor(config, call);
  const { wire, request, key, attribution, effects } = call;
  // What a lever asks is no client's request: no lever changes it.
  if (approved.length === 0 || wire.operation !== "chat" || call.madeBy !== undefined) return [];
  const view = request.json === undefined ? undefined : effects.viewOf(wire.format, request.json);
  if (view === undefined) return [];
  return exchangedPrompts({ view, keyId: key.id, session: attribution.session, approved });
}

const approvedFor = (
  { prompts }: CallRoom["config"],
  { effects: { experiments } }: Call,
): readonly ApprovedPrompt[] => (isHeldOutOf(experiments, "prompt") ? [] : prompts);
