import { taskClasses } from "@headgate/contract";
import { type JsonObject, promptViewOf } from "@headgate/providers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { classifyTask, isDearer, type TaskVerdict } from "./classify-task.ts";
import { type HeldOutPrompt, heldOutPrompts } from "./held-out-prompts.fixture.ts";

function verdictOf(
  { system, message }: Pick<HeldOutPrompt, "system" | "message">,
  more: JsonObject = {},
): TaskVerdict {
  const request = {
    messages: [
      ...(system === undefined ? [] : [{ role: "system", content: system }]),
      { role: "user", content: message },
    ],
    ...more,
  };
  const view = promptViewOf("openai.chat_completions", request);
  if (view === undefined) throw new Error("no view");
  return classifyTask(view, request);
}

test("on constructed prompts that were held out it is mostly sure, seldom wrong, and never too cheap", () => {
  const sure = heldOutPrompts.flatMap(({ task, ...prompt }) => {
    const verdict = verdictOf(prompt);
    return verdict.kind === "task" ? [{ task, prompt, verdict }] : [];
  });
  const wrong = sure.filter(({ task, verdict }) => verdict.task !== task);
  const tooCheap = wrong.filter(
    ({ task, verdict }) =>
      task === undefined || isDearer(taskClasses[task].tier, taskClasses[verdict.task].tier),
  );

  // One author wrote the lists and the prompts: strangers' prompts are told less often, and worse.
  expect(sure.length / heldOutPrompts.length).toBeGreaterThan(0.8);
  expect(wrong.length / sure.length).toBeLessThan(0.05);
  expect(tooCheap).toEqual([]);
});

test("it is told by which cues, in words of its own lists", () => {
  expect(verdictOf({ message: "Summarise the main points for Anna." })).toEqual({
    kind: "task",
    task: "summarise",
    tier: "budget",
    cues: ["summarise", "main points"],
  });
});

test("nothing said is not sure", () => {
  expect(verdictOf({ message: "Hello!" })).toEqual({
    kind: "not_sure",
    reason: "no_cue",
    nearest: undefined,
  });
});

test("what may as well be harder is not sure", () => {
  const verdict = verdictOf({ message: "Summarise the literature." });

  expect(verdict).toMatchObject({ kind: "not_sure", reason: "too_close" });
});

test("what looks medical is that, whatever is to be done with it", () => {
  const verdict = verdictOf({
    message: "Translate and summarise the letter about the patient: a summary, translated.",
  });

  expect(verdict).toMatchObject({ task: "legal_medical", tier: "premium" });
});

test("the instructions say what is asked for, not the text that they are for", () => {
  const verdict = verdictOf({
    system: "Translate every message into English. You are a translator.",
    message: "Schreibe eine Geschichte und analysiere den Code.",
  });

  expect(verdict).toMatchObject({ task: "translate" });
});

test("results of tools make a call one step of several", () => {
  const request = {
    messages: [
      { role: "user", content: "Hello" },
      { role: "assistant", tool_calls: [{ id: "a", function: { name: "f", arguments: "{}" } }] },
      { role: "tool", tool_call_id: "a", content: "{}" },
    ],
  };
  const view = promptViewOf("openai.chat_completions", request);

  expect(view && classifyTask(view, request)).toMatchObject({ task: "multi_step" });
});

test("many fields in JSON are more than one that is looked for", () => {
  const message = "Extract the names from the text.";
  const form = { response_format: { type: "json_object" } };

  expect(verdictOf({ message })).toMatchObject({ task: "extraction", tier: "micro" });
  expect(verdictOf({ message }, form)).toMatchObject({
    task: "structured_extraction",
    tier: "budget",
  });
});

test("any prompt has a verdict", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (system, message) => {
      expect(["task", "not_sure"]).toContain(verdictOf({ system, message }).kind);
    }),
  );
});
