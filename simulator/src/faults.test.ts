import { expect, test } from "vitest";
import {
  at,
  chat,
  eventObjects,
  exactly,
  json,
  message,
  post,
  start,
} from "./simulator.fixture.ts";

const fault = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  ...exactly(40),
  "x-simulator-fault": name,
  ...more,
});
const streamed = { stream: true, stream_options: { include_usage: true } };

test.each([
  ["status-500", 500],
  ["status-503", 503],
  ["status-529", 529],
  ["rate-limit", 429],
])("the fault %s answers with that status in the provider's shape", async (name, status) => {
  const simulator = await start();

  const openai = await post(simulator, "/v1/chat/completions", chat("x"), fault(name));
  const anthropic = await post(simulator, "/v1/messages", message("x"), fault(name));

  expect([openai.status, anthropic.status]).toEqual([status, status]);
  expect(openai.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
  expect(anthropic.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
  expect(at(await json(openai), "error", "message")).toEqual(expect.any(String));
  expect(at(await json(anthropic), "type")).toBe("error");
});

test("reset breaks the connection before any answer", async () => {
  const simulator = await start();

  await expect(post(simulator, "/v1/chat/completions", chat("x"), fault("reset"))).rejects.toThrow(
    "fetch failed",
  );
});

test.each([{}, streamed])(
  "cut breaks the connection in the middle of the body (%o)",
  async (more) => {
    const simulator = await start();

    const answer = await post(simulator, "/v1/chat/completions", chat("x", more), fault("cut"));
    const read: string[] = [];
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) read.push(Buffer.from(chunk).toString());
    })();

    await expect(reading).rejects.toThrow("terminated");
    expect(answer.status).toBe(200);
    expect(read.join("")).toContain("chatcmpl-");
    expect(read.join("")).not.toContain("[DONE]");
  },
);

test("hang never answers", async () => {
  const simulator = await start();
  const client = new AbortController();

  const asked = fetch(`${simulator.url}/v1/chat/completions`, {
    method: "POST",
    signal: client.signal,
    headers: { authorization: "Bearer k", "x-simulator-fault": "hang" },
    body: JSON.stringify(chat("x")),
  });
  const other = await post(simulator, "/v1/chat/completions", chat("x"));
  while (simulator.stats().faults.hang === undefined) await new Promise(setImmediate);
  client.abort();

  expect(other.status).toBe(200);
  await expect(asked).rejects.toThrow("aborted");
});

test.each([{}, streamed])("hang-mid-stream sends half the body and no more (%o)", async (more) => {
  const simulator = await start();
  const answer = await post(
    simulator,
    "/v1/chat/completions",
    chat("x", more),
    fault("hang-mid-stream"),
  );
  const reader = answer.body?.getReader();

  const first = await reader?.read();
  const next = reader?.read().then(
    () => "more",
    () => "broken off",
  );
  await simulator.close();

  expect(first?.value?.length).toBeGreaterThan(0);
  let outcome = await next;
  while (outcome === "more") {
    outcome = await reader?.read().then(
      ({ done }) => (done ? "ended" : "more"),
      () => "broken off",
    );
  }
  expect(outcome).toBe("broken off");
});

test("garbled JSON cannot be parsed; a garbled stream has one broken event and goes on to its end", async () => {
  const simulator = await start();

  const whole = await post(simulator, "/v1/messages", message("x"), fault("garbled"));
  const stream = await post(
    simulator,
    "/v1/messages",
    message("x", { stream: true }),
    fault("garbled"),
  );
  const blocks = (await stream.text()).split("\n\n").filter((block) => block !== "");
  const broken = blocks.filter((block) => {
    try {
      JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "");
      return false;
    } catch {
      return true;
    }
  });

  await expect(whole.json()).rejects.toThrow(SyntaxError);
  expect(broken).toHaveLength(1);
  expect(blocks.at(-1)).toContain("message_stop");
});

