import { type JsonObject, promptViewOf } from "@headgate/providers";
import { expect, test } from "vitest";
import { answerTask } from "./answer-task.ts";

function taskOf(content: string, declared?: string): string | undefined {
  const json: JsonObject = { model: "small", messages: [{ role: "user", content }] };
  const view = promptViewOf("openai.chat_completions", json);
  if (view === undefined) throw new Error("a chat can be viewed");
  return answerTask({ json, view, tasks: [], tags: {}, declared });
}

test("a task is what the client declares by whatever name, else what the call looks like, else none", () => {
  const summary = "Summarise this article in three sentences: the harbour was closed for a day.";

  expect(taskOf(summary, "our-own-name")).toBe("our-own-name");
  expect(taskOf(summary)).toBe("summarise");
  expect(taskOf("Hello")).toBeUndefined();
});
