import { isJsonObject, type JsonObject } from "./json-values.ts";
import { type MeterReading, type Mutable, statesUsage, type UsageReading } from "./meter.ts";
import type { StopReason } from "./translate/answer.ts";

/** What a stream has said so far; the format's reader writes it, the meter reports it. */
export type StreamFacts = {
  rawUsage: unknown;
  /** The usage above is the final one, not an early part of it. */
  usageIsFinal: boolean;
  responseModel: string | undefined;
  responseId: string | undefined;
  serviceTier: string | undefined;
  stopReason: StopReason | undefined;
  providerError: string | undefined;
};

export const noFacts = (): StreamFacts => ({
  rawUsage: undefined,
  usageIsFinal: false,
  responseModel: undefined,
  responseId: undefined,
  serviceTier: undefined,
  stopReason: undefined,
  providerError: undefined,
});

/** The facts as a reading; usage is read only from a final figure. */
export function readingOf(
  facts: StreamFacts,
  format: Readonly<{ readUsage(raw: JsonObject, facts: StreamFacts): UsageReading }>,
  { state, problem }: Pick<MeterReading, "state" | "problem">,
): MeterReading {
  const read: UsageReading =
    facts.usageIsFinal && isJsonObject(facts.rawUsage)
      ? format.readUsage(facts.rawUsage, facts)
      : { usage: {}, violations: [] };
  const reading: Mutable<MeterReading> = {
    state,
    usage: read.usage,
    usageOrigin: statesUsage(read) ? "provider" : "none",
    violations: read.violations,
  };
  if (read.otherUsage !== undefined) reading.otherUsage = read.otherUsage;
  if (read.region !== undefined) reading.region = read.region;
  if (problem !== undefined) reading.problem = problem;
  if (isJsonObject(facts.rawUsage)) reading.rawUsage = facts.rawUsage;
  if (facts.responseModel !== undefined) reading.responseModel = facts.responseModel;
  if (facts.responseId !== undefined) reading.responseId = facts.responseId;
  if (facts.serviceTier !== undefined) reading.serviceTier = facts.serviceTier;
  if (facts.stopReason !== undefined) reading.stopReason = facts.stopReason;
  if (facts.providerError !== undefined) reading.providerError = facts.providerError;
  return reading;
}
