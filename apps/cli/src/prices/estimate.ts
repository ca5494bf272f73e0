import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import {
  type EstimateResponse,
  HeadgateError,
  type PriceScope,
  type PriceTier,
  type Usage,
  usageComponents,
} from "@headgate/contract";
import { createEstimate, type EstimateTerms, type PriceBook } from "@headgate/pricing";
import { closeEstimator, countPrompt } from "@headgate/providers";
import { unreadable } from "../replay/scan-trace.ts";
import { readCalls } from "./read-calls.ts";
import { readUsage, type UsageFlags } from "./read-usage.ts";

export type EstimateOptions = Readonly<{
  models: readonly string[];
  tier: PriceTier;
  scope: PriceScope | undefined;
  region: string | undefined;
  at: string;
  /** Whose overlays act, and where they were read; undefined for list prices. */
  own: Readonly<{ from: string; terms: EstimateTerms }> | undefined;
  file: string | undefined;
  /** How many calls of the usage, one unless said; the lines of a CSV say so themselves. */
  calls: number | undefined;
  flags: UsageFlags;
}>;

/** What calls cost on several models: their tokens as given, counted from a prompt, or listed in a CSV. */
export async function estimate(
  book: PriceBook,
  options: EstimateOptions,
): Promise<EstimateResponse> {
  if (options.file?.toLowerCase().endsWith(".csv") === true) {
    refuseBeside(options.file, "says what its calls use", {
      calls: options.calls,
      ...options.flags,
    });
    return estimateCsv(book, options, options.file);
  }
  if (options.file !== undefined) {
    const { input } = options.flags;
    refuseBeside(options.file, "is the prompt whose tokens are counted", { input });
  }
  const counted = options.file === undefined ? undefined : await countFile(options.file);
  const usage = readUsage(options.flags, counted?.tokens);
  return sumUp(
    book,
    options,
    [{ usage, calls: options.calls ?? 1 }],
    counted === undefined ? null : `The prompt's tokens are an estimate: ${counted.how}.`,
  );
}

/** @throws HeadgateError `command_invalid` where a flag says what the file says */
function refuseBeside(
  file: string,
  what: string,
  flags: Readonly<Record<string, string | number | undefined>>,
): void {
  const said = Object.keys(flags).filter((name) => flags[name] !== undefined);
  if (said.length === 0) return;
  const names = said.map((name) => `--${name}`).join(", ");
  throw new HeadgateError("command_invalid", `${basename(file)} ${what}: leave ${names} out.`);
}

async function estimateCsv(
  book: PriceBook,
  options: EstimateOptions,
  file: string,
): Promise<EstimateResponse> {
  let ignored: readonly string[] = [];
  const lines = readCalls(file, (columns) => {
    ignored = columns;
  });
  const response = await sumUp(book, options, lines, null);
  if (ignored.length === 0) return response;
  return { ...response, usage_note: `Columns that say nothing of usage: ${ignored.join(", ")}.` };
}

async function sumUp(
  book: PriceBook,
  { models, tier, scope, region, at, own }: EstimateOptions,
  lines: AsyncIterable<{ usage: Usage; calls: number }> | Iterable<{ usage: Usage; calls: number }>,
  note: string | null,
): Promise<EstimateResponse> {
  const usageOrigin = note === null ? "provider" : "estimated";
  const costs = createEstimate(book, {
    models,
    tier,
    scope,
    region,
    at,
    usageOrigin,
    terms: own?.terms,
  });
  const total: Partial<Record<keyof Usage, number>> = {};
  let calls = 0;
  for await (const line of lines) {
    costs.add(line.usage, line.calls);
    calls += line.calls;
    for (const component of usageComponents) {
      const quantity = line.usage[component];
      if (quantity === undefined) continue;
      const before = total[component];
      total[component] = (before === undefined ? 0 : before) + quantity * line.calls;
    }
  }
  return {
    at,
    tier,
    scope: scope ?? null,
    region: region ?? null,
    terms: own?.from ?? null,
    calls,
    usage: total,
    usage_note: note,
    rows: costs.rows(),
  };
}

async function countFile(file: string): Promise<{ tokens: number; how: string }> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
  const isJson = file.toLowerCase().endsWith(".json");
  try {
    const count = await countPrompt(isJson ? parsed(file, text) : text);
    if (count !== undefined) return count;
  } finally {
    await closeEstimator();
  }
  throw new HeadgateError(
    "input_unreadable",
    `${file}: the prompt cannot be counted here: it is no body of a chat completion, a response or a message, or it holds images, audio or files. Give its tokens with --input.`,
  );
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HeadgateError("input_unreadable", `${file}: ${error.message}`);
  }
}
