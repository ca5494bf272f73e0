import { spawn } from "node:child_process";
import { createWriteStream, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { between, createRandom, pick } from "@headgate/simulator";
import { z } from "zod";
import { peakMegabytes } from "../gateway/child.ts";

const PROGRAM = join(import.meta.dirname, "../../../apps/cli/bin/headgate.mjs");
const FROM_MS = Date.parse("2026-10-01T00:00:00Z");
const MONTH_MS = 30 * 86_400_000;
const SEED = 20261130;
const LOOK_MS = 50;

/** As LiteLLM names them, with their provider. */
const models = [
  ["gpt-4o", "openai"],
  ["gpt-4o-mini", "openai"],
  ["claude-3-5-sonnet-20241022", "anthropic"],
  ["claude-3-haiku-20240307", "anthropic"],
  ["gemini-1.5-pro", "gemini"],
] as const;

/** What a whole analysis took. */
export type LogAnalysis = Readonly<{
  megabytes: number;
  rows: number;
  seconds: number;
  /** Of the whole process, DuckDB included; 0 where the system does not tell (outside Linux). */
  peakMb: number;
}>;

/**
 * How long `headgate analyze` takes, and how much memory, for a month of LiteLLM's spend log: JSON lines without bodies,
 * constructed, in which nothing is planted.
 */
export async function analyseLog(folder: string, calls: number): Promise<LogAnalysis> {
  const path = join(folder, "spend-logs.jsonl");
  await pipeline(Readable.from(linesOf(calls)), createWriteStream(path));
  const begun = performance.now();
  const child = spawn(process.execPath, [PROGRAM, "analyze", path, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let peakMb = 0;
  const looking = setInterval(() => {
    peakMb = Math.round(peakMegabytes(child.pid) ?? peakMb);
  }, LOOK_MS);
  try {
    const told = analysisSchema.parse(JSON.parse(await text(child.stdout)));
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    const rows = told.read.sources.reduce((sum, { added }) => sum + added, 0);
    if (rows !== calls) throw new Error(`${rows} rows were read of ${calls}`);
    return { megabytes: Math.round(statSync(path).size / 1e6), rows, seconds, peakMb };
  } finally {
    clearInterval(looking);
    child.kill();
  }
}

const analysisSchema = z.object({
  read: z.object({ sources: z.array(z.object({ added: z.number() })) }),
});

/** A thousand lines at a time. */
function* linesOf(calls: number): Iterable<string> {
  const random = createRandom(SEED);
  let lines = "";
  for (let index = 0; index < calls; index += 1) {
    const [model, provider] = pick(random, models);
    const input = between(random, 20, 3_020);
    const output = between(random, 1, 500);
    const startedAtMs = FROM_MS + Math.floor((index * MONTH_MS) / calls);
    lines += `${JSON.stringify({
      request_id: `chatcmpl-constructed-${index.toString(16).padStart(12, "0")}`,
      call_type: "acompletion",
      api_key: `hash-constructed-${between(random, 0, 39)}`,
      spend: (input * 2.5 + output * 10) / 1e6,
      total_tokens: input + output,
      prompt_tokens: input,
      completion_tokens: output,
      startTime: new Date(startedAtMs).toISOString(),
      endTime: new Date(startedAtMs + between(random, 300, 9_000)).toISOString(),
      model,
      custom_llm_provider: provider,
      user: `user-${between(random, 0, 1_999)}`,
      metadata: { user_api_key_team_alias: `team-${between(random, 0, 19)}` },
      team_id: `t-${between(random, 0, 19)}`,
      status: "success",
    })}\n`;
    if (index % 1_000 === 999) {
      yield lines;
      lines = "";
    }
  }
  yield lines;
}
