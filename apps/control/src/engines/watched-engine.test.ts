import { expect, test } from "vitest";
import { watchEngine } from "./watched-engine.ts";

/** An engine whose answers come when the test says so. */
function slowEngine() {
  const answers: ((answer: string) => void)[] = [];
  const ask = (): Promise<string> => new Promise((resolve) => answers.push(resolve));
  return { ask, answers };
}

test("an engine that does not answer is told of in time, since the first question that it left open", async () => {
  const { ask, answers } = slowEngine();
  let nowMs = 1_000;
  const engine = watchEngine({ ask, nowMs: () => nowMs });

  const first = await engine.look(20);
  nowMs = 9_000;
  const second = await engine.look(20);

  expect(first).toEqual({
    answers: false,
    sinceMs: 1_000,
    problem: "it has not answered a question for 1 s",
  });
  expect(second).toEqual(first);
  expect(answers).toHaveLength(1);
});

test("who can wait longer than the one before waits for the same question", async () => {
  const { ask, answers } = slowEngine();
  const engine = watchEngine({ ask, nowMs: () => 5 });
  await engine.look(20);

  const looked = engine.look(30_000);
  answers[0]?.("late, but not for this one");

  expect(await looked).toEqual({ answers: true, answer: "late, but not for this one" });
  expect(answers).toHaveLength(1);
});

test("once a late question is answered the engine is asked anew", async () => {
  const { ask, answers } = slowEngine();
  const engine = watchEngine({ ask, nowMs: () => 5 });
  await engine.look(20);

  answers[0]?.("late");
  await Promise.resolve();
  await Promise.resolve();
  const looked = engine.look(30_000);
  answers[1]?.("in time");

  expect(await looked).toEqual({ answers: true, answer: "in time" });
});

test("what it fails with is told, since the first failure, until it answers", async () => {
  let failing = true;
  let nowMs = 1;
  const ask = async (): Promise<string> => {
    if (failing) throw new Error("refused");
    return "here";
  };
  const engine = watchEngine({ ask, nowMs: () => nowMs });

  await engine.look(1_000);
  nowMs = 2;
  expect(await engine.look(1_000)).toEqual({ answers: false, sinceMs: 1, problem: "refused" });
  failing = false;
  expect(await engine.look(1_000)).toEqual({ answers: true, answer: "here" });
  failing = true;
  nowMs = 3;
  expect(await engine.look(1_000)).toMatchObject({ sinceMs: 3 });
});
