import { between, createRandom, lognormal, type Random } from "../seeded-random.ts";
import type { TextPool } from "../text/text-pool.ts";
import { countTokens, firstTokens } from "../text/tokenizer.ts";
import { jsonFromSchema } from "./json-from-schema.ts";
import { spacedJson } from "./spaced-json.ts";

const MEDIAN_OUTPUT_TOKENS = 150;
const OUTPUT_SIGMA = 0.6;
const MEDIAN_REASONING_TOKENS = 256;
const REASONING_SIGMA = 0.7;
/** Reasoning is counted in steps of 64, as OpenAI's answers show it. */
const REASONING_STEP = 64;

/** What the model is to produce, in words that all wire formats share. */
export type OutputRequest = Readonly<{
  /** Decides everything that is left to chance. */
  seed: number;
  /** Exactly so many visible tokens of text, and no reasoning. */
  fixedTokens: number | undefined;
  /** After so many visible tokens the model ends by itself; limits cut it before. */
  endsAfterTokens: number | undefined;
  /** The first word of the text: whether the model was able to do what was asked. */
  verdict: "right" | "wrong" | undefined;
  /** Bound on reasoning and visible tokens together. */
  maxTokens: number | undefined;
  /** How much the model thinks, 1 being usual; absent for models that do not. */
  reasoningEffort: number | undefined;
  /** The tool to call, with the JSON schema of its arguments. */
  tool: Readonly<{ name: string; schema: unknown }> | undefined;
  /** The JSON schema that the text must satisfy. */
  schema: unknown;
  stopSequences: readonly string[];
}>;

export type OutputPart =
  | Readonly<{ kind: "text"; text: string; tokens: number }>
  | Readonly<{ kind: "tool"; name: string; text: string; tokens: number }>;

/** Why an output ended. */
export type StopReason = "end" | "length" | "tool" | "stop-sequence";

/** One answer of the model, before it takes a wire format. */
export type Output = Readonly<{
  /** The text or the tool call; absent when nothing visible was produced. */
  part: OutputPart | undefined;
  reasoningTokens: number;
  /** Tokens of the visible part. */
  visibleTokens: number;
  stop: StopReason;
  stopSequence: string | undefined;
}>;

/** Decides what a model answers; the same request gives the same output. */
export function planOutput(pool: TextPool, request: OutputRequest): Output {
  const random = createRandom(request.seed);
  const wantedReasoning = reasoningTokens(request, random);
  const limit = request.maxTokens ?? Number.POSITIVE_INFINITY;
  const reasoning = Math.min(wantedReasoning, limit);
  const room = request.fixedTokens === undefined ? limit - reasoning : Number.POSITIVE_INFINITY;
  const wanted = wantedPart(pool, request, random);
  const cut = wanted.tokens > room;
  const part = cut ? { ...wanted, text: firstTokens(wanted.text, room), tokens: room } : wanted;
  const filled = request.fixedTokens !== undefined && part.tokens >= limit;
  const whole = {
    part: part.tokens === 0 ? undefined : part,
    reasoningTokens: reasoning,
    visibleTokens: part.tokens,
    stop: endOf(part, cut || filled),
    stopSequence: undefined,
  };
  return request.stopSequences.length === 0 ? whole : stopped(whole, request.stopSequences);
}

function wantedPart(pool: TextPool, request: OutputRequest, random: Random): OutputPart {
  if (request.tool !== undefined) {
    const text = spacedJson(jsonFromSchema(request.tool.schema, random));
    return { kind: "tool", name: request.tool.name, text, tokens: countTokens(text) };
  }
  if (request.schema !== undefined) {
    const text = spacedJson(jsonFromSchema(request.schema, random));
    return { kind: "text", text, tokens: countTokens(text) };
  }
  const wanted = request.fixedTokens ?? request.endsAfterTokens ?? drawnTokens(random);
  const room = request.fixedTokens === undefined ? request.maxTokens : undefined;
  // One word more than there is room for is enough to see that the answer is cut.
  const tokens = room === undefined ? wanted : Math.min(wanted, room + 1);
  const text = pool.text(between(random, 0, 0xffff), tokens);
  const { verdict } = request;
  return { kind: "text", text: verdict === undefined ? text : beginning(text, verdict), tokens };
}

/** A text whose first word is another: no token more or less. */
const beginning = (text: string, word: string): string => text.replace(/^\S+/, word);

const drawnTokens = (random: Random): number =>
  Math.max(1, Math.round(lognormal(random, MEDIAN_OUTPUT_TOKENS, OUTPUT_SIGMA)));

function reasoningTokens(request: OutputRequest, random: Random): number {
  const effort = request.reasoningEffort;
  if (effort === undefined || effort === 0 || request.fixedTokens !== undefined) return 0;
  const tokens = lognormal(random, MEDIAN_REASONING_TOKENS * effort, REASONING_SIGMA);
  return REASONING_STEP * Math.round(tokens / REASONING_STEP);
}

function endOf(part: OutputPart, full: boolean): StopReason {
  if (full) return "length";
  return part.kind === "tool" ? "tool" : "end";
}

/** The output up to the first stop sequence in its text. */
function stopped(whole: Output, sequences: readonly string[]): Output {
  if (whole.part?.kind !== "text") return whole;
  const found = firstSequence(whole.part.text, sequences);
  if (found === undefined) return whole;
  const text = whole.part.text.slice(0, found.place);
  const tokens = countTokens(text);
  return {
    reasoningTokens: whole.reasoningTokens,
    part: tokens === 0 ? undefined : { kind: "text", text, tokens },
    visibleTokens: tokens,
    stop: "stop-sequence",
    stopSequence: found.sequence,
  };
}

function firstSequence(
  text: string,
  sequences: readonly string[],
): Readonly<{ place: number; sequence: string }> | undefined {
  let first: { place: number; sequence: string } | undefined;
  for (const sequence of sequences) {
    const place = sequence === "" ? -1 : text.indexOf(sequence);
    if (place >= 0 && (first === undefined || place < first.place)) first = { place, sequence };
  }
  return first;
}
