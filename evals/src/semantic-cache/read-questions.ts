import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { EvaluationInputError } from "../evaluation.ts";

/** A stored question, and another way to ask it. */
export type ParaphrasePair = Readonly<{ origin: string; similar: string }>;
/** A question and what it is about: questions with one intent have one answer. */
export type IntentQuestion = Readonly<{ text: string; intent: string }>;

const pairsSchema = z.array(z.object({ origin: z.string().min(1), similar: z.string().min(1) }));
const questionsSchema = z.array(z.object({ text: z.string().min(1), category: z.string().min(1) }));

const PAIRS = "gptcache_mock_data.json";
const INTENTS = ["banking77_train.csv", "banking77_test.csv"] as const;

/** Reads GPTCache's pairs from the folder. */
export async function readPairs(folder: string): Promise<readonly ParaphrasePair[]> {
  const path = join(folder, PAIRS);
  return checked(path, pairsSchema, JSON.parse(await text(path)));
}

/** Reads both parts of Banking77 from the folder. */
export async function readIntents(folder: string): Promise<readonly IntentQuestion[]> {
  const questions: IntentQuestion[] = [];
  for (const name of INTENTS) {
    const path = join(folder, name);
    const rows: unknown = parse(await text(path), { columns: true, bom: true });
    for (const row of checked(path, questionsSchema, rows)) {
      questions.push({ text: row.text, intent: row.category });
    }
  }
  return questions;
}

async function text(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new EvaluationInputError(`${path} cannot be read: ${String(error)}`);
  }
}

function checked<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new EvaluationInputError(`${path}: ${issue?.path.join(".")}: ${issue?.message}`);
}
