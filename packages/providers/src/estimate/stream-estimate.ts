import type { Usage } from "@headgate/contract";
import type { JsonObject } from "../json-values.ts";

/** A prompt as text to be tokenised, and the tokens that its envelope adds. */
export type PromptText = Readonly<{ texts: readonly string[]; envelopeTokens: number }>;

/** What a stream had produced, in two kinds that are billed apart. */
export type ProducedText = { output: string; reasoning: string };

/** How the usage of one format's cut streams is estimated. */
export interface StreamEstimate {
  /** The events in a stream's bytes, a cut one left out; server-sent ones unless said. */
  events?(bytes: Buffer): Iterable<JsonObject>;
  /** Adds what one event produced. */
  addProduced(event: JsonObject, produced: ProducedText): void;
  /** `undefined` when the prompt holds something that text tokens do not measure. */
  promptText(request: JsonObject): PromptText | undefined;
  /** The prompt's usage as the provider stated it at the stream's beginning, if it does. */
  statedInput(rawUsage: JsonObject | undefined): Usage | undefined;
}
