import { expect, test } from "vitest";
import { bedrockInvocationLog } from "../bedrock-invocation-log/source.ts";
import { helicone } from "../helicone/source.ts";
import { langfuse } from "../langfuse/source.ts";
import { litellm } from "../litellm/source.ts";
import { memoryFile } from "../memory-file.fixture.ts";
import { otlp } from "../otlp/source.ts";
import type { AttemptFacts, Source } from "../source.ts";
import { attemptsIn, fixtureFile, promptReader, readAll } from "../source-files.fixture.ts";

const prompts = promptReader();
const messages = [
  { role: "system", content: "Be brief" },
  { role: "user", content: "Weather in Bonn?" },
];
const parts = { system: 8, user: 16 };

const lookedAt = async (
  source: Source,
  ...records: readonly object[]
): Promise<readonly AttemptFacts[]> => {
  const content = records.map((record) => JSON.stringify(record)).join("\n");
  return attemptsIn(await readAll(source, memoryFile("x.jsonl", content), prompts));
};

const spendLog = {
  request_id: "chatcmpl-1",
  call_type: "acompletion",
  spend: 0,
  prompt_tokens: 5,
  completion_tokens: 1,
  startTime: "2026-11-02T09:00:00Z",
  model: "gpt-4o-mini",
};

test("LiteLLM: the body as it came, or the messages alone with a logger's settings", async () => {
  const body = { model: "small", messages, temperature: 0.0, max_tokens: 20 };
  const choices = [{ finish_reason: "length" }];
  const [sent, told, neither] = await lookedAt(
    litellm,
    { ...spendLog, proxy_server_request: body, messages: {}, response: { choices } },
    { ...spendLog, request_id: "2", messages, model_parameters: { temperature: 0 } },
    { ...spendLog, request_id: "3", messages: {}, response: {} },
  );

  expect(sent).toMatchObject({
    prompt_parts: parts,
    request_facts: { deterministic: true, max_output_tokens: 20, finish_reason: "length" },
  });
  expect(told).toMatchObject({ prompt_parts: parts, request_facts: { deterministic: true } });
  expect(neither?.request_facts).toBeUndefined();
});

test("Langfuse: messages, a body, or a text, with the settings beside them", async () => {
  const observation = {
    traceId: "t",
    type: "GENERATION",
    startTime: "2026-11-02T09:00:00Z",
    model: "gpt-4o-mini",
    usageDetails: { input: 5, output: 1 },
    parentObservationId: null,
  };
  const rows = await lookedAt(
    langfuse,
    { ...observation, id: "1", input: messages, modelParameters: { temperature: "0" } },
    { ...observation, id: "2", input: { messages } },
    { ...observation, id: "3", input: JSON.stringify(messages) },
    { ...observation, id: "4", input: "Weather in Bonn?" },
    { ...observation, id: "5", input: { question: "of the user's own form" } },
  );

  expect(rows.map(({ prompt_parts }) => prompt_parts)).toEqual([
    parts,
    parts,
    parts,
    { user: parts.user },
    undefined,
  ]);
  expect(rows[0]?.request_facts?.deterministic).toBe(true);
  expect(rows[1]?.request_facts?.digest).toBe(rows[2]?.request_facts?.digest);
});

test("Helicone: the body in its provider's own format", async () => {
  const request = {
    response_id: "r",
    request_id: "q",
    request_created_at: "2026-11-02T09:00:00Z",
    prompt_tokens: 5,
    completion_tokens: 1,
    provider: "ANTHROPIC",
    request_model: "claude-haiku-4-5",
    request_body: { system: "Be brief", messages: messages.slice(1), max_tokens: 20 },
    response_body: { stop_reason: "max_tokens" },
  };

  expect(await lookedAt(helicone, request)).toMatchObject([
    { prompt_parts: parts, request_facts: { max_output_tokens: 20, finish_reason: "length" } },
  ]);
});

test("an embedding of a text is told apart by it, and so is a turn that asks with one", async () => {
  const embedding = (id: string, input: string) => ({
    ...spendLog,
    ...{ request_id: id, call_type: "aembedding", model: "text-embedding-3-small" },
    proxy_server_request: { model: "embed", input },
  });
  const digests = (
    await lookedAt(
      litellm,
      embedding("1", "Weather in Bonn?"),
      embedding("2", "Weather in Bonn?"),
      embedding("3", "Weather in Rome?"),
      { ...spendLog, request_id: "4", proxy_server_request: { input: "Weather in Bonn?" } },
    )
  ).map(({ request_facts: facts }) => facts?.digest);

  expect(digests[0]).toBeDefined();
  expect(digests[1]).toBe(digests[0]);
  expect(new Set(digests).size).toBe(3);
});

test("OpenTelemetry: what spans were told to keep", async () => {
  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const input = messages.map(({ role, content }) => ({ role, parts: [{ type: "text", content }] }));
  const span = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "chat gpt-4o-mini",
    startTimeUnixNano: "1793610000000000000",
    endTimeUnixNano: "1793610001000000000",
    attributes: [
      attribute("gen_ai.operation.name", "chat"),
      attribute("gen_ai.request.model", "gpt-4o-mini"),
      { key: "gen_ai.usage.input_tokens", value: { intValue: "5" } },
      { key: "gen_ai.usage.output_tokens", value: { intValue: "1" } },
      attribute("gen_ai.input.messages", JSON.stringify(input)),
    ],
  };

  expect(
    await lookedAt(otlp, { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  ).toMatchObject([{ prompt_parts: parts }]);
});

test("Bedrock: what is kept of requests beside the answer's end; everything else is as without", async () => {
  for (const name of ["s3.jsonl", "cloudwatch-subscription.json", "logs-insights.csv"]) {
    const file = fixtureFile("bedrock-invocation-log", name);
    const passedOver = attemptsIn(await readAll(bedrockInvocationLog, file));
    const rows = attemptsIn(await readAll(bedrockInvocationLog, file, prompts));

    expect(
      rows.map(({ prompt_parts: _p, request_facts: _r, ...rest }) => rest),
      name,
    ).toEqual(passedOver);
    expect(rows.some(({ request_facts }) => request_facts?.digest !== undefined)).toBe(true);
    expect(passedOver.every(({ request_facts }) => request_facts === undefined)).toBe(true);
  }
  const [claude, converse] = attemptsIn(
    await readAll(bedrockInvocationLog, fixtureFile("bedrock-invocation-log", "s3.jsonl"), prompts),
  );
  expect(claude).toMatchObject({
    prompt_parts: { user: 9 },
    request_facts: { max_output_tokens: 64, finish_reason: "end" },
  });
  // 320 tokens were counted, and the log has one short question.
  expect(converse?.request_facts).toBeUndefined();
  expect(prompts.partial).toBeGreaterThan(0);
});
