import { defaultRouteSettings, RouteLearner, readPrompt } from "@headgate/levers";
import { expect, test } from "vitest";
import { type Deciding, decideModel } from "./decide-model.ts";

test("that a prompt is unlike what the task's labels are of is said as the reason, whatever is expected of it", () => {
  const learner = new RouteLearner({ ...defaultRouteSettings, models: ["dear", "cheap"] });
  const costs = Float64Array.of(10, 1);
  const ticketAt = (place: number) => readPrompt(`Ticket ${place}: which queue?`, "desk");
  for (let place = 0; place < 400; place += 1) {
    const qualities = Float64Array.of(1, 1);
    learner.learn({ ...ticketAt(place), costs, qualities, by: { kind: "form" } });
  }
  learner.refit();
  const decided = (prompt: ReturnType<typeof readPrompt>) =>
    decideModel({
      policy: { day_one: "reference" },
      snapshot: learner.snapshot,
      question: { prompt, task: { kind: "unsure" } },
      quality: 0.95,
      lambda: undefined,
      answers: new Map(),
      looksAt: () => false,
      isPaidFor: () => false,
      pool: () => [],
      costs,
    } as unknown as Deciding);

  expect(decided(ticketAt(9_001))).toMatchObject({ chosen: 1, reason: "certified" });
  const contract = readPrompt("Darf ein Gesellschafter den Vertrag widerrufen?", "desk");
  expect(decided(contract)).toMatchObject({ chosen: 0, reason: "unlike_labelled" });
});
