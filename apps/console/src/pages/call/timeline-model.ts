import type { LedgerRow } from "@headgate/contract";
import { durationText, knownDuration } from "../../format/duration-text.ts";
import { outcomeName } from "../../format/words.ts";
import { answeringModel } from "./answering-model.ts";

/** One attempt on the call's time axis; `left` and `width` are percent of the whole. */
export type TimelineBar = Readonly<{
  attempt: number;
  label: string;
  outcome: string;
  left: number;
  width: number;
  /** Where the first byte came, percent of the bar; undefined when none came. */
  firstByte: number | undefined;
  words: string;
}>;

export type Timeline = Readonly<{ durationMs: number; bars: readonly TimelineBar[] }>;

const modelOf = (row: LedgerRow): string => {
  const model = answeringModel(row);
  return model === undefined ? row.provider : `${row.provider} / ${model}`;
};

/** Attempts side by side, waiting between them included. */
export const timelineOf = (attempts: readonly LedgerRow[]): Timeline => {
  const startMs = Math.min(...attempts.map((row) => row.started_at_ms));
  const endMs = Math.max(...attempts.map((row) => row.started_at_ms + (row.duration_ms ?? 0)));
  const durationMs = Math.max(endMs - startMs, 1);
  return {
    durationMs,
    bars: attempts.map((row): TimelineBar => {
      const first = row.time_to_first_token_ms;
      const started = row.started_at_ms - startMs;
      const firstWords =
        first === undefined ? "no byte came" : `first byte after ${durationText(first)}`;
      return {
        attempt: row.attempt,
        label: modelOf(row),
        outcome: row.outcome,
        left: (started / durationMs) * 100,
        width: Math.max(((row.duration_ms ?? 0) / durationMs) * 100, 0.6),
        firstByte:
          first === undefined || row.duration_ms === undefined || row.duration_ms === 0
            ? undefined
            : Math.min(100, (first / row.duration_ms) * 100),
        words: `${outcomeName(row.outcome)}, ${knownDuration(row.duration_ms)}, ${firstWords}`,
      };
    }),
  };
};
