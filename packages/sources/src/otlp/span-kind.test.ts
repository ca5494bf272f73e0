import { expect, test } from "vitest";
import { all, memoryFile } from "../memory-file.fixture.ts";
import { attemptsIn, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { otlp } from "./source.ts";

const spanOf = (
  spanId: string,
  values: Record<string, string | number>,
  parentSpanId?: string,
) => ({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId,
  ...(parentSpanId !== undefined && { parentSpanId }),
  startTimeUnixNano: "1793610000000000000",
  attributes: Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  })),
});

const read = (...spans: readonly unknown[]) =>
  readAll(
    otlp,
    memoryFile("x.json", JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })),
  );

const counted = {
  "gen_ai.request.model": "gpt-4o",
  "gen_ai.usage.input_tokens": 100,
  "gen_ai.usage.output_tokens": 7,
};

// What LiteLLM's proxy, Semantic Kernel and writers that nobody knows write of a call.
test.each([
  ["acompletion", { "llm.request.type": "acompletion" }, "chat"],
  ["aembedding", { "llm.request.type": "aembedding" }, "embeddings"],
  ["anthropic_messages", { "llm.request.type": "anthropic_messages" }, "chat"],
  ["aresponses", { "llm.request.type": "aresponses" }, "chat"],
  ["chat.completions", {}, "chat"],
  ["text.completions", {}, "chat"],
  ["think_hard", { "gen_ai.response.id": "resp-1" }, "chat"],
  ["think_hard", { "gen_ai.response.finish_reasons": '["stop"]' }, "chat"],
])(
  "a span whose operation is %s and that counts tokens is a call",
  async (name, more, operation) => {
    const found = await read(
      spanOf("0000000000000011", { "gen_ai.operation.name": name, ...more, ...counted }),
    );

    expect(attemptsIn(found)).toMatchObject([{ operation, usage: { input: 100, output: 7 } }]);
    expect(skipsIn(found)).toEqual([]);
  },
);

test("a call that failed without counts is one where its operation is known, and none where it is not", async () => {
  const failed = await read(
    spanOf("0000000000000011", { "gen_ai.operation.name": "acompletion" }),
    spanOf("0000000000000012", { "gen_ai.operation.name": "think_hard" }),
  );

  expect(attemptsIn(failed)).toMatchObject([{ span_id: "0000000000000011", usage: {} }]);
  expect(skipsIn(failed)).toEqual(["x.json:1 span 0000000000000012: not_a_call"]);
});

test.each(["plan", "answer", "rag.query"])(
  "%s, which may add up calls of another file, is none without an answer of its own, and its tokens are told",
  async (name) => {
    const found = await read(
      spanOf("0000000000000011", { "gen_ai.operation.name": name, ...counted }),
    );

    expect(attemptsIn(found)).toEqual([]);
    expect(skipsIn(found)).toEqual(["x.json:1 span 0000000000000011: usage_unreadable"]);
  },
);

test("a span that says no operation is a call when it names a model and counts tokens", async () => {
  const found = await read(spanOf("0000000000000011", counted));

  expect(attemptsIn(found)).toMatchObject([{ usage: { input: 100, output: 7 } }]);
});

test("an unknown operation around a call repeats it", async () => {
  const found = await read(
    spanOf("0000000000000011", { "gen_ai.operation.name": "think_hard", ...counted }),
    spanOf("0000000000000012", { "gen_ai.operation.name": "chat", ...counted }, "0000000000000011"),
  );

  expect(attemptsIn(found)).toMatchObject([{ span_id: "0000000000000012" }]);
  expect(skipsIn(found)).toEqual(["x.json:1 span 0000000000000011: parent_span"]);
});

test("an agent whose tokens no call below it has is told as usage that is not counted", async () => {
  const found = await read(
    spanOf("0000000000000011", { "gen_ai.operation.name": "invoke_agent", ...counted }),
  );

  expect(attemptsIn(found)).toEqual([]);
  expect(skipsIn(found)).toEqual(["x.json:1 span 0000000000000011: usage_unreadable"]);
});

test("a parent in a later file of one import is known by its children", async () => {
  const { signal } = new AbortController();
  const file = (name: string, span: unknown) =>
    memoryFile(name, JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));
  const chat = { "gen_ai.operation.name": "chat", ...counted };
  const child = file("traces-1.json", spanOf("0000000000000012", chat, "0000000000000011"));
  const parent = file("traces-2.json", spanOf("0000000000000011", chat));

  const found = [];
  // The second file overlaps the first one: what is in both is one call, and its parent repeats it once.
  for (const one of [child, { ...child, name: "traces-1-again.json" }, parent]) {
    found.push(...(await all(otlp.read(one, { signal }))));
  }

  expect(new Set(attemptsIn(found).map(({ span_id }) => span_id))).toEqual(
    new Set(["0000000000000012"]),
  );
  expect(skipsIn(found)).toEqual(["traces-2.json:1 span 0000000000000011: parent_span"]);
  expect(warningsIn(found)).toEqual([]);
});
