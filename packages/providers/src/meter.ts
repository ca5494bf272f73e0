import type { ModelUsage, Usage } from "@headgate/contract";
import type { StopReason } from "./translate/answer.ts";

/** What a meter has learned of one answer. */
export type MeterReading = Readonly<{
  /**
   * `complete`: the format's terminal event, or the whole JSON body, was seen, or the stream ended after
   * an error of the provider's own, which then stands in `providerError`: the client has been told and
   * needs no second error. `truncated`: not so. `garbled`: what came cannot be read as the format.
   */
  state: "complete" | "truncated" | "garbled";
  /** What is wrong, when the state is not `complete`, and whether a cut event was left out. */
  problem?: string;
  usage: Usage;
  /** Usage of other models within the answer, billed at their own prices; absent when there is none. */
  otherUsage?: readonly ModelUsage[];
  /** `none`: the provider has not stated the final usage, which is not the same as zero. */
  usageOrigin: "provider" | "none";
  /** The provider's usage object as sent; for a cut stream perhaps an early, partial one. */
  rawUsage?: unknown;
  /** Ways in which the usage contradicts itself or leaves out what is billed. */
  violations: readonly string[];
  responseModel?: string;
  responseId?: string;
  /** The tier that was billed, in the provider's word. */
  serviceTier?: string;
  /** As {@link UsageReading} has it. */
  region?: string;
  /** Why the model stopped, where the provider says so; of several answers `length` where any was cut. */
  stopReason?: StopReason;
  /** An error that the provider reported inside a 200. */
  providerError?: string;
}>;

/**
 * Reads an answer as it passes. What `push` returns is to be relayed at once; the last piece (the
 * terminal event of a stream, the last chunk of a JSON body) is held back until the caller has recorded
 * the call, then taken with `release`. Nothing is reordered: what follows a held piece waits behind it.
 */
export interface Meter {
  push(chunk: Buffer): Buffer | undefined;
  /** True once the terminal event of a stream was seen; for JSON never before `finish`. */
  readonly ended: boolean;
  /** The body has ended, or no more of it will be read. */
  finish(): void;
  /**
   * Takes the bytes held back so far. Of a stream that was not complete these are whole events only, so
   * that an event of the caller's own can follow: the beginning of a cut one is left out, as `problem` says.
   */
  release(): Buffer | undefined;
  reading(): MeterReading;
}

/** A provider's usage object, read into disjoint buckets. */
export type UsageReading = Readonly<{
  /** Of the model that answered. */
  usage: Usage;
  /** Of other models that worked within the answer; absent when none did. */
  otherUsage?: readonly ModelUsage[];
  /** The geography that alone served it, where the usage says so and that has prices of its own: Anthropic's `us`. */
  region?: string;
  violations: readonly string[];
}>;

/** Whether anything is known of what was used. */
export const statesUsage = ({ usage, otherUsage }: UsageReading): boolean =>
  otherUsage !== undefined || Object.keys(usage).length > 0;

/** A reading while it is put together. */
export type Mutable<Reading> = { -readonly [Key in keyof Reading]: Reading[Key] };
