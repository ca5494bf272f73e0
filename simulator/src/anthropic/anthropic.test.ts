import { expect, test } from "vitest";
import {
  at,
  eventObjects,
  events,
  exactly,
  json,
  message,
  post,
  start,
  textAt,
  words,
} from "../simulator.fixture.ts";
import { countTokens } from "../text/tokenizer.ts";

const tool = {
  name: "find_order",
  input_schema: {
    type: "object",
    properties: { id: { type: "string" }, urgent: { type: "boolean" } },
    required: ["id", "urgent"],
  },
};

test("a message has the shape, the headers and the exact usage of the real API", async () => {
  const simulator = await start();

  const answer = await post(
    simulator,
    "/v1/messages",
    message(words(9), { system: "be kind" }),
    exactly(6),
  );
  const body = await json(answer);

  expect(answer.headers.get("request-id")).toMatch(/^req_011\w{21}$/);
  expect(body).toMatchObject({
    type: "message",
    role: "assistant",
    model: "claude-haiku-4-5-20251001",
    content: [{ type: "text" }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: {
      input_tokens: 11,
      output_tokens: 6,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      service_tier: "standard",
    },
  });
  expect(countTokens(String(at(body, "content", 0, "text")))).toBe(6);
});

test("a stream begins with 1 output token, pings, and ends with the cumulative usage", async () => {
  const simulator = await start();

  const found = await events(
    post(simulator, "/v1/messages", message("hello", { stream: true }), exactly(2)),
  );
  const data = found.map((event): unknown => JSON.parse(event.data));

  expect(found.map(({ name }) => name)).toEqual([
    "message_start",
    "content_block_start",
    "ping",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  expect(at(data[0], "message", "usage", "output_tokens")).toBe(1);
  expect(at(data[0], "message", "content")).toEqual([]);
  expect(data[6]).toEqual({
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: {
      input_tokens: 1,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 2,
    },
  });
});

test("a message of 0 tokens has no content, streamed or not", async () => {
  const simulator = await start();

  const body = await json(post(simulator, "/v1/messages", message("hello"), exactly(0)));
  const streamed = await eventObjects(
    post(simulator, "/v1/messages", message("hello", { stream: true }), exactly(0)),
  );

  expect(body.content).toEqual([]);
  expect(at(body, "usage", "output_tokens")).toBe(0);
  expect(streamed.map((event) => event.type)).toEqual([
    "message_start",
    "message_delta",
    "message_stop",
  ]);
});

test("a tool is used with an input that its schema allows, and its stream joins to the same input", async () => {
  const simulator = await start();
  const body = await json(
    post(
      simulator,
      "/v1/messages",
      message("hello", { tools: [tool], tool_choice: { type: "tool", name: "find_order" } }),
    ),
  );
  const streamed = await eventObjects(
    post(simulator, "/v1/messages", message("now use the tool", { tools: [tool], stream: true })),
  );
  const answered = await json(
    post(
      simulator,
      "/v1/messages",
      message([{ type: "tool_result", tool_use_id: "t", content: "use the tool" }], {
        tools: [tool],
      }),
    ),
  );

  expect(body.stop_reason).toBe("tool_use");
  expect(body.content).toEqual([
    {
      type: "tool_use",
      id: expect.stringMatching(/^toolu_01/),
      name: "find_order",
      input: { id: expect.any(String), urgent: expect.any(Boolean) },
    },
  ]);
  const joined = streamed.map((event) => textAt(event, "delta", "partial_json")).join("");
  expect(JSON.parse(joined)).toHaveProperty("urgent");
  expect(answered.stop_reason).toBe("end_turn");
});

test("an advisor is asked within the message, and its tokens stand in the iterations alone", async () => {
  const simulator = await start();
  const advisor = { type: "advisor_20260301", name: "advisor", model: "claude-opus-4-8" };
  const request = message(`ask the advisor ${words(7)}`, { tools: [advisor] });

  const body = await json(post(simulator, "/v1/messages", request, exactly(6)));
  const streamed = await eventObjects(
    post(simulator, "/v1/messages", { ...request, stream: true }, exactly(6)),
  );
  const unasked = await json(
    post(simulator, "/v1/messages", message("hello", { tools: [advisor] })),
  );

  expect(body.content).toMatchObject([
    { type: "server_tool_use", name: "advisor" },
    { type: "advisor_tool_result", content: { type: "advisor_result" } },
    { type: "text" },
  ]);
  expect(body.usage).toMatchObject({ input_tokens: 10, output_tokens: 6 });
  expect(at(body, "usage", "iterations")).toMatchObject([
    { type: "message", input_tokens: 10, output_tokens: 6 },
    { type: "advisor_message", model: "claude-opus-4-8", input_tokens: 10, output_tokens: 60 },
  ]);
  const delta = streamed.find(({ type }) => type === "message_delta");
  expect(at(delta, "usage", "iterations")).toEqual(at(body, "usage", "iterations"));
  expect(unasked.usage).not.toHaveProperty("iterations");
});

test("thinking is a block of its own, inside the output tokens", async () => {
  const simulator = await start();
  const request = message("hello", {
    max_tokens: 4000,
    thinking: { type: "enabled", budget_tokens: 2000 },
  });

  const body = await json(post(simulator, "/v1/messages", request));
  const streamed = await eventObjects(
    post(simulator, "/v1/messages", { ...request, stream: true }),
  );

  const [thought, said] = [at(body, "content", 0, "thinking"), at(body, "content", 1, "text")].map(
    String,
  );
  expect(countTokens(thought ?? "") + countTokens(said ?? "")).toBe(
    at(body, "usage", "output_tokens"),
  );
  expect(countTokens(thought ?? "")).toBe(
    at(body, "usage", "output_tokens_details", "thinking_tokens"),
  );
  expect(streamed.map((event) => at(event, "delta", "type"))).toContain("signature_delta");
});

test("max_tokens and stop sequences end a message and say so", async () => {
  const simulator = await start();
  const whole = String(
    at(
      await json(post(simulator, "/v1/messages", message("hello"), exactly(30))),
      "content",
      0,
      "text",
    ),
  );
  const stop = whole.split(" ")[12] ?? "";

  const cut = await json(post(simulator, "/v1/messages", message("hello", { max_tokens: 3 })));
  const stopped = await json(
    post(simulator, "/v1/messages", message("hello", { stop_sequences: [stop] }), exactly(30)),
  );

  expect([cut.stop_reason, at(cut, "usage", "output_tokens")]).toEqual(["max_tokens", 3]);
  expect([stopped.stop_reason, stopped.stop_sequence]).toEqual(["stop_sequence", stop]);
});

test("structured output satisfies its schema", async () => {
  const simulator = await start();
  const schema = {
    type: "object",
    properties: { count: { type: "integer", minimum: 2, maximum: 2 } },
    required: ["count"],
  };

  const body = await json(
    post(
      simulator,
      "/v1/messages",
      message("x", { output_config: { format: { type: "json_schema", schema } } }),
    ),
  );

  expect(JSON.parse(String(at(body, "content", 0, "text")))).toEqual({ count: 2 });
});

test("count_tokens counts as the message would", async () => {
  const simulator = await start();
  const request = message([{ type: "text", text: words(5) }], {
    system: [{ type: "text", text: words(7) }],
  });

  const counted = await json(post(simulator, "/v1/messages/count_tokens", request));
  const used = await json(post(simulator, "/v1/messages", request));

  expect(counted).toEqual({ input_tokens: 12 });
  expect(at(used, "usage", "input_tokens")).toBe(12);
});

test("models are listed in pages and found by name", async () => {
  const simulator = await start();
  const get = (path: string) =>
    json(
      fetch(simulator.url + path, {
        headers: { "x-api-key": "k", "anthropic-version": "2023-06-01" },
      }),
    );

  const first = await get("/v1/models?limit=2");
  const second = await get(`/v1/models?limit=100&after_id=${String(first.last_id)}`);

  expect(first).toMatchObject({ has_more: true, data: [{ type: "model" }, { type: "model" }] });
  expect(second.has_more).toBe(false);
  expect(await get("/v1/models/claude-sonnet-5")).toMatchObject({
    type: "model",
    id: "claude-sonnet-5",
  });
});

test.each([
  ["{", 400, "invalid_request_error"],
  [message("x", { model: "claude-none" }), 404, "not_found_error"],
  [{ ...message("x"), max_tokens: undefined }, 400, "invalid_request_error"],
  [message("x", { max_tokens: 0 }), 400, "invalid_request_error"],
  [message("x", { messages: [] }), 400, "invalid_request_error"],
  [message("x", { messages: [{ role: "system", content: "x" }] }), 400, "invalid_request_error"],
  [message("x", { temperature: 2 }), 400, "invalid_request_error"],
  [message("x", { tool_choice: { type: "tool", name: "none" } }), 400, "invalid_request_error"],
])("a wrong body is refused in Anthropic's shape (%#)", async (body, status, type) => {
  const simulator = await start();

  const answer = await post(simulator, "/v1/messages", body);

  expect(answer.status).toBe(status);
  expect(await json(answer)).toEqual({
    type: "error",
    error: { type, message: expect.any(String) },
    request_id: answer.headers.get("request-id"),
  });
});

test("a missing key and a missing version are refused", async () => {
  const simulator = await start();

  const noKey = await fetch(`${simulator.url}/v1/messages`, { method: "POST", body: "{}" });
  const noVersion = await fetch(`${simulator.url}/v1/messages`, {
    method: "POST",
    body: "{}",
    headers: { "x-api-key": "k" },
  });

  expect([noKey.status, at(await json(noKey), "error", "type")]).toEqual([
    401,
    "authentication_error",
  ]);
  expect([noVersion.status, at(await json(noVersion), "error", "message")]).toEqual([
    400,
    "anthropic-version: header is required",
  ]);
});
