import { expect, test } from "vitest";
import { routeTasksSchema } from "./route-tasks.ts";

const faultsOf = (input: unknown) =>
  routeTasksSchema
    .safeParse(input)
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

test("a known task may be given another tier, or other calls", () => {
  const tasks = [
    { task: "summarise", tier: "micro" },
    { task: "code", when: { tags: { component: "ide" } } },
    { task: "triage", when: { system_contains: "You sort tickets" }, tier: "micro" },
  ];

  expect(routeTasksSchema.parse(tasks)).toEqual(tasks);
});

test("nothing said is no tasks", () => {
  expect(routeTasksSchema.parse(undefined)).toEqual([]);
});

test("a task of the operator's own needs its calls and its tier", () => {
  expect(faultsOf([{ task: "triage" }])).toEqual([
    '0.when: needed: Headgate does not know which calls are of the task "triage"',
    '0.tier: needed: Headgate assumes no tier for the task "triage"',
  ]);
});

test("a line that says nothing is a fault", () => {
  expect(faultsOf([{ task: "code" }])).toEqual(["0: says nothing: give when, tier or both"]);
  expect(faultsOf([{ task: "code", when: {} }])).toEqual([
    "0.when: expected system_contains, tags or declared",
  ]);
});
