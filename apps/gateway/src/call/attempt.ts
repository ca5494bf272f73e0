import type { AnswerCut, AttemptOutcome, ErrorCode } from "@headgate/contract";
import type { EstimatedUsage, Meter, MeterReading, TranslationNotes } from "@headgate/providers";
import type { Target } from "./plan-targets.ts";
import type { Sending } from "./sending.ts";

/** What is known of an attempt when it has ended: all that the ledger row needs. */
export type AttemptFacts = Readonly<{
  target: Target;
  /** What was sent, and in which format. */
  sending: Sending;
  index: number;
  startedAtMs: number;
  durationMs: number;
  timeToFirstTokenMs: number | undefined;
  outcome: AttemptOutcome;
  status: number | undefined;
  errorCode: ErrorCode | undefined;
  /** True when the request never reached the provider. */
  neverSent: boolean;
  /** True when the answer came as a stream of events. */
  stream: boolean;
  /** What took the answer in, if there was one to read; kept for estimates of a cut stream. */
  meter: Meter | undefined;
  /** The meter's last word. */
  reading: MeterReading | undefined;
  /** Why Headgate ended the stream before its provider did; undefined where it did not. */
  cut: AnswerCut | undefined;
  /** What a stream that was ended early had used, as it was counted for its client; the row says the same. */
  estimate: EstimatedUsage | undefined;
  responseBytes: number;
  /** Whether the answer stood the checks of its cascade; undefined where none looked at it. */
  accepted: boolean | undefined;
  /** What the answer's translation lost; absent where there was no answer, or nothing to translate. */
  answerNotes: TranslationNotes | undefined;
}>;

/** Microseconds are enough for a duration and keep rows short. */
export const roundedMs = (ms: number): number => Math.round(ms * 1000) / 1000;
