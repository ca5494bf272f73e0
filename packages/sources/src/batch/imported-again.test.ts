import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anthropicBatch } from "../anthropic-batch/source.ts";
import { bedrockBatch } from "../bedrock-batch/source.ts";
import { createLedgerSink } from "../import/ledger-sink.ts";
import { runImport } from "../import/run-import.ts";
import { openTemporaryLedger, type TemporaryLedger } from "../import/temporary-ledger.ts";
import { fixtureFile } from "../source-files.fixture.ts";

let folder: string;
let temporary: TemporaryLedger;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "headgate-batch-"));
  temporary = await openTemporaryLedger();
});
afterEach(async () => {
  await temporary.close();
  rmSync(folder, { recursive: true });
});

const october = new Date("2026-10-01T00:00:00Z");
const november = new Date("2026-11-20T00:00:00Z");

/** A copy of a fixture, with the time of a file that was written then. */
function copy(path: string, to: string, at: Date): void {
  copyFileSync(path, join(folder, to));
  utimesSync(join(folder, to), at, at);
}

const load = async () => {
  const { summary } = await runImport({
    paths: [folder],
    sources: [anthropicBatch, bedrockBatch],
    sink: createLedgerSink({
      store: temporary.store,
      book: loadPriceBook(),
      config: configSchema.parse({}),
      nowMs: () => november.getTime(),
    }),
    signal: new AbortController().signal,
  });
  return summary.sources;
};
const totals = async () =>
  (
    await temporary.store.report("totals", {
      from: "2026-09-01T00:00:00Z",
      to: "2026-12-01T00:00:00Z",
    })
  ).totals;

/** The model and the time that a job's description states. */
const ofJob = "us.anthropic.claude-3-haiku-20240307-v1:0 2026-11-02T10:00:00.000Z";

const models = async () =>
  (
    await temporary.store.attempts({
      fromMs: october.getTime(),
      toMs: november.getTime() + 1,
      limit: 10,
    })
  ).map(
    ({ request_model, started_at_ms }) =>
      request_model && `${request_model} ${new Date(started_at_ms).toISOString()}`,
  );

test("a file of Anthropic's results is the same calls after its time has changed", async () => {
  const { path } = fixtureFile("anthropic-batch", "msgbatch_constructed_results.jsonl");
  copy(path, "results.jsonl", october);
  const first = await load();
  const before = await totals();

  copy(path, "results.jsonl", november);
  const again = await load();

  expect(first).toMatchObject([{ source: "anthropic_batch", added: 4 }]);
  expect(again).toMatchObject([{ source: "anthropic_batch", added: 0, already_there: 4 }]);
  expect(await totals()).toEqual(before);
});

test("a job's description that lies beside Bedrock's results later tells what the same calls were", async () => {
  const { path } = fixtureFile("bedrock-batch", "abc123def456/documents.jsonl.out");
  copy(path, "input.jsonl.out", november);
  const first = await load();
  expect(await models()).toEqual([undefined, undefined, undefined]);

  // What sorts before the description and is none: JSON lines, and half a file.
  writeFileSync(join(folder, "answers.json"), '{"a":1}\n{"a":2}\n');
  writeFileSync(join(folder, "half.json"), '{"jobArn":');
  copy(fixtureFile("bedrock-batch", "job.json").path, "job.json", november);
  const again = await load();

  expect(first).toMatchObject([{ source: "bedrock_batch", added: 3 }]);
  expect(again).toMatchObject([{ source: "bedrock_batch", added: 0, replaced: 3 }]);
  expect(await models()).toEqual([ofJob, ofJob, ofJob]);
});

test("results in a folder that is named by their job find its description later too", async () => {
  const { path } = fixtureFile("bedrock-batch", "abc123def456/documents.jsonl.out");
  mkdirSync(join(folder, "abc123def456"));
  copy(path, "abc123def456/documents.jsonl.out", november);
  await load();

  copy(fixtureFile("bedrock-batch", "job.json").path, "job.json", november);

  expect(await load()).toMatchObject([{ added: 0, replaced: 3 }]);
  expect(await models()).toEqual([ofJob, ofJob, ofJob]);
});