test("no-usage leaves the usage out of each format", async () => {
  const simulator = await start();
  const headers = fault("no-usage");
  const bodies = [
    await json(post(simulator, "/v1/chat/completions", chat("x"), headers)),
    await json(post(simulator, "/v1/messages", message("x"), headers)),
    await json(
      post(simulator, "/v1/embeddings", { model: "text-embedding-3-small", input: "x" }, headers),
    ),
  ];
  const chunks = await eventObjects(
    post(simulator, "/v1/chat/completions", chat("x", streamed), headers),
  );
  const messageEvents = await eventObjects(
    post(simulator, "/v1/messages", message("x", { stream: true }), headers),
  );
  const response = await json(
    post(simulator, "/v1/responses", { model: "gpt-4o", input: "x" }, headers),
  );

  expect(bodies.some((body) => "usage" in body)).toBe(false);
  expect(
    [...chunks, ...messageEvents].some(
      (event) => at(event, "usage") || at(event, "message", "usage"),
    ),
  ).toBe(false);
  expect(response.usage).toBeNull();
});

test("slow-body sends the same bytes in many pieces", async () => {
  const simulator = await start({ nowMs: () => 0 });
  const answer = await post(
    simulator,
    "/v1/messages",
    message("x", { stream: true }),
    fault("slow-body"),
  );
  let pieces = 0;
  let text = "";
  for await (const chunk of answer.body ?? []) {
    pieces += 1;
    text += Buffer.from(chunk).toString();
  }

  expect(pieces).toBeGreaterThan(3);
  expect(text).toMatch(/^event: message_start\n[\s\S]*event: message_stop\n.*\n\n$/);
});

test("a fault with a number of times is played so often to the same body, then no more", async () => {
  const simulator = await start();
  const headers = fault("status-500", { "x-simulator-fault-times": "2" });
  const status = async (content: string) =>
    (await post(simulator, "/v1/chat/completions", chat(content), headers)).status;

  expect([await status("a"), await status("a"), await status("b"), await status("a")]).toEqual([
    500, 500, 500, 200,
  ]);
  expect(simulator.stats().faults).toEqual({ "status-500": 3 });
});

test("random faults come at their rate and are the same for the same seed", async () => {
  const run = async (seed: number) => {
    const simulator = await start({ seed, faults: { "status-500": 0.3, "rate-limit": 0.1 } });
    const statuses: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      const answer = await post(simulator, "/v1/chat/completions", chat("x"), exactly(1));
      await answer.arrayBuffer();
      statuses.push(answer.status);
    }
    return statuses;
  };

  const [first, again, other] = [await run(5), await run(5), await run(6)];

  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(first.filter((status) => status === 500).length).toBeGreaterThan(15);
  expect(first.filter((status) => status === 500).length).toBeLessThan(50);
});

test("requests above the limit of their key get 429 until the minute has gone on", async () => {
  let nowMs = 0;
  const simulator = await start({ requestsPerMinute: 2, nowMs: () => nowMs });
  const ask = (key: string) =>
    post(simulator, "/v1/chat/completions", chat("x"), { authorization: `Bearer ${key}` });

  const answers = [await ask("a"), await ask("a"), await ask("a"), await ask("b")];
  const anthropic = await post(simulator, "/v1/messages", message("x"), {
    authorization: "Bearer a",
  });
  nowMs += 30_000;
  const later = await ask("a");

  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429, 200]);
  expect(answers[0]?.headers.get("x-ratelimit-remaining-requests")).toBe("1");
  expect(answers[2]?.headers.get("retry-after")).toBe("30");
  expect(
    at(await json(answers[2] ?? Promise.reject(new Error("no answer"))), "error", "code"),
  ).toBe("rate_limit_exceeded");
  expect([
    anthropic.status,
    anthropic.headers.get("anthropic-ratelimit-requests-remaining"),
  ]).toEqual([429, "0"]);
  expect(later.status).toBe(200);
});
