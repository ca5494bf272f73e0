import { hash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promptsLintSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandResult, runCommandLines } from "../run-command.fixture.ts";
import { type StandIn, startStandIn } from "../stand-in-headgate.fixture.ts";

let headgate: StandIn;
let folder: string;
beforeAll(async () => {
  headgate = await startStandIn();
  folder = mkdtempSync(join(tmpdir(), "headgate-prompts-"));
});
afterAll(async () => {
  await headgate.close();
  rmSync(folder, { recursive: true, force: true });
});

const wordy = "In order to help, please look the order up first.\n";
const plain = "Look the order up first.";
const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const lintAll = (lines: readonly (readonly string[])[]): Promise<readonly CommandResult[]> =>
  runCommandLines(
    lines.map((words) => ["prompts", "lint", ...words]),
    folder,
  );
async function lint(...words: string[]): Promise<CommandResult> {
  const [result] = await lintAll([words]);
  if (result === undefined) throw new Error("a command line has a result");
  return result;
}
const jsonOf = ({ stdout }: CommandResult) => promptsLintSchema.parse(JSON.parse(stdout));

test("a prompt's wordy parts are findings, with what they cost in a month; the draft is written beside", async () => {
  const file = put("system.md", wordy);
  const price = ["--model", "openai/gpt-5-mini", "--monthly-calls", "1000000"];
  const result = await lint(file, ...price, "--write", "shorter.md", "--json");

  expect(result.code).toBe(1);
  const [prompt] = jsonOf(result).prompts;
  expect(prompt).toMatchObject({ source: file, sha256: hash("sha256", wordy), seen: null });
  expect(prompt?.findings.map(({ rule, line }) => [rule, line])).toEqual([
    ["filler", 1],
    ["politeness", 1],
  ]);
  if (typeof prompt?.tokens !== "number" || typeof prompt.draft_tokens !== "number") {
    throw new Error("the tokens of a prompt and of its draft are told");
  }
  const saved = prompt.tokens - prompt.draft_tokens;
  expect(saved).toBeGreaterThan(0);
  // $0.25 a million tokens, and a million calls: a quarter of a dollar for each token.
  expect(prompt?.monthly).toMatchObject([
    {
      model: "gpt-5-mini",
      provider: "openai",
      calls: 1_000_000,
      as_input: (saved * 0.25).toFixed(12),
    },
  ]);
  expect(readFileSync(join(folder, "shorter.md"), "utf8")).toBe(
    "To help, look the order up first.\n",
  );
  expect(result.stderr).toContain(hash("sha256", wordy));
});

test("of a log each prompt stands once, with how many requests have it and its share of the calls", async () => {
  const chat = (system: string) => ({
    model: "gpt-5-mini",
    messages: [
      { role: "system", content: system },
      { role: "user", content: "Hi" },
    ],
  });
  const lines = [
    { body: chat(wordy) },
    { request: { system: wordy, messages: [{ role: "user", content: "Hi" }] } },
    {
      input: {
        inputBodyJson: {
          system: [{ text: wordy }],
          messages: [{ role: "user", content: [{ text: "Hi" }] }],
        },
      },
    },
    chat(plain),
    { model: "text-embedding-3-small", input: "Hi" },
  ];
  const file = put("calls.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const result = await lint(
    file,
    "--model",
    "openai/gpt-5-mini",
    "--monthly-calls",
    "1000",
    "--json",
  );

  const { prompts, lines_without_prompt } = jsonOf(result);
  expect(prompts.map(({ source, seen, monthly }) => [source, seen, monthly?.[0]?.calls])).toEqual([
    [`${file}:1`, 3, 750],
    [`${file}:4`, 1, 250],
  ]);
  expect(lines_without_prompt).toBe(1);
});

test("a broken line of a log is passed over, counted and named; the others are linted", async () => {
  const whole = JSON.stringify({ system: wordy, messages: [{ role: "user", content: "Hi" }] });
  const file = put("cut.jsonl", [whole, whole.slice(0, 30), whole, '{"sys'].join("\n"));
  const [json, shown] = await lintAll([[file, "--json"], [file]]);
  if (json === undefined || shown === undefined) throw new Error("a command line has a result");

  expect([json.code, shown.code]).toEqual([1, 1]);
  expect(jsonOf(json)).toMatchObject({ broken_lines: 2, prompts: [{ seen: 2 }] });
  expect(json.stderr).toContain(`2 lines are no JSON and passed over: ${file}:2, ${file}:4.`);
  expect(shown.stdout).toContain("2 lines are no JSON");
});

test("a request with two system blocks has both in each of its calls", async () => {
  const line = {
    system: [
      { type: "text", text: wordy },
      { type: "text", text: plain },
    ],
    messages: [{ role: "user", content: "Hi" }],
  };
  const file = put("blocks.jsonl", [line, line].map((one) => JSON.stringify(one)).join("\n"));
  const result = await lint(
    ...[file, "--model", "openai/gpt-5-mini", "--monthly-calls", "1000", "--json"],
  );

  expect(jsonOf(result).prompts.map(({ seen, monthly }) => [seen, monthly?.[0]?.calls])).toEqual([
    [2, 1000],
    [2, 1000],
  ]);
});

test("of the ledger's calls a log's prompt has its share of all the log's lines", async () => {
  const bare = { messages: [{ role: "user", content: "Hi" }] };
  const lines = [{ system: wordy, ...bare }, bare, bare, bare];
  const log = put("tenth.jsonl", lines.map((one) => JSON.stringify(one)).join("\n"));
  const whole = put("whole.md", wordy);
  const words = ["--filter", "feature=support", "--url", headgate.url, "--json"];
  const [ofLog, ofAll] = (await lintAll([log, whole].map((file) => [file, ...words]))).map(
    (result) => jsonOf(result).prompts[0]?.monthly?.map(({ calls }) => calls),
  );

  expect(ofAll?.length).toBeGreaterThan(0);
  expect(ofLog).toEqual(ofAll?.map((calls) => Math.round(calls / 4)));
});

test("how often a prompt is sent can come from the ledger, by model", async () => {
  const file = put("filtered.md", wordy);
  const result = await lint(file, "--filter", "feature=support", "--url", headgate.url, "--json");

  const [prompt] = jsonOf(result).prompts;
  expect(prompt?.monthly?.length).toBeGreaterThan(0);
  for (const { calls } of prompt?.monthly ?? []) expect(calls).toBeGreaterThan(0);
});

test("a prompt without findings ends with 0; what cannot be read or meant ends with 2 and says where", async () => {
  const cases: [string[], string][] = [
    [[put("plain.md", plain)], ""],
    [["missing.md"], "missing.md: ENOENT"],
    [[put("broken.jsonl", '{"model":\n')], "broken.jsonl: none of its lines is JSON"],
    [
      [put("other.json", '{"model":"gpt-5-mini"}')],
      "no body of a chat request with a system prompt",
    ],
    [["plain.md", "--model", "gpt-5-mini"], "--model and --monthly-calls need each other."],
    [["plain.md", "plain.md", "--write", "both.md"], "--write takes one prompt; there are 2."],
  ];
  const results = await lintAll(cases.map(([words]) => words));
  for (const [index, [words, message]] of cases.entries()) {
    const { code, stderr } = results[index] ?? {};
    expect([words, code]).toEqual([words, message === "" ? 0 : 2]);
    expect(stderr).toContain(message);
  }
});
