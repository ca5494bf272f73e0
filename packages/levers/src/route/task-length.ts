import type { ReadPrompt } from "./example.ts";
import { featureAt } from "./lexical-feature-names.ts";

/**
 * How long the prompts of each task are: their number and the sum of the logs of their characters, by fingerprint. What a
 * task's prompts are like is known before anybody has judged an answer to one of them. Plain data.
 */
export type TaskLengths = Map<string, Float64Array>;

/** As many prompts of mean length a task is taken to have had before its first. */
const PSEUDO_PROMPTS = 5;

export function noteTaskLength(
  lengths: TaskLengths,
  { fingerprint, lexical }: Pick<ReadPrompt, "fingerprint" | "lexical">,
): void {
  if (fingerprint === undefined) return;
  const cells = lengths.get(fingerprint) ?? new Float64Array(2);
  lengths.set(fingerprint, cells);
  cells[0] = (cells[0] as number) + 1;
  cells[1] = (cells[1] as number) + (lexical[featureAt.log_characters] as number);
}

/**
 * The mean log length of a task's prompts, this one in it, drawn towards the mean of all. A group's mean beside the row's own
 * value keeps apart what differs between groups from what differs within them (Mundlak, "On the pooling of time series and cross
 * section data", 1978); without a task that is not known, and the mean of all is given.
 */
export function taskLengthOf(
  lengths: ReadonlyMap<string, Float64Array>,
  { fingerprint, lexical }: Pick<ReadPrompt, "fingerprint" | "lexical">,
  meanOfAll: number,
): number {
  if (fingerprint === undefined) return meanOfAll;
  const [prompts = 0, sum = 0] = lengths.get(fingerprint) ?? [];
  const own = lexical[featureAt.log_characters] as number;
  return (sum + own + PSEUDO_PROMPTS * meanOfAll) / (prompts + 1 + PSEUDO_PROMPTS);
}
