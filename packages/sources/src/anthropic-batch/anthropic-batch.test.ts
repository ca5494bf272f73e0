import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { anthropicBatch } from "./source.ts";

const file = fixtureFile("anthropic-batch", "msgbatch_constructed_results.jsonl");

test("only what succeeded has usage; what failed, was cancelled or expired is kept without", async () => {
  const found = await readAll(anthropicBatch, file);

  expect(skipsIn(found)).toEqual([]);
  expect(attemptsIn(found)).toMatchObject([
    {
      row_id: "anthropic_batch:msg_constructed000000000001",
      client_call_id: "doc-1",
      response_id: "msg_constructed000000000001",
      response_model: "claude-sonnet-4-5-20250929",
      service_tier: "batch",
      outcome: "completed",
      usage: { input: 300, output: 40, cache_read: 0, cache_write_5m: 0, cache_write_1h: 50 },
    },
    {
      outcome: "provider_error",
      usage_origin: "none",
      tags: { "batch.error_code": "invalid_request_error" },
    },
    { outcome: "client_closed", usage_origin: "none" },
    { outcome: "timed_out", usage_origin: "none" },
  ]);
  expect(JSON.stringify(found)).not.toContain("quoted text");
});

test("a result that was served in the United States alone has that region", async () => {
  const usage = { input_tokens: 1, output_tokens: 1, inference_geo: "us" };
  const message = { id: "msg_1", model: "claude-opus-4-8", usage };
  const text = JSON.stringify({ custom_id: "a", result: { type: "succeeded", message } });

  const served = { ...memoryFile("msgbatch_1_results.jsonl", text), path: file.path };

  expect(attemptsIn(await readAll(anthropicBatch, served))).toMatchObject([{ region: "us" }]);
});

test("results state no times, which is said once a file", async () => {
  expect(warningsIn(await readAll(anthropicBatch, file))).toEqual([
    "the results state no times: their calls are dated by the file's own time",
  ]);
});

test("the same file read again gives the same rows", async () => {
  expect(await readAll(anthropicBatch, file)).toEqual(await readAll(anthropicBatch, file));
});

test("what was used beside the answer is in its row, piece by piece", async () => {
  const usage = {
    input_tokens: 2400,
    output_tokens: 130,
    iterations: [
      { type: "message", input_tokens: 1100, output_tokens: 90 },
      { type: "advisor_message", model: "claude-opus-4-8", input_tokens: 2600, output_tokens: 700 },
      { type: "message", input_tokens: 1300, output_tokens: 40 },
    ],
  };
  const message = { id: "msg_1", model: "claude-sonnet-4-6", usage };
  const text = JSON.stringify({ custom_id: "a", result: { type: "succeeded", message } });
  const advised = { ...memoryFile("msgbatch_1_results.jsonl", text), path: file.path };

  expect(attemptsIn(await readAll(anthropicBatch, advised))).toMatchObject([
    {
      usage: { input: 1300, output: 40 },
      other_usage: [
        { model: "claude-sonnet-4-6", usage: { input: 1100, output: 90 } },
        { model: "claude-opus-4-8", usage: { input: 2600, output: 700 } },
      ],
    },
  ]);
});
