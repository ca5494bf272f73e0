import type { WorstCaseConfig } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { type Ceiling, fitsPattern } from "@headgate/pricing";

/** What is known of a request's size before it is made. */
export type RequestBounds = Readonly<{
  /**
   * Bytes of the request as it is sent. Every token of a text stands for at least one byte of it, in every
   * byte-level encoding, so they bound the prompt's tokens without counting.
   */
  bytes: number;
  /** False where the prompt holds what its bytes do not bound: files, pictures or turns kept elsewhere. */
  promptIsInBytes: boolean;
  /** The most tokens of one answer, thinking included; `undefined` where the request does not say. */
  answerTokens: number | undefined;
  /** False for operations that have no answer of tokens, e.g. embeddings. */
  hasAnswer: boolean;
  /** How many answers are asked for. */
  answers: number;
  /** What can cost money beside tokens, in words; `undefined`: nothing. */
  unmeasured: string | undefined;
}>;

/** The most that one attempt can use and cost. */
export type WorstCase = Readonly<{
  inputTokens: number;
  outputTokens: number;
  /** Picodollars; or why nothing bounds them. */
  dollars: bigint | Readonly<{ unknown: "price" | "unmeasured"; reason: string }>;
}>;

/**
 * What providers put around a prompt (the frame of each message, the text that explains tools) is at most
 * this many tokens beside what its bytes allow; Anthropic's for tools is the largest that is published,
 * below a thousand.
 */
const FRAME_TOKENS = 1_024;

/**
 * The worst case of an attempt: as many tokens as its bytes and its own limit allow, at the dearest rate of
 * the model it goes to.
 *
 * @param ceiling the dearest rates of that model
 * @param name `provider/model`, by which the configuration may know other limits
 */
export function worstCase({
  bounds,
  ceiling,
  config,
  names,
}: Readonly<{
  bounds: RequestBounds;
  ceiling: Ceiling;
  config: WorstCaseConfig;
  names: readonly string[];
}>): WorstCase {
  const own = config.models.find(({ match }) => names.some((name) => fitsPattern(match, name)));
  const mostInput = own?.max_input_tokens ?? config.max_input_tokens;
  const mostOutput = own?.max_output_tokens ?? config.max_output_tokens;
  const inputTokens = bounds.promptIsInBytes
    ? Math.min(bounds.bytes + FRAME_TOKENS, mostInput)
    : mostInput;
  const answerTokens = bounds.answerTokens ?? mostOutput;
  const outputTokens = bounds.hasAnswer ? answerTokens * bounds.answers : 0;
  return { inputTokens, outputTokens, dollars: dollars() };

  function dollars(): WorstCase["dollars"] {
    if (ceiling.kind === "none") return { unknown: "price", reason: ceiling.reason };
    if (bounds.unmeasured !== undefined && config.unmeasured === undefined) {
      return { unknown: "unmeasured", reason: bounds.unmeasured };
    }
    const beside: bigint =
      bounds.unmeasured === undefined || config.unmeasured === undefined
        ? 0n
        : parseDollars(config.unmeasured);
    const { inputPerToken, outputPerToken } = ceiling;
    // A model without a price of its own for answers bills none; one that answers all the same is told as such.
    if (outputPerToken === undefined && outputTokens > 0) {
      return { unknown: "price", reason: "no price of its answers is known" };
    }
    const answers = outputPerToken === undefined ? 0n : outputPerToken * BigInt(outputTokens);
    return inputPerToken * BigInt(inputTokens) + answers + beside;
  }
}
