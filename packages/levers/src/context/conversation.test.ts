import { expect, test } from "vitest";
import { type ContextMessage, readTurns } from "./conversation.ts";
import { droppedTurns } from "./cut-turns.ts";

const message = (
  role: ContextMessage["role"],
  more: { calls?: readonly string[]; results?: readonly (string | undefined)[] } = {},
): ContextMessage => ({
  role,
  tokens: 10,
  toolCalls: more.calls ?? [],
  toolResults: (more.results ?? []).map((callId) => ({ callId, tokens: 5, clearable: true })),
});

test("a turn is a question, or an answer with all results of the tools that it called", () => {
  const turns = readTurns([
    message("system"),
    message("user"),
    message("assistant", { calls: ["a", "b"] }),
    message("tool", { results: ["b"] }),
    message("tool", { results: ["a"] }),
    message("assistant"),
    message("user"),
  ]);

  expect(turns).toEqual([
    { kind: "question", messages: [1], tokens: 10 },
    { kind: "step", messages: [2, 3, 4], tokens: 30 },
    { kind: "step", messages: [5], tokens: 10 },
    { kind: "question", messages: [6], tokens: 10 },
  ]);
});

test("items of one answer that stand apart in the list are one turn", () => {
  const turns = readTurns([
    message("user"),
    message("assistant"),
    message("assistant", { calls: ["a"] }),
    message("tool", { results: ["a"] }),
  ]);

  expect(turns).toMatchObject([{ messages: [0] }, { messages: [1, 2, 3] }]);
});

test.each([
  ["a result whose call is not there", [message("user"), message("tool", { results: ["a"] })]],
  [
    "a result whose call is in another turn",
    [
      message("user"),
      message("assistant", { calls: ["a"] }),
      message("tool", { results: ["a"] }),
      message("assistant"),
      message("tool", { results: ["a"] }),
    ],
  ],
  [
    "a result that names no call, where calls have names",
    [
      message("user"),
      message("assistant", { calls: ["a"] }),
      message("tool", { results: [undefined] }),
    ],
  ],
])("nothing is certain of %s", (_what, messages) => {
  expect(readTurns(messages)).toBe("result_without_call");
});

test("an answer before any question is no beginning", () => {
  expect(readTurns([message("assistant"), message("user")])).toBe("no_first_question");
  expect(readTurns([message("system")])).toBe("no_first_question");
});

test("a cut keeps the first question with its last answer, and the question of the first kept step", () => {
  const exchange = [message("user"), message("assistant"), message("user")];
  const turns = readTurns([
    ...[
      message("user"),
      message("assistant", { calls: ["a"] }),
      message("tool", { results: ["a"] }),
    ],
    message("assistant"),
    ...exchange,
    ...[message("assistant", { calls: ["b"] }), message("tool", { results: ["b"] })],
    message("assistant"),
  ]);
  if (typeof turns === "string") throw new Error(turns);

  // question, step, step | question, step | question, step, step
  expect(droppedTurns(turns, 1)).toEqual([]);
  expect(droppedTurns(turns, 3)).toEqual([1]);
  expect(droppedTurns(turns, 5)).toEqual([1, 3, 4]);
  expect(droppedTurns(turns, 7)).toEqual([1, 3, 4, 6]);
});
