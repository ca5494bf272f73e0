import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ReadPrompt, readPrompt } from "@headgate/levers";
import { z } from "zod";
import { EvaluationInputError } from "../evaluation.ts";
import { readLines } from "../read-lines.ts";

/** A question that two models answered: 1 right, 0 wrong. */
export type TwoModelQuestion = Readonly<{
  prompt: string;
  read: ReadPrompt;
  subject: string;
  weak: number;
  strong: number;
  tokens: number;
  /** What the weaker model answered; undefined where the table does not have it. */
  weakAnswer: string | undefined;
}>;

/** A question that a pool of models answered, in the order of `models`. */
export type PoolQuestion = Readonly<{
  prompt: string;
  read: ReadPrompt;
  task: string;
  qualities: Float64Array;
}>;

export type Pool = Readonly<{
  models: readonly string[];
  /** Price of each: dollars a million tokens; the table has no tokens by model. */
  costs: Float64Array;
  questions: readonly PoolQuestion[];
}>;

const twoModelLine = z.object({
  prompt: z.string(),
  subject: z.string().optional(),
  weak: z.number(),
  strong: z.number(),
  in_tok: z.number().optional(),
  weak_answer: z.string().optional(),
  weak_response: z.string().optional(),
});

const poolLine = z.object({
  prompt: z.string(),
  task: z.string(),
  m: z.record(z.string(), z.object({ c: z.number() })),
});

/** A table of RouteLLM's two models under `routellm/`, or undefined where it is not there. */
export async function readTwoModels(
  folder: string,
  name: "mmlu" | "gsm8k",
): Promise<readonly TwoModelQuestion[] | undefined> {
  const path = join(folder, "routellm", `${name}.jsonl`);
  if (!existsSync(path)) return undefined;
  const questions: TwoModelQuestion[] = [];
  for await (const { number, json } of readLines(path)) {
    const line = checked(twoModelLine, json, `${path}:${number}`);
    const { prompt, subject, weak, strong, in_tok } = line;
    questions.push({
      prompt,
      read: readPrompt(prompt),
      subject: subject ?? name,
      weak,
      strong,
      tokens: in_tok ?? Math.ceil(prompt.length / 4),
      weakAnswer: line.weak_answer ?? line.weak_response,
    });
  }
  return questions;
}

/** LLMRouter's table under `llmrouter_uiuc/`, or undefined where it is not there. */
export async function readPool(folder: string): Promise<Pool | undefined> {
  const path = join(folder, "llmrouter_uiuc", "llmrouter.jsonl");
  if (!existsSync(path)) return undefined;
  const pricesPath = join(folder, "llmrouter_uiuc", "prices.json");
  const prices = checked(
    z.record(z.string(), z.tuple([z.number(), z.number()])),
    JSON.parse(await readFile(pricesPath, "utf8")),
    pricesPath,
  );
  const lines: z.infer<typeof poolLine>[] = [];
  for await (const { number, json } of readLines(path)) {
    lines.push(checked(poolLine, json, `${path}:${number}`));
  }
  const models = [...new Set(lines.flatMap(({ m }) => Object.keys(m)))].sort();
  const costs = Float64Array.from(models, (model) => {
    const price = prices[model];
    if (price === undefined) throw new EvaluationInputError(`${pricesPath}: no price of ${model}`);
    return price[0];
  });
  const questions = lines.map(({ prompt, task, m }) => ({
    prompt,
    task,
    read: readPrompt(prompt, task),
    qualities: Float64Array.from(models, (model) => m[model]?.c ?? Number.NaN),
  }));
  return { models, costs, questions };
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  place: string,
): z.infer<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new EvaluationInputError(
    `${place}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`,
  );
}
