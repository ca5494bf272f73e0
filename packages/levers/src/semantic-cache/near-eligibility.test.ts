import type { WireFormat } from "@headgate/contract";
import { expect, test } from "vitest";
import { whyNotNear } from "./near-eligibility.ts";

const user = { role: "user", content: "And now?" };
const chat = (change: object = {}, ...before: readonly object[]) => ({
  model: "m",
  messages: [...before, user],
  ...change,
});

test.each<[string, WireFormat, object, string | undefined]>([
  ["a question", "openai.chat_completions", chat(), undefined],
  [
    "a question after a tool was used and the model has spoken",
    "openai.chat_completions",
    chat({}, { role: "tool", content: "1" }, { role: "assistant", content: "One." }),
    undefined,
  ],
  [
    "a tool that has just answered",
    "openai.chat_completions",
    chat({}, { role: "assistant", tool_calls: [{}] }, { role: "tool", content: "1" }),
    "tool_results",
  ],
  [
    "a tool's result of Anthropic's form",
    "anthropic.messages",
    chat({}, { role: "user", content: [{ type: "tool_result", content: "1" }] }),
    "tool_results",
  ],
  [
    "a function's output",
    "openai.responses",
    { input: [{ type: "function_call_output", output: "1" }, user] },
    "tool_results",
  ],
  [
    "an image",
    "openai.chat_completions",
    {
      messages: [
        {
          role: "user",
          content: [{ type: "image_url", image_url: { url: "data:image/png;base64," } }],
        },
      ],
    },
    "no_single_text",
  ],
  ["probabilities", "openai.chat_completions", chat({ logprobs: true }), "logprobs"],
  ["probabilities switched off", "openai.chat_completions", chat({ logprobs: false }), undefined],
  ["several answers", "openai.chat_completions", chat({ n: 2 }), "several_answers"],
  [
    "the provider's state",
    "openai.responses",
    { input: "And now?", previous_response_id: "resp_1" },
    "server_state",
  ],
])("%s: left alone or not, and why", (_what, format, json, why) => {
  expect(whyNotNear(format, json as Record<string, unknown>)).toBe(why);
});
