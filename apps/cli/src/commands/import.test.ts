import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { apiErrorSchema, importSummarySchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandResult, runCommandLines } from "../run-command.fixture.ts";
import { lockDataDirectory } from "../supervisor/data-lock.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-import-command-"));
  const logs = Array.from({ length: 3 }, (_, index) => `${JSON.stringify(invocation(index))}\n`);
  writeFileSync(join(folder, "whole.json.gz"), gzipSync(logs.join("")));
  const cut = gzipSync(`${JSON.stringify(invocation(3))}\n`.repeat(50));
  writeFileSync(join(folder, "cut.json.gz"), cut.subarray(0, cut.length - 8));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A constructed record in the shape of Bedrock's invocation log. */
const invocation = (index: number) => ({
  schemaType: "ModelInvocationLog",
  schemaVersion: "1.0",
  timestamp: `2026-11-02T09:00:0${index}Z`,
  accountId: "111122223333",
  region: "us-east-1",
  requestId: `00000000-0000-4000-8000-00000000000${index}`,
  operation: "Converse",
  modelId: "anthropic.claude-3-haiku-20240307-v1:0",
  input: { inputContentType: "application/json", inputTokenCount: 1_000 },
  output: {
    outputContentType: "application/json",
    outputTokenCount: 200,
    outputBodyJson: { usage: { inputTokens: 1_000, outputTokens: 200, totalTokens: 1_200 } },
  },
});
const summaryOf = ({ stdout }: CommandResult) => importSummarySchema.parse(JSON.parse(stdout));

test("without a running Headgate the data directory takes the import; twice is once, and a dry run keeps nothing", async () => {
  const whole = join(folder, "whole.json.gz");
  const into = (name: string) => ["--data", join(folder, name), "--json"];
  const [dry, first, second, later] = await runCommandLines([
    ["import", whole, "--dry-run", ...into("dry")],
    ["import", whole, ...into("data")],
    ["import", whole, ...into("data")],
    ["import", whole, "--since", "2026-11-03", ...into("data")],
  ]);
  if (!dry || !first || !second || !later) throw new Error("each command line has a result");

  expect([dry.code, first.code, second.code, later.code]).toEqual([0, 0, 0, 0]);
  expect(summaryOf(dry)).toMatchObject({ import_number: null, sources: [{ added: 3 }] });
  expect(readdirSync(folder)).not.toContain("dry");
  expect(summaryOf(first)).toMatchObject({
    import_number: 1,
    sources: [
      {
        source: "bedrock_invocation_log",
        added: 3,
        already_there: 0,
        // 1,000 × $0.25 and 200 × $1.25 a million, three times.
        costs: [{ currency: "USD", billed_cost: "0.001500000000" }],
      },
    ],
  });
  expect(summaryOf(second).sources).toMatchObject([{ added: 0, already_there: 3, costs: [] }]);
  expect(summaryOf(later)).toMatchObject({ skips: [{ reason: "period_out_of_range", count: 3 }] });
});

test("a file that breaks off ends with a finding, and what came before it is in", async () => {
  const [broken, unknown] = await runCommandLines([
    ["import", join(folder, "cut.json.gz"), "--data", join(folder, "broken"), "--json"],
    ["import", join(folder, "cut.json.gz"), "--source", "litelm", "--json"],
  ]);

  expect(broken?.code).toBe(1);
  expect(JSON.parse(broken?.stdout ?? "")).toMatchObject({
    sources: [{ added: 1 }],
    skips: [{ reason: "file_unreadable", examples: [{ place: "cut.json.gz:51" }] }],
  });
  expect(unknown?.code).toBe(2);
  expect(unknown?.stdout).toContain("Did you mean litellm?");
});

test("two organisations' files of one day stand beside each other where --account names them", async () => {
  const costs = (amount: string) =>
    JSON.stringify({
      data: [
        {
          starting_at: "2026-11-02T00:00:00Z",
          ending_at: "2026-11-03T00:00:00Z",
          results: [{ amount, currency: "USD", model: "claude-sonnet-4-5" }],
        },
      ],
      has_more: false,
    });
  const [research, products] = ["research.json", "products.json"].map((name) => join(folder, name));
  if (research === undefined || products === undefined) throw new Error("both are named");
  writeFileSync(research, costs("100"));
  writeFileSync(products, costs("250"));
  const into = ["--data", join(folder, "accounts"), "--json"];

  const [first, second, again, refused] = await runCommandLines([
    ["import", research, "--account", "research", ...into],
    ["import", products, "--account", "0042", ...into],
    ["import", research, "--account", "research", ...into],
    ["import", research, "--account", "a/b", ...into],
  ]);
  if (!first || !second || !again || !refused) throw new Error("each command line has a result");

  expect(summaryOf(first).sources).toMatchObject([{ added: 1, replaced: 0 }]);
  expect(summaryOf(second).sources).toMatchObject([{ added: 1, replaced: 0 }]);
  expect(summaryOf(again).sources).toMatchObject([{ added: 0, already_there: 1 }]);
  expect(refused.code).toBe(2);
});

test("a data directory that a Headgate has is refused", async () => {
  const data = join(folder, "locked");
  mkdirSync(data);
  const unlock = await lockDataDirectory(data);

  const [refused] = await runCommandLines([
    ["import", join(folder, "whole.json.gz"), "--data", data, "--json"],
  ]);
  await unlock();

  expect(refused?.code).toBe(2);
  expect(apiErrorSchema.parse(JSON.parse(refused?.stdout ?? "")).error.code).toBe("ledger_locked");
});

test("where nothing is recognised, it says so and ends with 1", async () => {
  const others = join(folder, "others");
  mkdirSync(others);
  writeFileSync(join(others, "picture.png"), Buffer.from("89504e470d0a1a0a", "hex"));
  const [nothing] = await runCommandLines([
    ["import", others, "--data", join(folder, "of-nothing")],
  ]);

  expect(nothing?.code).toBe(1);
  expect(nothing?.stdout).toContain("Nothing was found that Headgate reads.");
  expect(nothing?.stdout).toContain("picture.png");
});

test("a ledger on a server is not opened by the command itself, where other nodes may be importing", async () => {
  const config = join(folder, "shared.yaml");
  // Nothing answers at that address: whoever asked there would be told so.
  writeFileSync(config, "stores: { ledger: { kind: clickhouse, url: 'http://127.0.0.1:1' } }\n");

  const [refused] = await runCommandLines([
    [
      ...["import", join(folder, "whole.json.gz"), "--config", config],
      ...["--data", join(folder, "shared"), "--json"],
    ],
  ]);

  expect(refused?.code).not.toBe(0);
  const { error } = apiErrorSchema.parse(JSON.parse(refused?.stdout ?? ""));
  expect(error.code).toBe("gateway_unreachable");
  expect(error.message).toContain("Name it with --url");
});
