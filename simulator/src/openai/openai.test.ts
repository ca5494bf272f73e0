import { expect, test } from "vitest";
import {
  at,
  chat,
  eventObjects,
  events,
  exactly,
  json,
  post,
  start,
  textAt,
  words,
} from "../simulator.fixture.ts";
import { countTokens } from "../text/tokenizer.ts";

const weatherTool = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, days: { type: "integer", minimum: 1, maximum: 3 } },
      required: ["city", "days"],
    },
  },
};

test("a chat completion has the shape, the headers and the exact usage of the real API", async () => {
  const simulator = await start();

  const answer = await post(simulator, "/v1/chat/completions", chat(words(100)), exactly(50));
  const body = await json(answer);

  expect(answer.headers.get("x-request-id")).toMatch(/^req_[0-9a-f]{32}$/);
  expect(answer.headers.get("openai-processing-ms")).toBe("0");
  expect(body).toMatchObject({
    object: "chat.completion",
    model: "gpt-4o-mini-2024-07-18",
    service_tier: "default",
    choices: [{ index: 0, logprobs: null, finish_reason: "stop", message: { role: "assistant" } }],
    usage: {
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  });
  expect(countTokens(String(at(body, "choices", 0, "message", "content")))).toBe(50);
});

test("a prompt costs the words of its text and nothing else", async () => {
  const simulator = await start();
  const body = {
    model: "gpt-4o",
    messages: [
      { role: "system", content: "  three   words\nhere " },
      {
        role: "user",
        content: [
          { type: "text", text: "two words" },
          { type: "image_url", image_url: { url: "data:," } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c", content: "one" },
    ],
  };

  expect(
    at(await json(post(simulator, "/v1/chat/completions", body)), "usage", "prompt_tokens"),
  ).toBe(6);
});

test("a stream has one delta a token, usage null until its last chunk, and ends with [DONE]", async () => {
  const simulator = await start();
  const request = chat("hello", { stream: true, stream_options: { include_usage: true } });

  const found = await events(post(simulator, "/v1/chat/completions", request, exactly(20)));
  const chunks = found.slice(0, -1).map(({ data }): unknown => JSON.parse(data));

  expect(found.at(-1)?.data).toBe("[DONE]");
  expect(at(chunks[0], "choices", 0, "delta")).toEqual({
    role: "assistant",
    content: "",
    refusal: null,
  });
  expect(
    chunks
      .slice(1, 21)
      .map((chunk) => countTokens(String(at(chunk, "choices", 0, "delta", "content")))),
  ).toEqual(Array.from({ length: 20 }, () => 1));
  expect(at(chunks[21], "choices", 0, "finish_reason")).toBe("stop");
  expect(chunks.slice(0, -1).every((chunk) => at(chunk, "usage") === null)).toBe(true);
  expect(at(chunks.at(-1), "choices")).toEqual([]);
  expect(at(chunks.at(-1), "usage", "completion_tokens")).toBe(20);
});

test("a stream whose caller did not ask for usage has none, not even as a field", async () => {
  const simulator = await start();

  const chunks = await eventObjects(
    post(simulator, "/v1/chat/completions", chat("hello", { stream: true }), exactly(3)),
  );

  expect(chunks.some((chunk) => "usage" in chunk)).toBe(false);
});

test("0 output tokens give an empty text", async () => {
  const simulator = await start();

  const body = await json(post(simulator, "/v1/chat/completions", chat("hello"), exactly(0)));

  expect(at(body, "choices", 0, "message", "content")).toBe("");
  expect(at(body, "usage", "completion_tokens")).toBe(0);
});

test("n choices each have their text, and usage adds them up", async () => {
  const simulator = await start();

  const body = await json(
    post(simulator, "/v1/chat/completions", chat("hello", { n: 3 }), exactly(7)),
  );
  const chunks = await eventObjects(
    post(simulator, "/v1/chat/completions", chat("hello", { n: 3, stream: true }), exactly(7)),
  );

  const texts = [0, 1, 2].map((index) => String(at(body, "choices", index, "message", "content")));
  expect(new Set(texts).size).toBe(3);
  expect(at(body, "usage", "completion_tokens")).toBe(21);
  expect(chunks.filter((chunk) => at(chunk, "choices", 0, "index") === 2)).toHaveLength(9);
});

test("max_completion_tokens cuts the answer, reasoning included, and says so", async () => {
  const simulator = await start();

  const plain = await json(
    post(simulator, "/v1/chat/completions", chat("hello", { max_tokens: 4 })),
  );
  const reasoning = await json(
    post(
      simulator,
      "/v1/chat/completions",
      chat("hello", { model: "gpt-5-mini", max_completion_tokens: 30 }),
    ),
  );

  expect(at(plain, "choices", 0, "finish_reason")).toBe("length");
  expect(at(plain, "usage", "completion_tokens")).toBe(4);
  expect(at(reasoning, "usage", "completion_tokens")).toBe(30);
  expect(at(reasoning, "choices", 0, "finish_reason")).toBe("length");
});

test("reasoning tokens of reasoning models are inside the completion's, and absent for effort none", async () => {
  const simulator = await start();
  const ask = async (effort: string) => {
    const body = await json(
      post(
        simulator,
        "/v1/chat/completions",
        chat("think", { model: "gpt-5.1", reasoning_effort: effort }),
      ),
    );
    const visible = countTokens(String(at(body, "choices", 0, "message", "content")));
    const thought = at(body, "usage", "completion_tokens_details", "reasoning_tokens");
    return { visible, thought: Number(thought), all: at(body, "usage", "completion_tokens") };
  };

  const high = await ask("high");
  const none = await ask("none");

  expect(high.thought).toBeGreaterThan(0);
  expect(high.visible + high.thought).toBe(high.all);
  expect(none.thought).toBe(0);
});

test("a stop sequence ends the text before it", async () => {
  const simulator = await start();
  const whole = String(
    at(
      await json(post(simulator, "/v1/chat/completions", chat("hello"), exactly(40))),
      "choices",
      0,
      "message",
      "content",
    ),
  );
  const stop = whole.split(" ")[10] ?? "";

  const body = await json(
    post(simulator, "/v1/chat/completions", chat("hello", { stop }), exactly(40)),
  );

  const text = String(at(body, "choices", 0, "message", "content"));
  expect(text).toBe(whole.slice(0, whole.indexOf(stop)));
  expect(at(body, "usage", "completion_tokens")).toBe(countTokens(text));
});

test("a tool is called with arguments that its schema allows, when forced or when the user asks", async () => {
  const simulator = await start();
  const forced = await json(
    post(
      simulator,
      "/v1/chat/completions",
      chat("hello", { tools: [weatherTool], tool_choice: "required" }),
    ),
  );
  const asked = await eventObjects(
    post(
      simulator,
      "/v1/chat/completions",
      chat("please use the tool", { tools: [weatherTool], stream: true }),
    ),
  );
  const unasked = await json(
    post(simulator, "/v1/chat/completions", chat("hello", { tools: [weatherTool] })),
  );

  expect(at(forced, "choices", 0, "finish_reason")).toBe("tool_calls");
  expect(at(forced, "choices", 0, "message", "content")).toBeNull();
  const call = at(forced, "choices", 0, "message", "tool_calls", 0, "function");
  expect(at(call, "name")).toBe("get_weather");
  expect(JSON.parse(String(at(call, "arguments")))).toEqual({
    city: expect.any(String),
    days: expect.any(Number),
  });
  expect(at(forced, "usage", "completion_tokens")).toBe(countTokens(String(at(call, "arguments"))));
  const streamed = asked.map((chunk) =>
    textAt(chunk, "choices", 0, "delta", "tool_calls", 0, "function", "arguments"),
  );
  expect(JSON.parse(streamed.join(""))).toHaveProperty("city");
  expect(at(unasked, "choices", 0, "finish_reason")).toBe("stop");
});

test("structured output satisfies its schema", async () => {
  const simulator = await start();
  const schema = {
    type: "object",
    properties: { answer: { enum: ["yes", "no"] } },
    required: ["answer"],
  };

  const body = await json(
    post(
      simulator,
      "/v1/chat/completions",
      chat("hello", {
        response_format: { type: "json_schema", json_schema: { name: "a", schema } },
      }),
    ),
  );

  expect(["yes", "no"]).toContain(
    at(JSON.parse(String(at(body, "choices", 0, "message", "content"))), "answer"),
  );
});

test("a response has the shape and the exact usage of the real API", async () => {
  const simulator = await start();

  const body = await json(
    post(
      simulator,
      "/v1/responses",
      {
        model: "gpt-4.1",
        instructions: "be brief",
        input: [{ role: "user", content: [{ type: "input_text", text: words(8) }] }],
      },
      exactly(12),
    ),
  );

  expect(body).toMatchObject({
    object: "response",
    status: "completed",
    error: null,
    output: [
      {
        type: "message",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text" }],
      },
    ],
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 12,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 22,
    },
  });
});

test("a response's events are numbered, typed, and end with the whole response", async () => {
  const simulator = await start();

  const found = await events(
    post(
      simulator,
      "/v1/responses",
      { model: "gpt-4.1", input: "hello", stream: true },
      exactly(3),
    ),
  );
  const data = found.map((event): unknown => JSON.parse(event.data));

  expect(found.map(({ name }) => name)).toEqual([
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.delta",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
  ]);
  expect(data.map((event) => at(event, "sequence_number"))).toEqual(data.map((_, index) => index));
  expect(data.map((event) => at(event, "type"))).toEqual(found.map(({ name }) => name));
  const text = data
    .slice(4, 7)
    .map((event) => at(event, "delta"))
    .join("");
  expect(at(data.at(-1), "response", "output", 0, "content", 0, "text")).toBe(text);
  expect(at(data.at(-1), "response", "usage", "output_tokens")).toBe(3);
});

test("a response cut by max_output_tokens is incomplete, and one that calls a tool streams its arguments", async () => {
  const simulator = await start();
  const cut = await eventObjects(
    post(simulator, "/v1/responses", {
      model: "gpt-4.1",
      input: "hello",
      max_output_tokens: 16,
      stream: true,
    }),
  );
  const called = await eventObjects(
    post(simulator, "/v1/responses", {
      model: "gpt-5.1",
      input: "use the tool",
      tools: [
        {
          type: "function",
          name: "find",
          parameters: {
            type: "object",
            properties: { text: { type: "string" } },
            required: ["text"],
          },
        },
      ],
      stream: true,
    }),
  );

  expect(cut.at(-1)).toMatchObject({
    type: "response.incomplete",
    response: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
  });
  expect(called.map((event) => event.type)).toContain("response.function_call_arguments.done");
  expect(at(called.at(-1), "response", "output", 1)).toMatchObject({
    type: "function_call",
    name: "find",
    status: "completed",
  });
});

test("embeddings count their words, have length 1, and are the same for the same text", async () => {
  const simulator = await start();
  const ask = (more: object) =>
    json(
      post(simulator, "/v1/embeddings", {
        model: "text-embedding-3-small",
        input: ["two words", "one"],
        ...more,
      }),
    );

  const body = await ask({});
  const base64 = await ask({ encoding_format: "base64", dimensions: 8 });

  expect(body.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  const vector = at(body, "data", 0, "embedding");
  if (!Array.isArray(vector)) throw new TypeError("no vector");
  expect(vector).toHaveLength(1536);
  expect(Math.hypot(...vector.map(Number))).toBeCloseTo(1, 3);
  expect(at(await ask({}), "data", 0, "embedding")).toEqual(vector);
  expect(Buffer.from(String(at(base64, "data", 1, "embedding")), "base64")).toHaveLength(32);
});

test("models are listed and found by name", async () => {
  const simulator = await start();
  const get = (path: string) =>
    fetch(simulator.url + path, { headers: { authorization: "Bearer k" } });

  const list = await json(get("/v1/models"));
  const one = await json(get("/v1/models/gpt-5.1"));
  const none = await get("/v1/models/gpt-none");

  expect(list.object).toBe("list");
  expect(one).toMatchObject({ id: "gpt-5.1", object: "model" });
  expect(none.status).toBe(404);
});

test.each([
  ["{", 400, null, null],
  [chat("x", { model: "gpt-none" }), 404, null, "model_not_found"],
  [chat("x", { model: "text-embedding-3-small" }), 400, "model", null],
  [{ model: "gpt-4o" }, 400, "messages", "missing_required_parameter"],
  [{ model: "gpt-4o", messages: [] }, 400, "messages", "empty_array"],
  [{ model: "gpt-4o", messages: "hi" }, 400, "messages", "invalid_type"],
  [
    { model: "gpt-4o", messages: [{ role: "boss", content: "x" }] },
    400,
    "messages[0].role",
    "invalid_value",
  ],
  [chat("x", { temperature: 3 }), 400, "temperature", "decimal_above_max_value"],
  [chat("x", { max_tokens: 0 }), 400, "max_tokens", "integer_below_min_value"],
  [chat("x", { stream: "yes" }), 400, "stream", "invalid_type"],
  [chat("x", { service_tier: "gold" }), 400, "service_tier", "invalid_value"],
])("a wrong body is refused in OpenAI's shape (%#)", async (body, status, param, code) => {
  const simulator = await start();

  const answer = await post(simulator, "/v1/chat/completions", body);

  expect(answer.status).toBe(status);
  expect(await json(answer)).toEqual({
    error: { message: expect.any(String), type: "invalid_request_error", param, code },
  });
});

test("a missing key, an unknown path and an unknown control header are refused", async () => {
  const simulator = await start();

  const noKey = await fetch(`${simulator.url}/v1/models`);
  const noPath = await post(simulator, "/v1/nothing", {});
  const noControl = await post(simulator, "/v1/chat/completions", chat("x"), {
    "x-simulator-falt": "cut",
  });

  expect([noKey.status, noPath.status, noControl.status]).toEqual([401, 404, 400]);
  expect(at(await json(noControl), "error", "message")).toContain("x-simulator-falt");
});

test("the tier that is billed comes back with the answer", async () => {
  const simulator = await start();
  const tier = async (asked: string) =>
    (await json(post(simulator, "/v1/chat/completions", chat("x", { service_tier: asked }))))
      .service_tier;

  expect([await tier("auto"), await tier("flex"), await tier("priority")]).toEqual([
    "default",
    "flex",
    "priority",
  ]);
});
