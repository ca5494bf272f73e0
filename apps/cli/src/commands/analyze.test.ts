import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { analyzeResultSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCommandLines } from "../run-command.fixture.ts";

/** Constructed; command lines run in the repository's root. */
const logs = "packages/sources/src/litellm/fixtures/spend-logs.jsonl";
const root = fileURLToPath(new URL("../../../../", import.meta.url));

// Each command line opens a ledger of its own on the disk.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-analyze-"));
  const whole = readFileSync(join(root, logs), "utf8");
  writeFileSync(join(folder, "cut.jsonl"), `${whole}{"request_id": "ha`);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a page is printed, written as HTML and as JSON, and nothing is kept unless asked for", async () => {
  const kept = ["analyze", logs, "--keep", "--data", join(folder, "kept"), "--json"];
  const [page, json, ...keeping] = await runCommandLines([
    ["analyze", logs, "--html", join(folder, "spend.html")],
    ["analyze", logs, "--json", "--by", "provider", "--by=user", "--top", "1"],
    kept,
    kept,
  ]);

  expect(page?.code).toBe(0);
  await expect(page?.stdout).toMatchFileSnapshot("../../golden/analyze.txt");
  const html = readFileSync(join(folder, "spend.html"), "utf8");
  await expect(html).toMatchFileSnapshot("../../golden/analyze.html");
  expect(page?.stderr).toContain("spend.html");

  const result = analyzeResultSchema.parse(JSON.parse(json?.stdout ?? ""));
  expect(result).toMatchObject({ kept: false, read: { import_number: null } });
  expect(result.drivers.map(({ dimension }) => dimension)).toEqual(["provider", "user"]);
  expect(readdirSync(folder).sort()).toEqual(["cut.jsonl", "kept", "spend.html"]);

  const [first, second] = keeping.map(({ stdout }) =>
    analyzeResultSchema.parse(JSON.parse(stdout)),
  );
  expect(first?.read.import_number).toBe(1);
  expect(second?.read.sources).toMatchObject([{ added: 0 }]);
  expect(second?.spend).toEqual(first?.spend);
});

test("what could not be read is a finding, and nothing to read is one; what is of another kind beside is not", async () => {
  const broken = join(folder, "cut.jsonl");
  const [cut, other, beside] = await runCommandLines([
    ["analyze", broken],
    ["analyze", "packages/sources/README.md"],
    ["analyze", logs, "packages/sources/README.md"],
  ]);

  expect(cut?.code).toBe(1);
  expect(cut?.stdout).toMatch(/the row is no JSON|the file ends in the middle of the row/);
  expect(other?.code).toBe(1);
  expect(beside?.code).toBe(0);
  await expect(other?.stdout).toMatchFileSnapshot("../../golden/analyze-nothing.txt");
});

test("a command line that is wrong is refused before anything is read", async () => {
  const cases: [string[], string][] = [
    [["analyze"], "PATH… is missing."],
    [["analyze", logs, "--by", "teem"], "Did you mean team?"],
    [["analyze", logs, "--top", "0"], "--top is a whole number from 1 to 100"],
    [["analyze", logs, "--html", "no/such/folder.html"], "no file can be written in"],
  ];
  const results = await runCommandLines(cases.map(([words]) => words));
  for (const [index, [words, message]] of cases.entries()) {
    expect({ words, code: results[index]?.code }).toEqual({ words, code: 2 });
    expect(results[index]?.stderr).toContain(message);
  }
});

test("a log that holds requests shows what comes again, unless they are passed over", async () => {
  const path = join(folder, "with-requests.jsonl");
  const body = {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 50,
    temperature: 0,
    messages: [{ role: "user", content: "Which word of this list is a town? ".repeat(400) }],
  };
  const records = Array.from({ length: 60 }, (_, index) => ({
    schemaType: "ModelInvocationLog",
    schemaVersion: "1.0",
    timestamp: new Date(Date.UTC(2026, 10, 1) + index * 600_000).toISOString(),
    accountId: "111122223333",
    region: "us-east-1",
    requestId: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    operation: "InvokeModel",
    modelId: "us.anthropic.claude-opus-4-1-20250805-v1:0",
    input: { inputBodyJson: body, inputTokenCount: 3_000 },
    output: { outputBodyJson: { stop_reason: "end_turn" }, outputTokenCount: 20 },
  }));
  writeFileSync(path, records.map((record) => JSON.stringify(record)).join("\n"));

  const results = (
    await runCommandLines([
      ["analyze", path, "--json"],
      ["analyze", path, "--no-prompts", "--json"],
    ])
  ).map(({ stdout }) => analyzeResultSchema.parse(JSON.parse(stdout)));

  const [lookedAt, passedOver] = results.map(({ advice }) => advice);
  const repeats = lookedAt?.recommendations.find(({ kind }) => kind === "exact-cache");
  expect(lookedAt?.depth).toBe("facts");
  // The price book's $15 and $75 a million: 53 of 60 calls come within an hour of the same one.
  expect(repeats).toMatchObject({ effort_hours: 2.5 });
  expect(repeats?.steps[0]).toMatch(/through Headgate/);
  expect(passedOver?.depth).toBe("rows");
  expect(passedOver?.recommendations.some(({ kind }) => kind === "exact-cache")).toBe(false);
});
