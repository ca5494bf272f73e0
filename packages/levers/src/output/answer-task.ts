import type { AskedTask } from "../history/task-facts.ts";
import { classifyTask } from "../route/task/classify-task.ts";
import { systemText } from "../route/task/system-text.ts";
import { taskOfCall } from "../route/task/task-of-call.ts";

/**
 * By what answers are told apart whose lengths are learned: the name that the client gives the task, whatever it is, else what the call
 * is for as far as that is plain, as its row has it.
 */
export function answerTask({
  json,
  view,
  tasks,
  tags,
  declared,
}: Omit<AskedTask, "pathAndQuery">): string | undefined {
  if (declared !== undefined) return declared;
  const facts = { tasks, system: systemText(view), tags };
  const told = taskOfCall(facts, classifyTask(view, json));
  return told.kind === "task" ? told.task : undefined;
}
