import { type RouteTasks, routeTasksSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import type { TaskVerdict } from "./classify-task.ts";
import { type TaskFacts, taskOfCall } from "./task-of-call.ts";

const verdict: TaskVerdict = { kind: "task", task: "summarise", tier: "budget", cues: ["summary"] };
const unsure: TaskVerdict = { kind: "not_sure", reason: "no_cue", nearest: undefined };
const facts = (tasks: unknown[], more: Partial<TaskFacts> = {}): TaskFacts => ({
  tasks: routeTasksSchema.parse(tasks) as RouteTasks,
  system: "You sort TICKETS.",
  tags: { component: "ide" },
  ...more,
});

test("cues are told with their words where nobody says otherwise", () => {
  expect(taskOfCall(facts([]), verdict)).toEqual({
    kind: "task",
    task: "summarise",
    tier: "budget",
    by: "cues",
    reason: "it looks like summarise: summary",
  });
});

test("the first line of the policy that fits decides, each of its members fitting", () => {
  const tasks = [
    {
      task: "other",
      when: { system_contains: "tickets", tags: { component: "web" } },
      tier: "micro",
    },
    { task: "triage", when: { system_contains: "sort tickets" }, tier: "micro" },
    { task: "code", when: { tags: { component: "ide" } } },
  ];

  expect(taskOfCall(facts(tasks), verdict)).toMatchObject({ task: "triage", by: "policy" });
  expect(taskOfCall(facts(tasks.slice(2)), verdict)).toMatchObject({
    task: "code",
    tier: "flagship",
  });
});

test("a declared task class is believed; another name says nothing of a tier", () => {
  expect(taskOfCall(facts([], { declared: "faq" }), verdict)).toMatchObject({
    task: "faq",
    tier: "budget",
    by: "declared",
  });
  expect(taskOfCall(facts([], { declared: "mine" }), unsure)).toMatchObject({ kind: "not_sure" });
  const tasks = [{ task: "tickets", when: { declared: "mine" }, tier: "premium" }];
  expect(taskOfCall(facts(tasks, { declared: "mine" }), unsure)).toMatchObject({
    task: "tickets",
    tier: "premium",
    by: "policy",
  });
});

test("a tier of the policy's holds however the task was told", () => {
  const tasks = [{ task: "summarise", tier: "flagship" }];

  expect(taskOfCall(facts(tasks), verdict)).toMatchObject({ tier: "flagship", by: "cues" });
  expect(taskOfCall(facts(tasks, { declared: "summarise" }), unsure)).toMatchObject({
    tier: "flagship",
    by: "declared",
  });
});

test("not sure says why", () => {
  expect(taskOfCall(facts([]), unsure)).toEqual({
    kind: "not_sure",
    reason: "nothing says what it is for",
  });
  expect(
    taskOfCall(facts([]), { kind: "not_sure", reason: "too_close", nearest: "faq" }),
  ).toMatchObject({ reason: "it looks like faq, and nearly as much like something harder" });
});
