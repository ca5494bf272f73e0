import { promptPartsOf } from "@headgate/providers";
import { describe, expect, test } from "vitest";
import { requestOfSpan, stopWordOf } from "./span-request.ts";

const partsOf = (attributes: Readonly<Record<string, unknown>>) => {
  const body = requestOfSpan(attributes);
  return body && promptPartsOf("openai.chat_completions", body);
};

const parts = { system: 8, user: 7 };
const given = '{"city":"Bonn"}';

describe("one conversation in the words of each convention", () => {
  test("OpenTelemetry's, as JSON in text", () => {
    expect(
      partsOf({
        "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: "Be brief" }]),
        "gen_ai.input.messages": JSON.stringify([
          { role: "user", parts: [{ type: "text", content: "Weather" }] },
          {
            role: "assistant",
            parts: [{ type: "tool_call", id: "c", name: "look", arguments: given }],
          },
          { role: "tool", parts: [{ type: "tool_call_response", id: "c", response: "4°" }] },
        ]),
      }),
    ).toMatchObject({ system: 8, user: 7, tool_results: 3 });
  });

  test("OpenInference's, laid flat", () => {
    expect(
      partsOf({
        "llm.input_messages.0.message.role": "system",
        "llm.input_messages.0.message.content": "Be brief",
        "llm.input_messages.1.message.role": "user",
        "llm.input_messages.1.message.contents.0.message_content.type": "text",
        "llm.input_messages.1.message.contents.0.message_content.text": "Weather",
        "llm.input_messages.2.message.role": "assistant",
        "llm.input_messages.2.message.tool_calls.0.tool_call.id": "c",
        "llm.input_messages.2.message.tool_calls.0.tool_call.function.name": "look",
        "llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments": given,
        "llm.input_messages.3.message.role": "tool",
        "llm.input_messages.3.message.tool_call_id": "c",
        "llm.input_messages.3.message.content": "4°",
      }),
    ).toMatchObject({ system: 8, user: 7, tool_results: 3 });
  });

  test("OpenLLMetry's, laid flat", () => {
    expect(
      partsOf({
        "gen_ai.prompt.0.role": "system",
        "gen_ai.prompt.0.content": "Be brief",
        "gen_ai.prompt.1.role": "user",
        "gen_ai.prompt.1.content": JSON.stringify([{ type: "text", text: "Weather" }]),
      }),
    ).toEqual({ system: parts.system, user: parts.user });
  });

  test("the AI SDK's", () => {
    expect(
      partsOf({
        "ai.prompt.messages": JSON.stringify([
          { role: "system", content: "Be brief" },
          { role: "user", content: [{ type: "text", text: "Weather" }] },
        ]),
      }),
    ).toEqual({ system: parts.system, user: parts.user });
  });

  test("a body as it was sent", () => {
    const body = { messages: [{ role: "user", content: "Weather" }], temperature: 0 };

    expect(requestOfSpan({ "input.value": JSON.stringify(body) })).toEqual(body);
  });
});

test("what the answer may be stands beside the messages", () => {
  expect(
    requestOfSpan({
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": "Weather",
      "gen_ai.request.max_tokens": 20,
      "gen_ai.request.temperature": 0,
      "gen_ai.request.choice.count": 2,
      "gen_ai.output.type": "json",
    }),
  ).toMatchObject({
    max_tokens: 20,
    temperature: 0,
    n: 2,
    response_format: { type: "json_object" },
  });
});

test.each([
  { "gen_ai.response.finish_reasons": ["length", "stop"] },
  { "gen_ai.response.finish_reasons": '["length"]' },
  { "gen_ai.response.finish_reasons": "length" },
  { "ai.response.finishReason": "length" },
])("why the model stopped is read out of %j", (attributes) => {
  expect(stopWordOf(attributes)).toBe("length");
});

test("a span without a prompt tells of none, and indices that are none are passed over", () => {
  expect(requestOfSpan({ "gen_ai.request.model": "small" })).toBeUndefined();
  expect(
    requestOfSpan({ "gen_ai.prompt.x.role": "user", "gen_ai.prompt.-1.role": "user" }),
  ).toBeUndefined();
});
