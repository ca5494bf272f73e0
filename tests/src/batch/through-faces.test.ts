import Anthropic from "@anthropic-ai/sdk";
import { batchesResponse } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { type Simulator, startSimulator } from "@headgate/simulator";
import OpenAI, { toFile } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

/** A provider whose batches lose, repeat and fail lines, and one whose batches run out of time. */
let faulty: Simulator;
let late: Simulator;
let stack: Stack;
beforeAll(async () => {
  const faults = { failedLines: 0.2, missingLines: 0.2, doubledLines: 0.3 };
  faulty = await startSimulator({ seed: 3, batches: { durationMs: 2_000, ...faults } });
  late = await startSimulator({ seed: 4, batches: { durationMs: 2_000, expired: 1 } });
  stack = await startStack({
    config: { batch: { least_wait_seconds: 0, most_wait_minutes: 0 } },
    providers: () => ({
      openai: {
        ...{ kind: "openai", base_url: `${faulty.url}/v1`, api_key: "sk-sim", simulated: true },
      },
      anthropic: {
        ...{ kind: "anthropic", base_url: late.url, api_key: "sk-sim", simulated: true },
      },
    }),
  });
});
afterAll(async () => {
  await stack.stop();
  await Promise.all([faulty.close(), late.close()]);
});

const clientsOf = async (project: string) => {
  const apiKey = await stack.createKey(project, { project });
  return {
    openai: new OpenAI({ baseURL: `${stack.url}/v1`, apiKey, maxRetries: 5 }),
    anthropic: new Anthropic({ baseURL: stack.url, apiKey, maxRetries: 5 }),
  };
};
const problems = async () => batchesResponse.parse(await stack.api("/api/batches")).problems;
const patience = { timeout: 180_000, interval: 250 };

test("a batch whose provider loses, repeats and fails lines is answered line by line once, though control is killed", async () => {
  const { openai } = await clientsOf("faulty");
  const ids = Array.from({ length: 40 }, (_, index) => `line-${index}`);
  const lines = ids.map((custom_id, index) => {
    // Every fourth asks what the one before asks.
    const content = `Say ${index % 4 === 3 ? index - 1 : index}`;
    const body = { model: "gpt-4o-mini", max_tokens: 20, messages: [{ role: "user", content }] };
    return JSON.stringify({ custom_id, method: "POST", url: "/v1/chat/completions", body });
  });
  const file = await openai.files.create({
    file: await toFile(Buffer.from(lines.join("\n")), "requests.jsonl"),
    purpose: "batch",
  });
  const { id } = await openai.batches.create({
    input_file_id: file.id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
  });
  await expect.poll(() => faulty.stats().batches.batches.length, patience).toBe(1);

  await stack.killAndRestart("control");

  const status = async () => (await openai.batches.retrieve(id)).status;
  await expect.poll(status, patience).toBe("completed");
  const batch = await openai.batches.retrieve(id);
  expect(batch.request_counts).toEqual({ total: 40, completed: 40, failed: 0 });
  const output = await (await openai.files.content(batch.output_file_id ?? "")).text();
  const answered = output.trim().split("\n");
  expect(answered).toHaveLength(40);
  expect(new Set(answered.map((line) => JSON.parse(line).custom_id))).toEqual(new Set(ids));

  // Each of them is one call, and what its provider kept from us is not taken for nothing.
  const survived = await problems();
  for (const kind of ["missing_line", "doubled_line", "failed_line"]) {
    expect(survived[kind]).toBeGreaterThan(0);
  }
  const settled = async () => (await stack.totals("faulty")).calls;
  await expect.poll(settled, patience).toBe(40);
  const totals = await stack.totals("faulty");
  expect(totals.unpriced_attempts).toBe(survived.missing_line);
  expect(parseDollars(totals.baseline_cost)).toBeGreaterThan(parseDollars(totals.effective_cost));
}, 400_000);

test("what a provider's batch had no time for is answered in real time, in the client's format", async () => {
  const { anthropic } = await clientsOf("late");
  const ids = Array.from({ length: 10 }, (_, index) => `request-${index}`);
  const made = await anthropic.messages.batches.create({
    requests: ids.map((custom_id) => ({
      custom_id,
      params: {
        ...{ model: "claude-haiku-4-5", max_tokens: 20 },
        messages: [{ role: "user" as const, content: `Say ${custom_id}` }],
      },
    })),
  });
  const status = async () => (await anthropic.messages.batches.retrieve(made.id)).processing_status;
  await expect.poll(status, patience).toBe("ended");

  const { request_counts: counts } = await anthropic.messages.batches.retrieve(made.id);
  expect(counts).toMatchObject({ succeeded: 10, errored: 0, expired: 0 });
  const answered: string[] = [];
  for await (const { custom_id, result } of await anthropic.messages.batches.results(made.id)) {
    if (result.type === "succeeded") answered.push(custom_id);
  }
  expect(answered).toHaveLength(10);
  expect(new Set(answered)).toEqual(new Set(ids));
  expect((await problems()).expired).toBeGreaterThan(0);
  expect(late.stats().batches.batches).toMatchObject([{ provider: "anthropic" }]);
}, 400_000);

test("a batch with a deadline that has passed is refused by both faces", async () => {
  const { openai, anthropic } = await clientsOf("past");
  const headers = { "x-headgate-deadline": "2020-01-01T00:00:00Z" };
  const body = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };
  const line = { custom_id: "one", method: "POST", url: "/v1/chat/completions", body };
  const file = await openai.files.create({
    file: await toFile(Buffer.from(JSON.stringify(line)), "requests.jsonl"),
    purpose: "batch",
  });
  const asked = { input_file_id: file.id, endpoint: "/v1/chat/completions" } as const;

  await expect(
    openai.batches.create({ ...asked, completion_window: "24h" }, { headers }),
  ).rejects.toMatchObject({ status: 400, code: "deadline_invalid" });
  await expect(
    openai.batches.create({ ...asked, completion_window: "0h" as "24h" }),
  ).rejects.toMatchObject({ status: 400, code: "batch_invalid", param: "completion_window" });
  const requests = [
    {
      custom_id: "one",
      params: {
        ...{ model: "claude-haiku-4-5", max_tokens: 5 },
        messages: [{ role: "user" as const, content: "Hello" }],
      },
    },
  ];
  await expect(anthropic.messages.batches.create({ requests }, { headers })).rejects.toThrow(
    /has passed.*deadline_invalid/,
  );
  expect((await openai.batches.list()).data).toEqual([]);
});
