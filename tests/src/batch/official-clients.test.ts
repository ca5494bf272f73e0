import Anthropic from "@anthropic-ai/sdk";
import {
  BedrockClient,
  CreateModelInvocationJobCommand,
  GetModelInvocationJobCommand,
  ListModelInvocationJobsCommand,
  StopModelInvocationJobCommand,
} from "@aws-sdk/client-bedrock";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import OpenAI, { toFile } from "openai";
import { expect, test } from "vitest";
import { clock, standIn } from "./stand-in.fixture.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "constructed" };
const chatLine = (id: string, content: string): string =>
  JSON.stringify({
    custom_id: id,
    method: "POST",
    url: "/v1/chat/completions",
    body: { model: "gpt-4o-mini", messages: [{ role: "user", content }] },
  });

test("OpenAI's own client uploads, runs, reads and cancels batches of the stand-in", async () => {
  const { nowMs, pass } = clock();
  const { url } = await standIn({ nowMs, batches: { durationMs: 60_000 } });
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: "sk-constructed", maxRetries: 0 });
  const lines = `${chatLine("a", "one two")}\n${chatLine("b", "three")}\n`;

  const file = await openai.files.create({
    file: await toFile(Buffer.from(lines), "batch.jsonl"),
    purpose: "batch",
  });
  const create = () =>
    openai.batches.create({
      input_file_id: file.id,
      endpoint: "/v1/chat/completions",
      completion_window: "24h",
      metadata: { night: "1" },
    });
  const made = await create();
  const going = await openai.batches.retrieve(made.id);
  pass(60_000);
  const done = await openai.batches.retrieve(made.id);
  const output = await openai.files.content(done.output_file_id ?? "");
  const results = (await output.text())
    .trim()
    .split("\n")
    .map((line): { custom_id: string; response: { body: { usage: unknown } } } => JSON.parse(line));
  const other = await create();
  const cancelling = await openai.batches.cancel(other.id);
  const listed: string[] = [];
  for await (const batch of openai.batches.list({ limit: 1 })) listed.push(batch.id);
  const removed = await openai.files.delete(file.id);

  expect([made.status, going.status, done.status]).toEqual([
    "validating",
    "in_progress",
    "completed",
  ]);
  expect(done.request_counts).toEqual({ total: 2, completed: 2, failed: 0 });
  expect(done.metadata).toEqual({ night: "1" });
  expect(results.map(({ custom_id }) => custom_id)).toEqual(["a", "b"]);
  expect(results[0]?.response.body.usage).toMatchObject({ prompt_tokens: 2 });
  expect(cancelling.status).toBe("cancelling");
  expect((await openai.batches.retrieve(other.id)).status).toBe("cancelled");
  expect(listed).toEqual([other.id, made.id]);
  expect(removed.deleted).toBe(true);
});

test("Anthropic's own client creates, lists, reads and cancels batches of the stand-in", async () => {
  const { nowMs, pass } = clock();
  const { url } = await standIn({ nowMs, batches: { durationMs: 60_000 } });
  const anthropic = new Anthropic({ baseURL: url, apiKey: "constructed", maxRetries: 0 });
  const create = () =>
    anthropic.messages.batches.create({
      requests: ["a", "b"].map((id) => ({
        custom_id: id,
        params: {
          model: "claude-haiku-4-5",
          max_tokens: 50,
          messages: [{ role: "user", content: `one two ${id}` }],
        },
      })),
    });

  const made = await create();
  pass(60_000);
  const ended = await anthropic.messages.batches.retrieve(made.id);
  const results: unknown[] = [];
  for await (const result of await anthropic.messages.batches.results(made.id))
    results.push(result);
  const other = await create();
  const cancelling = await anthropic.messages.batches.cancel(other.id);
  const listed: string[] = [];
  for await (const batch of anthropic.messages.batches.list({ limit: 1 })) listed.push(batch.id);

  expect(made.processing_status).toBe("in_progress");
  expect(made.request_counts.processing).toBe(2);
  expect(ended.processing_status).toBe("ended");
  expect(ended.request_counts.succeeded).toBe(2);
  expect(results).toHaveLength(2);
  expect(results[0]).toMatchObject({
    custom_id: expect.stringMatching(/^[ab]$/),
    result: { type: "succeeded", message: { usage: { input_tokens: 3, service_tier: "batch" } } },
  });
  expect(cancelling.processing_status).toBe("canceling");
  expect(listed).toEqual([other.id, made.id]);
  expect((await anthropic.messages.batches.delete(made.id)).type).toBe("message_batch_deleted");
});

test("AWS's own clients put, run, get and stop jobs of the stand-in", async () => {
  const { nowMs, pass } = clock();
  const { url } = await standIn({ nowMs, batches: { durationMs: 60_000, leastRecords: 2 } });
  const common = { region: "us-east-1", credentials, maxAttempts: 1 };
  const s3 = new S3Client({ ...common, endpoint: `${url}/s3`, forcePathStyle: true });
  const bedrock = new BedrockClient({ ...common, endpoint: url });
  const body = ["a", "b"]
    .map((recordId) => {
      const content = [{ text: `one two ${recordId}` }];
      return `${JSON.stringify({ recordId, modelInput: { messages: [{ role: "user", content }] } })}\n`;
    })
    .join("");

  await s3.send(new PutObjectCommand({ Bucket: "in-put", Key: "folder/x y.jsonl", Body: body }));
  const create = (token: string) =>
    bedrock.send(
      new CreateModelInvocationJobCommand({
        clientRequestToken: token,
        jobName: `night-${token}`,
        roleArn: "arn:aws:iam::123456789012:role/batch",
        modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        modelInvocationType: "Converse",
        inputDataConfig: { s3InputDataConfig: { s3Uri: "s3://in-put/folder/x y.jsonl" } },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://out-put/" } },
      }),
    );
  const { jobArn = "" } = await create("token1");
  const again = await create("token1");
  const going = await bedrock.send(new GetModelInvocationJobCommand({ jobIdentifier: jobArn }));
  pass(60_000);
  const done = await bedrock.send(new GetModelInvocationJobCommand({ jobIdentifier: jobArn }));
  const folder = jobArn.split("/").at(-1);
  const answers = await s3.send(
    new GetObjectCommand({ Bucket: "out-put", Key: `${folder}/x y.jsonl.out` }),
  );
  const [first] = ((await answers.Body?.transformToString()) ?? "").split("\n");
  const other = await create("token2");
  await bedrock.send(new StopModelInvocationJobCommand({ jobIdentifier: other.jobArn }));
  const listed = await bedrock.send(new ListModelInvocationJobsCommand({ nameContains: "token2" }));
  await s3.send(new DeleteObjectCommand({ Bucket: "out-put", Key: `${folder}/x y.jsonl.out` }));

  expect(again.jobArn).toBe(jobArn);
  expect([going.status, done.status]).toEqual(["InProgress", "Completed"]);
  expect(done.submitTime?.getTime()).toBe(nowMs() - 60_000);
  expect(done.successRecordCount).toBe(2);
  expect(JSON.parse(first ?? "")).toMatchObject({
    recordId: "a",
    modelOutput: { usage: { inputTokens: 3 } },
  });
  expect(listed.invocationJobSummaries?.map(({ status }) => status)).toEqual(["Stopped"]);
  await expect(
    s3.send(new GetObjectCommand({ Bucket: "out-put", Key: `${folder}/x y.jsonl.out` })),
  ).rejects.toBeInstanceOf(NoSuchKey);
});
