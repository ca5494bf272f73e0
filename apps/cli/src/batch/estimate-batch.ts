import { createHash } from "node:crypto";
import type {
  BatchEstimate,
  BatchEstimateRow,
  BatchFormat,
  Confidence,
  EstimateRow,
  Usage,
} from "@headgate/contract";
import {
  createEstimate,
  type Estimate,
  type EstimateTerms,
  type PriceBook,
} from "@headgate/pricing";
import {
  batchWire,
  type ClientRequest,
  closeEstimator,
  countPrompt,
  countTokens,
  requestBounds,
} from "@headgate/providers";
import { readInput } from "./read-input.ts";

export type EstimateBatchOptions = Readonly<{
  file: string;
  format: BatchFormat;
  book: PriceBook;
  /** The day of the prices, `2026-11-29`. */
  at: string;
  terms: EstimateTerms | undefined;
  /** `provider/model` as the price book has it, for a request's endpoint and model. */
  pricedAs: (endpoint: string, model: string) => string;
}>;

type Tally = {
  requests: number;
  duplicates: number;
  inputTokens: number;
  outputTokens: number;
  withoutLimit: number;
  uncounted: number;
  readonly realTime: Estimate;
  readonly batch: Estimate;
};

/**
 * What a file of requests comes to, before any of it is sent. Prompts are counted here and answers taken to be as long
 * as their requests allow, so the costs are upper bounds but for tokenizers that differ.
 */
export async function estimateBatch(options: EstimateBatchOptions): Promise<BatchEstimate> {
  const { file, format } = options;
  const tallies = new Map<string, Tally>();
  const seen = new Set<string>();
  try {
    for await (const request of readInput(file, format)) {
      const model = String(request.body.model);
      const tally = tallies.get(model) ?? newTally(options, request.endpoint, model);
      tallies.set(model, tally);
      await add(tally, request, isNew(seen, request));
    }
  } finally {
    await closeEstimator();
  }
  const rows = [...tallies].map(([model, tally]) => rowOf(model, tally));
  const total = (member: "requests" | "duplicates"): number =>
    rows.reduce((sum, row) => sum + row[member], 0);
  return {
    file,
    format,
    requests: total("requests"),
    duplicates: total("duplicates"),
    rows,
  };
}

function isNew(seen: Set<string>, { endpoint, body }: ClientRequest): boolean {
  const before = seen.size;
  seen.add(createHash("sha256").update(endpoint).update(JSON.stringify(body)).digest("base64"));
  return seen.size > before;
}

function newTally(options: EstimateBatchOptions, endpoint: string, model: string): Tally {
  const { book, at, terms, pricedAs } = options;
  const shared = {
    models: [pricedAs(endpoint, model)],
    at,
    terms,
    usageOrigin: "estimated",
  } as const;
  return {
    requests: 0,
    duplicates: 0,
    inputTokens: 0,
    outputTokens: 0,
    withoutLimit: 0,
    uncounted: 0,
    realTime: createEstimate(book, { ...shared, tier: "standard" }),
    batch: createEstimate(book, { ...shared, tier: "batch" }),
  };
}

async function add(tally: Tally, request: ClientRequest, isFirst: boolean): Promise<void> {
  tally.requests += 1;
  if (!isFirst) tally.duplicates += 1;
  const input = await inputTokens(request);
  if (input === undefined) {
    tally.uncounted += 1;
    return;
  }
  tally.inputTokens += input;
  const output = mostOutput(request);
  if (output === undefined) tally.withoutLimit += 1;
  else tally.outputTokens += output;
  const usage: Usage = { input, ...(output !== undefined && output > 0 && { output }) };
  tally.realTime.add(usage);
  if (isFirst) tally.batch.add(usage);
}

async function inputTokens({ endpoint, body }: ClientRequest): Promise<number | undefined> {
  if (endpoint !== "/v1/embeddings") return (await countPrompt(body))?.tokens;
  const texts: readonly unknown[] = Array.isArray(body.input) ? body.input : [body.input];
  if (!texts.every((text) => typeof text === "string")) return undefined;
  return (await countTokens(texts)).reduce((total, tokens) => total + tokens, 0);
}

/** The most tokens of a request's answers; `undefined`: it sets no limit. */
function mostOutput({ endpoint, body }: ClientRequest): number | undefined {
  const wire = batchWire(endpoint);
  if (wire === undefined) return undefined;
  const { hasAnswer, answerTokens, answers } = requestBounds(wire, { json: body });
  if (!hasAnswer) return 0;
  return answerTokens === undefined ? undefined : answerTokens * answers;
}

function rowOf(model: string, tally: Tally): BatchEstimateRow {
  const [realTime] = tally.realTime.rows();
  const [batch] = tally.batch.rows();
  return {
    model,
    requests: tally.requests,
    duplicates: tally.duplicates,
    input_tokens: tally.uncounted > 0 ? null : tally.inputTokens,
    most_output_tokens: tally.uncounted + tally.withoutLimit > 0 ? null : tally.outputTokens,
    requests_without_limit: tally.withoutLimit,
    uncounted_requests: tally.uncounted,
    real_time_cost: costOf(realTime),
    batch_cost: costOf(batch),
    confidence: weakest(realTime, batch),
    reason: batch?.reason ?? realTime?.reason ?? null,
  };
}

/** A sum that leaves requests out would read as less than it is. */
const costOf = (row: EstimateRow | undefined): string | null =>
  row === undefined || row.unpriced_calls > 0 ? null : row.effective_cost;

function weakest(...rows: readonly (EstimateRow | undefined)[]): Confidence {
  if (rows.some((row) => costOf(row) === null)) return "unknown";
  return rows.some((row) => row?.confidence === "derived") ? "derived" : "estimated";
}
