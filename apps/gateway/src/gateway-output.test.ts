import { responseHeaders } from "@headgate/contract";
import { expect, test } from "vitest";
import { completion, open, request } from "./gateway-case.fixture.ts";
import { type Answer, events, json } from "./open-gateway.fixture.ts";

type Policy = Readonly<Record<string, unknown>>;

const withOutput = (output: Policy) => ({ policies: [{ name: "short", output }] });
const bodyOf = (body: Buffer): Record<string, unknown> => JSON.parse(body.toString("utf8"));

const chunk = (delta: unknown, finish: string | null = null): string =>
  `data: ${JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "gpt-5-mini-2025-08-07",
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

/** Writes chunks until the gateway closes the connection; `whenCut` resolves with how many it wrote. */
function endless(text: string, before = ""): { answer: Answer; whenCut: Promise<number> } {
  let resolve: (written: number) => void;
  const whenCut = new Promise<number>((cut) => {
    resolve = cut;
  });
  const answer: Answer = (response, { cut }) => {
    let written = 0;
    let isOver = false;
    cut.then(
      () => {
        isOver = true;
        resolve(written);
      },
      () => undefined,
    );
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk({ role: "assistant", content: before }));
    const next = (): void => {
      if (isOver || written > 20_000) return;
      written += 1;
      response.write(chunk({ content: text }));
      setImmediate(next);
    };
    next();
  };
  return { answer, whenCut };
}

const streamed = { ...request, stream: true };
const textOf = (sse: string): string =>
  sse
    .split("\n\n")
    .filter((event) => event.startsWith("data: {"))
    .map((event) => JSON.parse(event.slice(6)).choices[0]?.delta.content ?? "")
    .join("");

test("without a word of output in its policy, a call passes byte for byte", async () => {
  const { gateway, provider } = await open([json(200, completion)], withOutput({}));

  const body = '{ "model" : "gpt-5-mini",\n "messages":[{"role":"user","content":"Hello"}] }';
  await gateway.post("/v1/chat/completions", body);

  expect(provider.received[0]?.body.toString("utf8")).toBe(body);
  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({ savings: [] });
  expect(row?.changes).toBeUndefined();
});

test("a limit is set where the client gives none, and saved exactly nothing where it is not reached", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    withOutput({ max_tokens: 400 }),
  );

  const response = await gateway.post("/v1/chat/completions", request);

  expect(bodyOf(provider.received[0]?.body as Buffer)).toEqual({
    ...request,
    max_completion_tokens: 400,
  });
  expect(response.headers.get(responseHeaders.cut)).toBeNull();
  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({
    changes: [{ lever: "output", did: "limit_set" }],
    baseline_cost: row?.charge.effective_cost,
    savings: [{ lever: "output", amount: "0.000000000000" }],
  });
});

test("a client's higher limit is lowered, a lower one stays", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    withOutput({ max_tokens: 400 }),
  );

  await gateway.post("/v1/chat/completions", { ...request, max_tokens: 4_000 });
  await gateway.post("/v1/chat/completions", { ...request, max_tokens: 100 });

  const sent = provider.received.map(({ body }) => bodyOf(body).max_tokens);
  expect(sent).toEqual([400, 100]);
  const rows = await gateway.rowsWhen(2);
  expect(rows.map(({ changes }) => changes?.[0]?.did)).toEqual(["limit_lowered", undefined]);
});

test("a limit that was reached is told in the head, the row and the metrics, and its saving is not known", async () => {
  const cut = {
    ...completion,
    choices: [{ ...completion.choices[0], finish_reason: "length" }],
  };
  const { gateway } = await open([json(200, cut)], withOutput({ max_tokens: 100 }));

  const response = await gateway.post("/v1/chat/completions", request);

  expect(response.headers.get(responseHeaders.cut)).toBe("limit_reached");
  expect(response.headers.get(responseHeaders.saved)).toBe("unknown");
  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({
    outcome: "completed",
    baseline_cost: null,
    savings: [{ lever: "output", amount: null }],
    changes: [
      { lever: "output", did: "limit_set" },
      { lever: "output", did: "limit_reached" },
    ],
  });
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain('headgate_answers_cut_total{cut="limit_reached"} 1');
});

test("a length is learned from 300 answers, and limits the next one", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    withOutput({ max_tokens: "learned", headroom: 2 }),
    { attribution: { feature: "triage" } },
  );

  for (let call = 0; call < 300; call += 20) {
    await Promise.all(
      Array.from({ length: 20 }, async () =>
        (await gateway.post("/v1/chat/completions", request)).arrayBuffer(),
      ),
    );
  }
  await gateway.post("/v1/chat/completions", request);
  await gateway.post("/v1/chat/completions", request, { "x-headgate-task": "essay" });

  const limits = provider.received.map(({ body }) => bodyOf(body).max_completion_tokens);
  expect(limits.slice(0, 300).filter((limit) => limit !== undefined)).toEqual([]);
  // 100 tokens lie in a bucket that ends at 100.
  expect(limits[300]).toBe(200);
  // What another task's answers are like is not known yet.
  expect(limits[301]).toBeUndefined();
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  const kind = '{policy="short",feature="triage",task="",model="openai/gpt-5-mini"}';
  const essays = '{policy="short",feature="triage",task="essay",model="openai/gpt-5-mini"}';
  expect(metrics).toContain(`headgate_learned_answers${essays} 1`);
  expect(metrics).toContain(`headgate_learned_answers${kind} 301`);
  expect(metrics).toContain(`headgate_learned_answer_tokens${kind} 100`);
});

test("schema, stop sequences and style go where the client says nothing of the kind", async () => {
  const schema = { type: "object", properties: { label: { type: "string" } } };
  const { gateway, provider } = await open(
    [json(200, completion)],
    withOutput({ json_schema: { name: "label", schema }, stop: ["END"], style: "terse" }),
  );
  const own = { ...request, stop: ["X"], response_format: { type: "json_object" } };

  await gateway.post("/v1/chat/completions", request);
  await gateway.post("/v1/chat/completions", own);

  const [first, second] = provider.received.map(({ body }) => bodyOf(body));
  expect(first).toMatchObject({
    stop: ["END"],
    response_format: { type: "json_schema", json_schema: { name: "label", schema, strict: true } },
    messages: [{ role: "system" }, { role: "user" }],
  });
  expect(second).toMatchObject({ stop: ["X"], response_format: { type: "json_object" } });
  const rows = await gateway.rowsWhen(2);
  // What a model would have said otherwise was never asked.
  expect(rows.map(({ baseline_cost }) => baseline_cost)).toEqual([null, null]);
});

test("a stream in a loop is ended: the provider is stopped, the client gets a whole answer, the row says so", async () => {
  const { answer, whenCut } = endless("I will check the list of orders once more now. ");
  const { gateway } = await open([answer], withOutput({ end_stream: ["repetition"] }));

  const response = await gateway.post("/v1/chat/completions", streamed);
  const sse = await response.text();

  expect(await whenCut).toBeLessThan(20_000);
  expect(sse).toContain(": headgate-cut stopped_repetition\n\n");
  expect(sse).toMatch(/"finish_reason":"length"[^\n]*\n\ndata: \[DONE\]\n\n$/);
  expect(sse).not.toContain('"usage":{');
  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({
    outcome: "ended_early",
    usage_origin: "estimated",
    baseline_cost: null,
    savings: [{ lever: "output", amount: null }],
    changes: [{ lever: "output", did: "stopped_repetition" }],
  });
  expect(row?.charge.confidence).toBe("estimated");
  expect(row?.usage.output).toBeGreaterThan(400);
});

test("the usage that a client asked for is the one in its row", async () => {
  const { answer } = endless("I will check the list of orders once more now. ");
  const { gateway } = await open([answer], withOutput({ end_stream: ["repetition"] }));

  const options = { stream_options: { include_usage: true } };
  const sse = await (
    await gateway.post("/v1/chat/completions", { ...streamed, ...options })
  ).text();

  const told = JSON.parse(/data: (\{.*"usage":\{.*)/.exec(sse)?.[1] ?? "{}");
  const [row] = await gateway.rowsWhen(1);
  expect(told.usage).toMatchObject({
    prompt_tokens: row?.usage.input,
    completion_tokens: row?.usage.output,
  });
});

test("an answer that runs on behind its JSON is ended as finished", async () => {
  const { answer } = endless("\n\n\n\n\n\n\n\n", '{"label":"refund"}');
  const { gateway } = await open([answer], withOutput({ end_stream: ["complete"] }));

  const asked = { ...streamed, response_format: { type: "json_object" } };
  const sse = await (await gateway.post("/v1/chat/completions", asked)).text();

  expect(JSON.parse(textOf(sse))).toEqual({ label: "refund" });
  expect(sse).toMatch(/"finish_reason":"stop"[^\n]*\n\ndata: \[DONE\]\n\n$/);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.changes).toEqual([{ lever: "output", did: "stopped_complete" }]);
});

test("an answer that ends by itself keeps its exact usage, whatever may end it", async () => {
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const { gateway } = await open(
    [
      events(
        chunk({ role: "assistant", content: '{"label":' }),
        // All in one write, as a provider that is done has it.
        chunk({ content: '"refund"}' }) +
          chunk({ content: " ".repeat(100) }) +
          chunk({}, "stop") +
          `data: ${JSON.stringify({ model: "gpt-5-mini", choices: [], usage })}\n\n`,
        "data: [DONE]\n\n",
      ),
    ],
    withOutput({ end_stream: ["complete", "repetition"] }),
  );

  const asked = { ...streamed, response_format: { type: "json_object" } };
  await (await gateway.post("/v1/chat/completions", asked)).text();

  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({
    outcome: "completed",
    usage_origin: "provider",
    usage: { output: 5 },
  });
  expect(row?.changes).toBeUndefined();
});

test("a stream that outgrows what a budget set aside for it is ended", async () => {
  const words = Array.from({ length: 40 }, (_, at) => `word${at} of many`).join(" ");
  const { answer, whenCut } = endless(words);
  const { gateway } = await open([answer], {
    ...withOutput({ end_stream: ["over_budget"] }),
    budgets: [{ name: "all", limit: "100", window: "day" }],
    worst_case: { max_output_tokens: 1_000 },
  });

  const sse = await (await gateway.post("/v1/chat/completions", streamed)).text();

  await whenCut;
  expect(sse).toMatch(/"finish_reason":"length"[^\n]*\n\ndata: \[DONE\]\n\n$/);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.changes).toEqual([{ lever: "output", did: "stopped_over_budget" }]);
  expect(row?.usage.output).toBeGreaterThan(1_000);
});

test("a client that takes trailers is told behind a stream", async () => {
  const { answer } = endless("I will check the list of orders once more now. ");
  const { gateway } = await open([answer], withOutput({ end_stream: ["repetition"] }));

  const { request: http } = await import("node:http");
  const trailers = await new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${gateway.secret}`,
      "content-type": "application/json",
      te: "trailers",
    };
    const call = http(
      `${gateway.url}/v1/chat/completions`,
      { method: "POST", headers },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.trailers));
      },
    );
    call.once("error", reject);
    call.end(JSON.stringify(streamed));
  });

  expect(trailers).toMatchObject({ [responseHeaders.cut]: "stopped_repetition" });
});

test("an answer that was cut is not kept for others", async () => {
  const cut = {
    ...completion,
    choices: [{ ...completion.choices[0], finish_reason: "length" }],
  };
  const { gateway } = await open([json(200, cut)], {
    policies: [{ name: "short", exact_cache: { when: "always" }, output: { max_tokens: 100 } }],
  });

  await gateway.post("/v1/chat/completions", request);
  await gateway.rowsWhen(1);
  const second = await gateway.post("/v1/chat/completions", request);

  expect(second.headers.get(responseHeaders.cache)).toBe("miss");
});
