import { EventStreamCodec } from "@smithy/core/event-streams";
import { expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { at, exactly, json, post, start, textAt, words } from "../simulator.fixture.ts";

const claude = "anthropic.claude-haiku-4-5-20251001-v1:0";
const pathOf = (operation: string, model = claude): string =>
  `/model/${encodeURIComponent(model)}/${operation}`;
const converse = (text: string, more: JsonObject = {}): JsonObject => ({
  messages: [{ role: "user", content: [{ text }] }],
  ...more,
});
const tools = {
  tools: [
    {
      toolSpec: {
        name: "find",
        inputSchema: { json: { type: "object", properties: { a: { type: "string" } } } },
      },
    },
  ],
};

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

/** The events of a stream of frames: the name and the body. */
async function framesOf(
  answer: Promise<Response>,
): Promise<readonly (readonly [name: unknown, body: JsonObject])[]> {
  const bytes = Buffer.from(await (await answer).arrayBuffer());
  const found: (readonly [unknown, JsonObject])[] = [];
  for (let from = 0; from < bytes.length; from += bytes.readUInt32BE(from)) {
    const { headers, body } = codec.decode(bytes.subarray(from, from + bytes.readUInt32BE(from)));
    const parsed: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (!isJsonObject(parsed)) throw new TypeError("the event is not a JSON object");
    found.push([headers[":event-type"]?.value, parsed]);
  }
  return found;
}

test("a stream of Converse bills what its JSON bills, and its deltas joined are the JSON's text", async () => {
  const simulator = await start();
  const body = converse(words(20));

  const whole = await json(post(simulator, pathOf("converse"), body));
  const frames = await framesOf(post(simulator, pathOf("converse-stream"), body));

  const text = frames.map(([, event]) => textAt(event, "delta", "text")).join("");
  expect(text).toBe(textAt(whole, "output", "message", "content", 0, "text"));
  expect(frames[0]?.[0]).toBe("messageStart");
  expect(frames.at(-1)?.[0]).toBe("metadata");
  expect(at(frames.at(-1)?.[1], "usage")).toEqual(whole.usage);
  expect(at(whole, "usage", "inputTokens")).toBe(20);
});

test("Converse's total counts the input, the cache and the output", async () => {
  const simulator = await start();
  const body = converse("Hello there", {
    system: [{ text: words(2000) }, { cachePoint: { type: "default", ttl: "1h" } }],
  });
  const ask = () => json(post(simulator, pathOf("converse"), body, exactly(10)));

  expect((await ask()).usage).toEqual({
    inputTokens: 2,
    outputTokens: 10,
    totalTokens: 2012,
    cacheReadInputTokens: 0,
    cacheWriteInputTokens: 2000,
    cacheDetails: [{ ttl: "1h", inputTokens: 2000 }],
  });
  expect((await ask()).usage).toMatchObject({ cacheReadInputTokens: 2000, totalTokens: 2012 });
});

test("a tool is called when the message asks for it", async () => {
  const simulator = await start();
  const body = converse("use the tool", { toolConfig: tools });

  const whole = await json(post(simulator, pathOf("converse"), body));
  const frames = await framesOf(post(simulator, pathOf("converse-stream"), body));

  expect(whole.stopReason).toBe("tool_use");
  expect(at(whole, "output", "message", "content", 0, "toolUse", "name")).toBe("find");
  const input = frames.map(([, event]) => textAt(event, "delta", "toolUse", "input")).join("");
  expect(JSON.parse(input)).toEqual(
    at(whole, "output", "message", "content", 0, "toolUse", "input"),
  );
});

test("thinking is shown, and counted as output", async () => {
  const simulator = await start();
  const more = { additionalModelRequestFields: { thinking: { type: "enabled" } } };

  const whole = await json(post(simulator, pathOf("converse"), converse("Why?", more)));

  const thought = textAt(
    whole,
    "output",
    "message",
    "content",
    0,
    "reasoningContent",
    "reasoningText",
    "text",
  );
  expect(at(whole, "usage", "outputTokens")).toBeGreaterThan(thought.split(" ").length);
});

test("InvokeModel answers in the model's own body, with the counts in headers and at the stream's end", async () => {
  const simulator = await start();
  const body = {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 100,
    messages: [{ role: "user", content: words(7) }],
  };

  const answer = await post(simulator, pathOf("invoke"), body, exactly(9));
  const frames = await framesOf(
    post(simulator, pathOf("invoke-with-response-stream"), body, exactly(9)),
  );

  expect(answer.headers.get("x-amzn-bedrock-input-token-count")).toBe("7");
  expect(answer.headers.get("x-amzn-bedrock-output-token-count")).toBe("9");
  expect((await json(answer)).model).toBe("claude-haiku-4-5-20251001");
  const last: unknown = JSON.parse(
    Buffer.from(textAt(frames.at(-1)?.[1], "bytes"), "base64").toString("utf8"),
  );
  expect(at(last, "type")).toBe("message_stop");
  expect(at(last, "amazon-bedrock-invocationMetrics")).toMatchObject({
    inputTokenCount: 7,
    outputTokenCount: 9,
  });
});

test.each([
  ["no.such-model", converse("Hi"), "The provided model identifier is invalid."],
  [claude, {}, "A conversation must start with a user message."],
  [claude, "{", "Malformed input request"],
])("a wrong request to %s is refused in Bedrock's shape (%o)", async (model, body, message) => {
  const simulator = await start();

  const answer = await post(simulator, pathOf("converse", model), body);

  expect(answer.status).toBe(400);
  expect(answer.headers.get("x-amzn-errortype")).toBe("ValidationException");
  expect(await answer.json()).toEqual({ message });
});

test.each([
  ["rate-limit", 429, "ThrottlingException"],
  ["status-500", 500, "InternalServerException"],
  ["status-503", 503, "ServiceUnavailableException"],
  ["status-529", 503, "ServiceUnavailableException"],
])("the fault %s is told in Bedrock's words", async (fault, status, type) => {
  const simulator = await start();

  const answer = await post(simulator, pathOf("converse"), converse("Hi"), {
    "x-simulator-fault": fault,
  });

  expect(answer.status).toBe(status);
  expect(answer.headers.get("x-amzn-errortype")).toBe(type);
});

test("garbled breaks one frame's checksum and no other", async () => {
  const simulator = await start();
  const answer = await post(simulator, pathOf("converse-stream"), converse("Hi"), {
    "x-simulator-fault": "garbled",
  });
  const bytes = Buffer.from(await answer.arrayBuffer());

  let broken = 0;
  for (let from = 0; from < bytes.length; from += bytes.readUInt32BE(from)) {
    const frame = bytes.subarray(from, from + bytes.readUInt32BE(from));
    try {
      codec.decode(frame);
    } catch {
      broken += 1;
    }
  }
  expect(broken).toBe(1);
});

test("slow-body sends the same frames in many pieces", async () => {
  const simulator = await start();
  const ask = (headers: Readonly<Record<string, string>>) =>
    post(simulator, pathOf("converse-stream"), converse("Hi"), headers).then((answer) =>
      answer.arrayBuffer(),
    );

  const slow = Buffer.from(await ask({ "x-simulator-fault": "slow-body" }));

  expect(slow.equals(Buffer.from(await ask({})))).toBe(true);
});

test("a signature's access key id is a key like any other; without one the request is refused", async () => {
  const simulator = await start();
  const authorization =
    "AWS4-HMAC-SHA256 Credential=AKIA/20261125/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=0";

  const signed = await post(simulator, pathOf("converse"), converse("Hi"), { authorization });
  const bare = await post(simulator, pathOf("converse"), converse("Hi"), { authorization: "" });

  expect([signed.status, bare.status]).toEqual([200, 403]);
});
