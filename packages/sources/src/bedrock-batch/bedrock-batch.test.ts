import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { openFile } from "../read/open-file.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { jobsIn } from "./job.ts";
import { bedrockBatch } from "./source.ts";

test("records are batch calls of the job's model at the job's time", async () => {
  const file = fixtureFile("bedrock-batch", "abc123def456/documents.jsonl.out");
  const found = await readAll(bedrockBatch, file);

  expect(warningsIn(found)).toEqual([]);
  expect(attemptsIn(found)).toMatchObject([
    {
      provider: "bedrock",
      client_call_id: "REC00000001",
      request_model: "us.anthropic.claude-3-haiku-20240307-v1:0",
      response_model: "claude-3-haiku-20240307",
      response_id: "msg_bdrk_constructedbatch01",
      started_at_ms: Date.parse("2026-11-02T10:00:00Z"),
      account_id: "111122223333",
      region: "us-east-1",
      scope: "geo",
      service_tier: "batch",
      usage: { input: 11, output: 3 },
    },
    { usage: { input: 12, output: 4 } },
    { outcome: "provider_error", status: 400, usage_origin: "none", usage: {} },
  ]);
  expect(attemptsIn(found)[0]?.row_id).toMatch(
    /^bedrock_batch:abc123def456:documents\.jsonl\.out:REC00000001:[0-9a-f]{32}$/,
  );
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What is said of a manifest in a folder with these files. */
async function warningsOfManifest(
  manifest: string,
  results: Readonly<Record<string, string | Buffer>>,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-bedrock-batch-"));
  folders.push(folder);
  const path = join(folder, "manifest.json.out");
  for (const [name, content] of Object.entries({ ...results, "manifest.json.out": manifest })) {
    writeFileSync(join(folder, name), content);
  }
  return warningsIn(await readAll(bedrockBatch, openFile("job/manifest.json.out", path)));
}

test("a manifest that counts other records than its results have is told of", async () => {
  const manifest = '{"totalRecordCount":4,"processedRecordCount":3,"successRecordCount":3}';
  const record = '{"recordId":"1","modelInput":{},"modelOutput":{}}';

  expect(
    await warningsOfManifest(manifest, {
      "a.jsonl.out": `${record}\n\r\n${record}`,
      "b.jsonl.out.gz": gzipSync(`${record}\n`),
      "c.jsonl": record,
    }),
  ).toEqual([]);
  expect(await warningsOfManifest(manifest, { "a.jsonl.out": `${record}\n${record}\n` })).toEqual([
    "the manifest counts 3 records, and the results beside it have 2: get the job's files anew",
  ]);
  expect(await warningsOfManifest(manifest, {})).toEqual([
    "the manifest counts 3 records, and no results lie beside it: get the job's *.jsonl.out files too",
  ]);
  expect(await warningsOfManifest(manifest.slice(0, -9), { "a.jsonl.out": record })).toEqual([
    "the manifest is no whole JSON, so its records could not be compared: get it anew",
  ]);
});

test("a manifest adds up its records, and a description is read with them: neither is added", async () => {
  const manifest = fixtureFile("bedrock-batch", "abc123def456/manifest.json.out");
  const job = fixtureFile("bedrock-batch", "job.json");

  expect(skipsIn(await readAll(bedrockBatch, manifest))).toEqual([`${manifest.name}: rollup`]);
  expect(skipsIn(await readAll(bedrockBatch, job))).toEqual(["job.json: not_a_call"]);
});

test("without a description the model is named as unknown, and the file's time is taken", async () => {
  const file = fixtureFile("bedrock-batch", "without-job/titan.jsonl.out");
  const found = await readAll(bedrockBatch, file);

  expect(attemptsIn(found)).toMatchObject([{ usage: { input: 8, output: 3 } }]);
  expect(attemptsIn(found)[0]?.request_model).toBeUndefined();
  expect(warningsIn(found)).toEqual([
    "the results state no times: their calls are dated by the file's own time",
    "the results do not name their model: put the job's description beside them",
  ]);
});

test("a list of jobs is descriptions, and other JSON is none", () => {
  const jobArn = "arn:aws:bedrock:eu-west-1:111122223333:model-invocation-job/zzz999";

  expect(jobsIn({ invocationJobSummaries: [{ jobArn, modelId: "m", endTime: "later" }] })).toEqual([
    { id: "zzz999", region: "eu-west-1", accountId: "111122223333", modelId: "m" },
  ]);
  expect(jobsIn({ jobArn: "arn:aws:s3:::bucket" })).toEqual([]);
});
