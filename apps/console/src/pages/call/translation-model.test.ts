import type { Translation } from "@headgate/contract";
import { expect, test } from "vitest";
import { translationView } from "./translation-model.ts";

const plain: Translation = {
  from: "openai.chat_completions",
  to: "anthropic.messages",
  notes: [],
};

test("a translation that lost nothing says so in one sentence", () => {
  expect(translationView(plain)).toEqual({
    sentence:
      "Translated from OpenAI chat completions to Anthropic messages; everything was carried over.",
    groups: [],
    beyond: undefined,
  });
});

test("losses stand apart from what was near, and what is not named is counted", () => {
  const view = translationView({
    ...plain,
    notes: [
      { in: "request", kind: "lost", field: "seed", what: "no counterpart" },
      { in: "answer", kind: "lost", field: "citations", what: "cannot be carried over" },
      { in: "request", kind: "approximated", field: "thinking", what: "an effort" },
    ],
    notes_beyond: 1_200,
  });

  expect(view.sentence).toBe("Translated from OpenAI chat completions to Anthropic messages.");
  expect(view.groups.map(({ title, notes }) => [title, notes.map(({ field }) => field)])).toEqual([
    ["Not carried over", ["seed", "citations"]],
    ["Carried over as something near", ["thinking"]],
  ]);
  expect(view.beyond).toBe("and 1,200 more, which are counted but not named");
});
