import { editOutput, type LearnedLimits, type LeversOfPolicy } from "@headgate/levers";
import type { Call } from "../call.ts";
import type { Editor } from "../edit-request.ts";
import type { Target } from "../plan-targets.ts";
import { lengthsOf } from "./learn-length.ts";
import { changesRequests, isOn } from "./output-of-call.ts";
import type { RefusedOutput } from "./refused-output.ts";

/** The output lever on one call, where its policy has it do anything; the call remembers that. */
export function outputEditor(
  {
    learnedLimits,
    refusedOutput,
  }: Readonly<{ learnedLimits: LearnedLimits; refusedOutput: RefusedOutput }>,
  call: Call,
  target: Target | undefined,
  { name, output: policy }: LeversOfPolicy,
): Editor | undefined {
  if (target === undefined || name === undefined || call.wire.operation !== "chat")
    return undefined;
  if (!isOn(policy)) return undefined;
  const output = { policy, policyName: name, limit: undefined, cut: undefined };
  call.effects.output = output;
  if (!changesRequests(policy)) return undefined;
  return {
    name: "output",
    edit: ({ effects, request }, view) => {
      if (request.json === undefined) return undefined;
      const isLearned = policy.max_tokens === "learned";
      const kind = isLearned ? lengthsOf(call, target, name) : undefined;
      const made = editOutput({
        view,
        json: request.json,
        policy: refusedOutput.policyFor(call, target, policy),
        learned: kind === undefined ? undefined : learnedLimits.lengthOf(kind),
        limitMember: limitMember(call, target),
      });
      if (made !== undefined) effects.output = { ...output, limit: made.limit };
      return made;
    },
  };
}

/** Others that speak OpenAI's chat need not know its newer name of the limit. */
const limitMember = ({ wire }: Call, { provider, wire: other }: Target): string | undefined =>
  wire.format === "openai.chat_completions" &&
  other === undefined &&
  provider.config.kind === "openai-compatible"
    ? "max_tokens"
    : undefined;
