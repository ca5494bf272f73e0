import type { StopReason } from "../translate/answer.ts";

/** How sure a model was of one token: natural logarithms of probabilities. */
export type TokenLikelihood = Readonly<{
  /** Of the token that it chose. */
  chosen: number;
  /** Of the likeliest other one; absent where the provider named none. */
  next: number | undefined;
}>;

/** An answer as checks look at it, the same for all formats. What a model thought before is no part of it. */
export type AnswerView = Readonly<{
  text: string;
  /** The tools that the model asks for; arguments are the JSON text as it wrote it. */
  toolCalls: readonly Readonly<{ name: string; inputText: string }>[];
  /** Why the model stopped; absent where the provider does not say. */
  stop: StopReason | undefined;
  /** Of the first tokens of the text; absent where the provider told none. */
  likelihoods: readonly TokenLikelihood[] | undefined;
}>;
