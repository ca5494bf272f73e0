import {
  isTaskClass,
  type ModelTier,
  type RouteTasks,
  type Tags,
  taskClasses,
} from "@headgate/contract";
import type { TaskVerdict } from "./classify-task.ts";

/** What is known of a call beside its cues. */
export type TaskFacts = Readonly<{
  tasks: RouteTasks;
  /** All system texts of the request. */
  system: string;
  tags: Tags;
  /** What the client says in `x-headgate-task`. */
  declared?: string | undefined;
}>;

/** A call's task and the tier that is assumed for it, and who said so. */
export type TaskOfCall =
  | Readonly<{
      kind: "task";
      task: string;
      tier: ModelTier;
      by: "policy" | "declared" | "cues";
      reason: string;
    }>
  | Readonly<{ kind: "not_sure"; reason: string }>;

/**
 * The task of a call: as the first line of the policy says that fits it, else as the client declares it, else as its cues
 * say. A line without `when` changes the tier of a task, however that was told. A declared name that is no task class, and
 * that no line of the policy is about, says nothing of a tier: the cues are asked.
 */
export function taskOfCall(facts: TaskFacts, verdict: TaskVerdict): TaskOfCall {
  const { tasks, declared } = facts;
  const line = tasks.find(({ when }) => when !== undefined && fits(when, facts));
  if (line !== undefined) {
    const tier = line.tier ?? tierOf(line.task, tasks);
    if (tier !== undefined) {
      return told(line.task, tier, "policy", `the policy says that this is ${line.task}`);
    }
  }
  if (declared !== undefined) {
    const tier = tierOf(declared, tasks);
    if (tier !== undefined) {
      return told(declared, tier, "declared", `the client says that this is ${declared}`);
    }
  }
  switch (verdict.kind) {
    case "task": {
      const { task, cues } = verdict;
      const tier = tierOf(task, tasks) ?? verdict.tier;
      return told(task, tier, "cues", `it looks like ${task}: ${cues.join(", ")}`);
    }
    case "not_sure": {
      const { reason, nearest } = verdict;
      if (reason === "no_cue") return notSure("nothing says what it is for");
      return notSure(`it looks like ${nearest}, and nearly as much like something harder`);
    }
    default:
      verdict satisfies never;
      return notSure("nothing is known");
  }
}

type When = NonNullable<RouteTasks[number]["when"]>;

function fits(when: When, { system, tags, declared }: TaskFacts): boolean {
  const { system_contains: words, tags: wanted } = when;
  if (words !== undefined && !system.toLowerCase().includes(words.toLowerCase())) return false;
  if (when.declared !== undefined && when.declared !== declared) return false;
  return Object.entries(wanted ?? {}).every(([name, value]) => tags[name] === value);
}

/** What the policy assumes for a task by its name, else what Headgate does. */
function tierOf(task: string, tasks: RouteTasks): ModelTier | undefined {
  const stated = tasks.find((line) => line.task === task && line.tier !== undefined)?.tier;
  return stated ?? (isTaskClass(task) ? taskClasses[task].tier : undefined);
}

const told = (
  task: string,
  tier: ModelTier,
  by: "policy" | "declared" | "cues",
  reason: string,
): TaskOfCall => ({ kind: "task", task, tier, by, reason });

const notSure = (reason: string): TaskOfCall => ({ kind: "not_sure", reason });
