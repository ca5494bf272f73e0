import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { openaiBatch } from "./source.ts";

test("answers are batch calls by the API that each body speaks, whatever tier the body names", async () => {
  const found = await readAll(
    openaiBatch,
    fixtureFile("openai-batch", "batch_constructed_output.jsonl"),
  );

  expect(attemptsIn(found)).toMatchObject([
    {
      row_id: "openai_batch:batch_req_constructed00000001",
      client_call_id: "ticket-1",
      started_at_ms: 1_793_600_000_000,
      wire_format: "openai.chat_completions",
      provider: "openai",
      response_model: "gpt-4o-mini-2024-07-18",
      response_id: "chatcmpl-constructed0001",
      provider_request_id: "req_constructed0000000001",
      service_tier: "batch",
      status: 200,
      outcome: "completed",
      usage: { input: 22, output: 2, cache_read: 0, reasoning: 0 },
    },
    {
      wire_format: "openai.responses",
      usage: { input: 30, cache_read: 10, output: 5, reasoning: 4 },
    },
    { wire_format: "openai.embeddings", operation: "embeddings", usage: { input: 6 } },
  ]);
  // Embeddings have no time of their own.
  expect(warningsIn(found)).toEqual([
    "the results state no times: their calls are dated by the file's own time",
  ]);
});

test("errors and what expired are kept without usage, and nothing of their messages", async () => {
  const found = await readAll(
    openaiBatch,
    fixtureFile("openai-batch", "batch_constructed_error.jsonl"),
  );

  expect(attemptsIn(found)).toMatchObject([
    {
      outcome: "provider_error",
      status: 400,
      usage_origin: "none",
      usage: {},
      tags: { "batch.error_code": "invalid_prompt" },
    },
    { outcome: "timed_out", usage_origin: "none", tags: { "batch.error_code": "batch_expired" } },
  ]);
  expect(JSON.stringify(found)).not.toContain("quoted text");
});

test("Azure's results are told by their content filters, and have an id of their content", async () => {
  const file = fixtureFile("openai-batch", "azure_output.jsonl");
  const [attempt] = attemptsIn(await readAll(openaiBatch, file));

  expect(attempt).toMatchObject({ provider: "azure", usage: { input: 30, output: 3 } });
  expect(attempt?.row_id).toMatch(/^openai_batch:[0-9a-f]{32}$/);
});

test("a line without known usage or without any time is a skip", async () => {
  const unread = {
    custom_id: "a",
    response: { status_code: 200, body: { model: "x" } },
    error: null,
  };
  const timeless = {
    custom_id: "b",
    response: {
      status_code: 200,
      body: { object: "list", usage: { prompt_tokens: 1, total_tokens: 1 } },
    },
  };
  const content = [unread, timeless].map((line) => JSON.stringify(line)).join("\n");

  expect(skipsIn(await readAll(openaiBatch, memoryFile("out.jsonl", content)))).toEqual([
    "out.jsonl:1: usage_unreadable",
    "out.jsonl:2: time_unreadable",
  ]);
});
