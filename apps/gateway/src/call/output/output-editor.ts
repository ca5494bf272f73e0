import { answerTask, editOutput, type LearnedLimits, type LeversOfPolicy } from "@headgate/levers";
import type { JsonObject, PromptView } from "@headgate/providers";
import { declaredTask } from "../admit.ts";
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
  const output = { policy, policyName: name, task: undefined, limit: undefined, cut: undefined };
  call.effects.output = output;
  if (!changesRequests(policy)) return undefined;
  return {
    name: "output",
    edit: ({ effects, request }, view) => {
      if (request.json === undefined) return undefined;
      const isLearned = policy.max_tokens === "learned";
      const task = isLearned ? taskOf(call, view, request.json) : undefined;
      const kind = isLearned ? lengthsOf(call, target, { policyName: name, task }) : undefined;
      const made = editOutput({
        view,
        json: request.json,
        policy: refusedOutput.policyFor(call, target, policy),
        learned: kind === undefined ? undefined : learnedLimits.lengthOf(kind),
        limitMember: limitMember(call, target),
      });
      effects.output = { ...output, task, limit: made?.limit };
      return made;
    },
  };
}

const taskOf = (
  { policy, tags, headers }: Call,
  view: PromptView,
  json: JsonObject,
): string | undefined =>
  answerTask({ json, view, tasks: policy.route.tasks, tags, declared: declaredTask(headers) });

/** Others that speak OpenAI's chat need not know its newer name of the limit. */
const limitMember = ({ wire }: Call, { provider, wire: other }: Target): string | undefined =>
  wire.format === "openai.chat_completions" &&
  other === undefined &&
  provider.config.kind === "openai-compatible"
    ? "max_tokens"
    : undefined;
