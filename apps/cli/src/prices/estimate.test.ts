import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimateResponse } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EstimateOptions, estimate } from "./estimate.ts";

const book = loadPriceBook();
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "headgate-estimate-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const options: EstimateOptions = {
  models: ["openai/gpt-4o-mini"],
  tier: "standard",
  scope: undefined,
  region: undefined,
  own: undefined,
  at: "2026-11-01",
  file: undefined,
  calls: undefined,
  flags: {},
};
async function estimateFile(name: string, content: string, flags: EstimateOptions["flags"] = {}) {
  const file = join(directory, name);
  await writeFile(file, content);
  return estimateResponse.strict().parse(await estimate(book, { ...options, file, flags }));
}

test("the calls of a CSV are rated one by one and added up", async () => {
  const csv =
    "model,input_tokens,cache_read_tokens,output_tokens,calls\nx,1000,0,100,2\ny,500,500,,1\n";

  const result = await estimateFile("calls.csv", csv);

  expect(result).toMatchObject({
    calls: 3,
    usage: { input: 2_500, cache_read: 500, output: 200 },
    usage_note: "Columns that say nothing of usage: model.",
    // 2,500 × 0.15 + 500 × 0.075 + 200 × 0.60 µ$
    rows: [{ list_cost: "0.000532500000", confidence: "exact" }],
  });
});

test("a trace's columns and OpenAI's names are known", async () => {
  for (const heading of ["ContextTokens,GeneratedTokens", "prompt_tokens,completion_tokens"]) {
    const { usage } = await estimateFile("calls.csv", `${heading}\n10,5\n`);

    expect(usage).toEqual({ input: 10, output: 5 });
  }
});

test.each([
  ["input,output\n1,x\n", 'line 2: output is "x"'],
  ["input,output\n1,2\n-1,2\n", 'line 3: input is "-1"'],
  ["when,who\n1,2\n", "no column of tokens"],
  ["input,input_tokens\n1,2\n", "two columns are the calls' input"],
])("%j is refused with its place", async (csv, message) => {
  await expect(estimateFile("bad.csv", csv)).rejects.toThrow(message);
});

test("a request body's prompt is counted and labelled an estimate", async () => {
  const body = {
    model: "gpt-4o-mini",
    messages: [{ role: "user", content: "Where is my order?" }],
  };

  const result = await estimateFile("request.json", JSON.stringify(body), { output: "100" });

  expect(result.usage_note).toContain("o200k_base");
  expect(result.usage.input).toBeGreaterThan(5);
  expect(result.rows).toMatchObject([{ confidence: "estimated" }]);
});

test("text is counted as a prompt, of which a share may be cached", async () => {
  const { usage } = await estimateFile("prompt.txt", "word ".repeat(1_000), { cached: "80%" });
  const { input, cache_read: cached } = usage;
  if (input === undefined || cached === undefined) throw new Error("both parts are there");

  expect(cached).toBe(Math.floor((input + cached) * 0.8));
});

test.each([
  ["request.json", "{", "request.json"],
  ["image.json", '{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}', "--input"],
])("%s that cannot be counted is refused, and says what to do", async (name, text, message) => {
  await expect(estimateFile(name, text)).rejects.toThrow(message);
});

test("a CSV says its own usage, and a prompt its own tokens: flags that would not be heard are refused", async () => {
  const csv = "input_tokens,output_tokens,calls\n1000,100,2\n";

  await expect(estimateFile("calls.csv", csv, { output: "500" })).rejects.toThrow(
    "calls.csv says what its calls use: leave --output out.",
  );
  await expect(
    estimate(book, { ...options, file: join(directory, "calls.csv"), calls: 3 }),
  ).rejects.toThrow("leave --calls out");
  await expect(estimateFile("prompt.txt", "Hello", { input: "500" })).rejects.toThrow(
    "prompt.txt is the prompt whose tokens are counted: leave --input out.",
  );
});
