import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { HeadgateError, type WireFormat } from "@headgate/contract";
import { isJsonObject, type JsonObject, promptViewOf } from "@headgate/providers";
import { unreadable } from "../replay/scan-trace.ts";

/** A system prompt that a file has. */
export type FoundPrompt = {
  readonly source: string;
  readonly sha256: string;
  readonly text: string;
  /** Requests of a log that have it; null where the file is the prompt or one request. */
  seen: number | null;
};

export type FoundPrompts = Readonly<{
  prompts: readonly FoundPrompt[];
  linesWithoutPrompt: number;
  /** Lines of a log that are no JSON: `FILE:LINE` of the first of them, and how many there are. */
  brokenLines: number;
  broken: readonly string[];
  /** Of a log: its lines, and those of them that have a system prompt, one or several. */
  logLines: number;
  requestsWithPrompt: number;
}>;

/** What a file has that is no log. */
const noLog = {
  ...{ linesWithoutPrompt: 0, brokenLines: 0, broken: [] },
  ...{ logLines: 0, requestsWithPrompt: 0 },
} as const;

/** Broken lines that are named. */
const MOST_NAMED = 5;

/** Different prompts that are kept of a log; the rest is one that changes with every call. */
const MOST_PROMPTS = 1_000;

/**
 * The system prompts of a file: a prompt as text, a request's body as `.json`, or a log of requests as `.jsonl`, one
 * JSON object a line, with the body as a whole or in `body`, `request`, `request_body` or Bedrock's
 * `input.inputBodyJson`. A line of a log that is no JSON is passed over and told of.
 * @throws HeadgateError `input_unreadable`
 */
export async function readPrompts(file: string): Promise<FoundPrompts> {
  const name = file.toLowerCase();
  if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) return readLog(file);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (!name.endsWith(".json")) return { prompts: [promptOf(file, text)], ...noLog };
  const texts = systemPromptsIn(parsed(file, text));
  if (texts.length === 0) {
    throw new HeadgateError(
      "input_unreadable",
      `${file}: it is no body of a chat request with a system prompt. Give the prompt itself as a .txt or .md file.`,
    );
  }
  return { prompts: texts.map((one) => promptOf(file, one)), ...noLog };
}

const promptOf = (source: string, text: string): FoundPrompt => ({
  source,
  sha256: hash("sha256", text),
  text,
  seen: null,
});

async function readLog(file: string): Promise<FoundPrompts> {
  const found = new Map<string, FoundPrompt>();
  let linesWithoutPrompt = 0;
  let logLines = 0;
  let requestsWithPrompt = 0;
  let brokenLines = 0;
  const broken: string[] = [];
  let lineNumber = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, "utf8") })) {
      lineNumber += 1;
      if (line.trim() === "") continue;
      logLines += 1;
      const place = `${file}:${lineNumber}`;
      const record = lineOf(line);
      if (record === undefined) {
        brokenLines += 1;
        if (broken.length < MOST_NAMED) broken.push(place);
        continue;
      }
      const texts = systemPromptsIn(record.value);
      if (texts.length === 0) linesWithoutPrompt += 1;
      else requestsWithPrompt += 1;
      for (const text of new Set(texts)) {
        const prompt = promptOf(place, text);
        const known = found.get(prompt.sha256);
        if (known !== undefined) known.seen = (known.seen ?? 0) + 1;
        else if (found.size < MOST_PROMPTS) found.set(prompt.sha256, { ...prompt, seen: 1 });
        else linesWithoutPrompt += 1;
      }
    }
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    throw unreadable(file, error);
  }
  if (logLines > 0 && brokenLines === logLines) {
    throw new HeadgateError("input_unreadable", `${file}: none of its lines is JSON.`);
  }
  const lines = { linesWithoutPrompt, brokenLines, broken, logLines, requestsWithPrompt };
  return { prompts: [...found.values()], ...lines };
}

/** A line of a log; undefined where it is no JSON, as the last one of a log that was cut is. */
function lineOf(line: string): Readonly<{ value: unknown }> | undefined {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function parsed(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HeadgateError("input_unreadable", `${place}: ${error.message}`, {}, { cause: error });
  }
}

function systemPromptsIn(record: unknown): readonly string[] {
  if (!isJsonObject(record)) return [];
  const { body, request, request_body, input } = record;
  const inner = [
    body,
    request,
    request_body,
    isJsonObject(input) ? input.inputBodyJson : undefined,
  ];
  for (const candidate of [...inner, record]) {
    if (!isJsonObject(candidate)) continue;
    const texts = systemPromptsOf(candidate);
    if (texts.length > 0) return texts;
  }
  return [];
}

function systemPromptsOf(body: JsonObject): readonly string[] {
  const view = promptViewOf(formatOf(body), body);
  if (view === undefined) return [];
  const inList = view.messages.filter(({ role }) => role === "system");
  return [...view.system, ...inList.flatMap(({ texts }) => texts)].map(({ text }) => text);
}

/** By the members that only one format has. */
function formatOf(body: JsonObject): WireFormat {
  if (body.contents !== undefined) return "gemini.generate_content";
  if (body.input !== undefined) return "openai.responses";
  if (
    Array.isArray(body.system) &&
    body.system.some((block) => isJsonObject(block) && !("type" in block))
  ) {
    return "bedrock.converse";
  }
  return body.system === undefined ? "openai.chat_completions" : "anthropic.messages";
}
