import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { evalCommitments } from "./commitments/eval-commitments.ts";
import { evalRouting } from "./routing/eval-routing.ts";
import { evalUsage } from "./usage/eval-usage.ts";
import { evalUsagePriced } from "./usage-priced/eval-usage-priced.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-evals-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function fileOf(text: string): Promise<string> {
  const path = join(folder, "data");
  await writeFile(path, text);
  return path;
}

const chat = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const response = (usage: unknown): string => JSON.stringify({ stream: false, usage });

test("a response whose buckets do not add up, and that no rule explains, misses the target", async () => {
  const path = await fileOf(
    [response(chat), response({ ...chat, mystery_tokens: 3 }), ""].join("\n"),
  );

  const { targets } = await evalUsage(path);

  expect(targets.find(({ what }) => what === "exceptions without an explanation")).toMatchObject({
    value: 1,
    met: false,
  });
});

test("figures of published recordings are not measured on other ones", async () => {
  const { targets } = await evalUsage(await fileOf(response(chat)));

  expect(targets.filter(({ met }) => met === null)).toHaveLength(2);
});

test("a line that is no recording is named with its number", async () => {
  const path = await fileOf(`${response(chat)}\n{"stream": "yes"}\n`);

  await expect(evalUsage(path)).rejects.toThrow(`${path}:2: stream: `);
  await expect(evalUsage(await fileOf("{"))).rejects.toThrow(`${path}:1: not JSON`);
  await expect(evalUsage(join(folder, "none"))).rejects.toThrow("cannot be read");
});

test("a body agrees with one of the readings expected of it, or disagrees in the members that differ", async () => {
  const extractors = [{ provider_id: "openai", api_flavor: "chat" }];
  const bodies = [
    {
      body: { usage: chat },
      extracted: [
        { usage: { input_tokens: 1 }, extractors },
        { usage: { input_tokens: 5, output_tokens: 2 }, extractors },
      ],
    },
    { body: { usage: chat }, extracted: [{ usage: { input_tokens: 5 }, extractors }] },
  ];

  const { figures, targets } = await evalUsagePriced(await fileOf(JSON.stringify(bodies)));

  expect(figures.exceptions).toEqual([
    {
      shape: "openai.chat_completions",
      difference: "output_tokens undefined expected, 2 read",
      because: "NOT EXPLAINED",
      bodies: 1,
    },
  ]);
  expect(targets.at(-1)).toMatchObject({ value: 1, met: false });
});

test("a folder without recorded answers of several models is named", async () => {
  await expect(evalRouting(folder)).rejects.toThrow(`${folder}: neither routellm/`);
});

test("commitments are tried on the traces that are there, and a folder without any is told", async () => {
  await mkdir(join(folder, "azure-llm-2023"));
  const rows = Array.from({ length: 90 }, (_, second) => {
    const at = new Date(Date.UTC(2023, 10, 16, 18, 0, 4 * second)).toISOString();
    return `${at.slice(0, -1).replace("T", " ")}0000,${100 + 10 * second},5`;
  });
  await writeFile(
    join(folder, "azure-llm-2023", "AzureLLMInferenceTrace_code.csv"),
    ["TIMESTAMP,ContextTokens,GeneratedTokens", ...rows].join("\r\n"),
  );

  const { targets } = await evalCommitments(folder);

  expect(targets.map(({ met }) => met)).toEqual([true, true, true]);
  await expect(evalCommitments(join(folder, "none"))).rejects.toThrow("azure-llm-2023/");
});
