import { ngramsOf, type SparseVector } from "./ngrams.ts";
import { scanPrompt } from "./scan-prompt.ts";

/** What a prompt is known by once it has been read; its text is not kept. */
export type ReadPrompt = Readonly<{
  lexical: Float64Array;
  ngrams: SparseVector;
  /** The task that the call is part of (system prompt, tools, route, …), where that is known. */
  fingerprint: string | undefined;
}>;

/** A prompt with what models were worth on it, in the order of the models; NaN where one was not tried. */
export type Example = ReadPrompt & Readonly<{ qualities: Float64Array }>;

/** Reads a prompt, once. */
export function readPrompt(prompt: string, fingerprint?: string): ReadPrompt {
  const scanned = scanPrompt(prompt);
  return { lexical: scanned.features, ngrams: ngramsOf(scanned), fingerprint };
}
