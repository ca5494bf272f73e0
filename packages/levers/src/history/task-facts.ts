import type { RequestFacts, RequestNeed, RouteTasks, Tags } from "@headgate/contract";
import {
  type JsonObject,
  objectOrAbsent,
  type PromptView,
  promptMediaOf,
} from "@headgate/providers";
import { answerFormOf } from "../answer-form.ts";
import { classifyTask } from "../route/task/classify-task.ts";
import { systemText } from "../route/task/system-text.ts";
import { taskOfCall } from "../route/task/task-of-call.ts";

export type AskedTask = Readonly<{
  json: JsonObject;
  /** As levers look at it. */
  view: PromptView;
  pathAndQuery: string;
  /** Which tasks the policy names. */
  tasks: RouteTasks;
  tags: Tags;
  /** What the client says in `x-headgate-task`. */
  declared: string | undefined;
}>;

/**
 * What a chat is for, as far as that is plain, and what it needs of whatever model answers it: what routing would look at.
 */
export function taskFactsOf(asked: AskedTask): Pick<RequestFacts, "task" | "tier" | "needs"> {
  const { json, view, tasks, tags, declared } = asked;
  const needs = needsOf(asked);
  const task = taskOfCall(
    { tasks, system: systemText(view), tags, declared },
    classifyTask(view, json),
  );
  return task.kind === "task" ? { task: task.task, tier: task.tier, needs } : { needs };
}

function needsOf({ json, view, pathAndQuery }: AskedTask): RequestNeed[] {
  const { format } = view;
  const needs: RequestNeed[] = [];
  if (view.tools.length > 0) needs.push("tools");
  const form = answerFormOf(format, json);
  if (form?.isJson === true) {
    const hasSchema =
      form.stated.length > 1 ||
      form.stated.some((stated) => objectOrAbsent(stated)?.type === "json_schema");
    needs.push(hasSchema ? "json_schema" : "json_object");
  }
  if (!view.messages.some(holdsOther)) return needs;
  const media = promptMediaOf(format, { json, pathAndQuery });
  if (media === undefined) needs.push("other");
  else {
    if (media.has("image")) needs.push("image");
    if (media.has("document")) needs.push("pdf");
  }
  return needs;
}

const holdsOther = ({ hasOther, toolResults }: PromptView["messages"][number]): boolean =>
  hasOther || toolResults.some((result) => result.hasOther);
