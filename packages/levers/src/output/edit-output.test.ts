import { type OutputPolicy, outputSchema, outputStyles, type WireFormat } from "@headgate/contract";
import { applyJsonEdits, type JsonObject, promptViewOf } from "@headgate/providers";
import { expect, test } from "vitest";
import { editOutput } from "./edit-output.ts";
import type { LearnedLength } from "./learned-limits.ts";

type Given = Readonly<{ learned?: LearnedLength; limitMember?: string }>;

const policyOf = (policy: Partial<OutputPolicy>): OutputPolicy => outputSchema.parse(policy);

function edited(
  format: WireFormat,
  json: JsonObject,
  policy: Partial<OutputPolicy>,
  { learned, limitMember }: Given = {},
) {
  const view = promptViewOf(format, json);
  if (view === undefined) throw new Error("the request has no view");
  const made = editOutput({ view, json, policy: policyOf(policy), learned, limitMember });
  if (made === undefined) return { body: json, words: [], made };
  const body = applyJsonEdits(Buffer.from(JSON.stringify(json)), made.edits);
  return {
    body: JSON.parse(body.toString("utf8")) as JsonObject,
    words: made.changes.map(({ did }) => did),
    made,
  };
}

const schema = { type: "object" };
const everything: Partial<OutputPolicy> = {
  max_tokens: 50,
  stop: ["END"],
  json_schema: { name: "label", schema },
  style: "terse",
};
const line = outputStyles.terse;
const user = { role: "user", content: "Hi" };

test.each<Readonly<{ format: WireFormat; json: JsonObject; expected: JsonObject }>>([
  {
    format: "openai.chat_completions",
    json: { messages: [user] },
    expected: {
      messages: [{ role: "system", content: line }, user],
      max_completion_tokens: 50,
      stop: ["END"],
      response_format: {
        type: "json_schema",
        json_schema: { name: "label", schema, strict: true },
      },
    },
  },
  {
    format: "openai.responses",
    json: { input: "Hi", text: { verbosity: "low" } },
    expected: {
      input: "Hi",
      instructions: line,
      max_output_tokens: 50,
      text: {
        verbosity: "low",
        format: { type: "json_schema", name: "label", schema, strict: true },
      },
    },
  },
  {
    format: "anthropic.messages",
    json: { messages: [user], max_tokens: 4_096 },
    expected: {
      messages: [user],
      system: line,
      max_tokens: 50,
      stop_sequences: ["END"],
      output_config: { format: { type: "json_schema", schema } },
    },
  },
  {
    format: "gemini.generate_content",
    json: { contents: [{ parts: [{ text: "Hi" }] }] },
    expected: {
      contents: [{ parts: [{ text: "Hi" }] }],
      systemInstruction: { parts: [{ text: line }] },
      generationConfig: {
        maxOutputTokens: 50,
        stopSequences: ["END"],
        responseMimeType: "application/json",
        responseJsonSchema: schema,
      },
    },
  },
  {
    format: "bedrock.converse",
    json: { messages: [{ role: "user", content: [{ text: "Hi" }] }], inferenceConfig: null },
    expected: {
      messages: [{ role: "user", content: [{ text: "Hi" }] }],
      system: [{ text: line }],
      inferenceConfig: { maxTokens: 50, stopSequences: ["END"] },
      outputConfig: {
        textFormat: {
          type: "json_schema",
          structure: { jsonSchema: { name: "label", schema: JSON.stringify(schema) } },
        },
      },
    },
  },
])("$format: limit, stop sequences, schema and style stand where the format has them", (one) => {
  expect(edited(one.format, one.json, everything).body).toEqual(one.expected);
});

test("what the client says of its answer stays", () => {
  const json = {
    messages: [user],
    max_tokens: 20,
    stop: "X",
    response_format: { type: "text" },
  };
  const { body, made } = edited("openai.chat_completions", json, {
    ...everything,
    style: undefined,
  });

  expect(made).toBeUndefined();
  expect(body).toEqual(json);
});

test("a style line goes behind the instructions that are there, the same in every turn", () => {
  const system = [
    { type: "text", text: "Be kind." },
    { type: "text", text: "Be right.", cache_control: { type: "ephemeral" } },
  ];
  const first = edited("anthropic.messages", { system, messages: [user] }, { style: "bullets" });
  const later = edited(
    "anthropic.messages",
    { system, messages: [user, { role: "assistant", content: "Hello" }, user] },
    { style: "bullets" },
  );

  expect(first.body.system).toEqual([
    system[0],
    { ...system[1], text: `Be right.\n\n${outputStyles.bullets}` },
  ]);
  expect(later.body.system).toEqual(first.body.system);

  const developer = { role: "developer", content: "Be kind." };
  const chat = edited(
    "openai.chat_completions",
    { messages: [developer, user] },
    { style: "terse" },
  );
  expect(chat.body.messages).toEqual([{ ...developer, content: `Be kind.\n\n${line}` }, user]);
});

test("a learned limit is headroom times the learned length, and none before one is known", () => {
  const json = { messages: [user] };
  const learn = (p99: number | undefined): unknown =>
    edited(
      "openai.chat_completions",
      json,
      { max_tokens: "learned", headroom: 1.5 },
      {
        learned: { answers: 400, cut: 0, p99 },
      },
    ).body.max_completion_tokens;

  expect([undefined, 1, 101].map(learn)).toEqual([undefined, 16, 152]);
});

test("a limit that the client's thinking does not fit into is not set", () => {
  const thinking = { type: "enabled", budget_tokens: 2_000 };
  const json = { messages: [user], max_tokens: 8_000, thinking };

  expect(edited("anthropic.messages", json, { max_tokens: 2_000 }).made).toBeUndefined();
  expect(edited("anthropic.messages", json, { max_tokens: 2_500 }).body.max_tokens).toBe(2_500);
});

test("a limit in the older name holds where the newer one is null", () => {
  const json = { messages: [user], max_tokens: 100, max_completion_tokens: null };

  expect(edited("openai.chat_completions", json, { max_tokens: 4_000 }).made).toBeUndefined();
  expect(edited("openai.chat_completions", json, { max_tokens: 50 })).toMatchObject({
    body: { ...json, max_tokens: 50 },
    words: ["limit_lowered"],
  });
});

test("a provider that knows the older name of the limit alone gets that one", () => {
  const json = { messages: [user] };
  const { body } = edited(
    "openai.chat_completions",
    json,
    { max_tokens: 9 },
    { limitMember: "max_tokens" },
  );
  expect(body).toEqual({ ...json, max_tokens: 9 });
});

test("a limit that was not reached saved nothing; what else was changed, nobody knows", () => {
  const limited = edited("openai.chat_completions", { messages: [user] }, { max_tokens: 50 }).made;
  const usage = { input: 10, output: 49 };
  expect(limited?.usageBefore(usage)).toBe(usage);
  expect(limited?.usageBefore({ input: 10, output: 20, reasoning: 30 })).toBeUndefined();
  expect(limited?.usageBefore({ input: 10 })).toBeUndefined();

  const styled = edited("openai.chat_completions", { messages: [user] }, everything).made;
  expect(styled?.usageBefore(usage)).toBeUndefined();
});

test("words say what was done", () => {
  const json = { messages: [user], max_tokens: 900 };
  expect(edited("openai.chat_completions", json, everything).words).toEqual([
    "limit_lowered",
    "stop_added",
    "schema_added",
    "style_added",
  ]);
});
