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
