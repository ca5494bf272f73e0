import type { Usage } from "@headgate/contract";
import { objectOrAbsent } from "../json-values.ts";
import type { Meter } from "../meter.ts";
import type { RetainingMeter } from "../stream-retention.ts";
import type { CallRequest, Wire } from "../wire.ts";
import { estimates } from "./estimates.ts";
import { producedText } from "./produced-text.ts";
import { countTokens } from "./token-counter.ts";

/** Texts longer than this are not tokenised but measured: their exact count is not worth the seconds. */
const MAX_TOKENISED_CHARACTERS = 4_000_000;
/** OpenAI's rule of thumb for English text; used only where the tokenizer is not. */
const CHARACTERS_A_TOKEN = 4;

export type EstimatedUsage = Readonly<{ usage: Usage; reason: string }>;

/**
 * Estimates what a provider had produced, and will bill, when a stream was cut, or ended without usage
 * although it was asked for. Reasoning that is not
 * streamed and cache hits that were not stated cannot be seen from here; the reason says how each figure
 * was come by. Does not throw: where the tokenizer fails, texts are measured instead.
 *
 * @returns `undefined` when the provider has already stated the final usage, when the answer was no
 *   stream, or when the prompt cannot be counted (images, audio, files, text that lies with the provider)
 */
export async function estimateUsage({
  wire,
  request,
  meter,
}: Readonly<{ wire: Wire; request: CallRequest; meter: Meter }>): Promise<
  EstimatedUsage | undefined
> {
  const estimate = estimates.get(wire.format);
  if (estimate === undefined || !isRetaining(meter)) return undefined;
  const reading = meter.reading();
  if (reading.usageOrigin === "provider") return undefined;

  const stated = estimate.statedInput(objectOrAbsent(reading.rawUsage));
  const prompt =
    stated === undefined && request.json !== undefined
      ? estimate.promptText(request.json)
      : undefined;
  if (stated === undefined && prompt === undefined) return undefined;

  const { chunks, retainedBytes, totalBytes } = meter.retained();
  const produced = producedText(chunks, estimate);
  const promptTexts = prompt === undefined ? [] : prompt.texts;
  const { counts, how } = await count([produced.output, produced.reasoning, ...promptTexts]);
  const [outputTokens, reasoningTokens, promptTokens] = counts;
  const scale = retainedBytes > 0 && retainedBytes < totalBytes ? totalBytes / retainedBytes : 1;
  const soFar = estimate.statedOutput?.(objectOrAbsent(reading.rawUsage));
  const output = atLeast(Math.ceil(outputTokens * scale), soFar?.output);
  const reasoning = atLeast(Math.ceil(reasoningTokens * scale), soFar?.reasoning);
  const usage: Usage = {
    ...(prompt === undefined ? stated : { input: promptTokens + prompt.envelopeTokens }),
    output,
    ...(reasoning > 0 && { reasoning }),
  };
  return {
    usage,
    reason: reasonFor({
      complete: meter.ended || reading.state === "complete",
      inputStated: stated !== undefined,
      outputStated: soFar?.output !== undefined,
      reasoningStated: soFar?.reasoning !== undefined,
      how,
      scale,
    }),
  };
}

/** Only meters of streams keep what they read. */
const isRetaining = (meter: Meter): meter is Meter & RetainingMeter => "retained" in meter;

function reasonFor({
  complete,
  inputStated,
  outputStated,
  reasoningStated,
  how,
  scale,
}: Readonly<{
  complete: boolean;
  inputStated: boolean;
  outputStated: boolean;
  reasoningStated: boolean;
  how: string;
  scale: number;
}>): string {
  const missing = complete ? "The stream carried no usage" : "The stream was cut before its usage";
  const input = inputStated
    ? "the input is the provider's own figure"
    : "the input is the prompt's text, as if none of it came from a cache";
  const more = scale === 1 ? "" : `, scaled by ${scale.toFixed(2)} for the part that was not kept`;
  const atLeastStated = outputStated
    ? ", or the provider's own figure so far where that is more"
    : "";
  const reasoning = reasoningStated
    ? "reasoning is at least the provider's own figure so far"
    : "reasoning that is not streamed is not in it";
  return `${missing}: ${input}; the output is the text that had arrived, ${how}${more}${atLeastStated}; ${reasoning}.`;
}

const atLeast = (counted: number, stated: number | undefined): number =>
  stated === undefined ? counted : Math.max(counted, stated);

type Counts = readonly [output: number, reasoning: number, prompt: number];

/** Each text's tokens: the output's, the reasoning's, and those of all that follow together. */
async function count(texts: readonly string[]): Promise<{ counts: Counts; how: string }> {
  const characters = texts.reduce((total, text) => total + text.length, 0);
  if (characters > MAX_TOKENISED_CHARACTERS) return measured(texts, "it is very long");
  try {
    return {
      counts: inThree(await countTokens(texts)),
      how: "counted in o200k_base, which need not be the model's own encoding",
    };
  } catch (error) {
    return measured(texts, error instanceof Error ? error.message : String(error));
  }
}

const measured = (texts: readonly string[], why: string): { counts: Counts; how: string } => ({
  counts: inThree(texts.map((text) => Math.ceil(text.length / CHARACTERS_A_TOKEN))),
  how: `taken as one token for ${CHARACTERS_A_TOKEN} characters (${why})`,
});

function inThree(counts: readonly number[]): Counts {
  const [output, reasoning, ...prompt] = counts;
  if (output === undefined || reasoning === undefined) {
    throw new RangeError("the tokenizer left out a text");
  }
  return [output, reasoning, prompt.reduce((total, tokens) => total + tokens, 0)];
}
