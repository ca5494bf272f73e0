import type { LedgerRow } from "@headgate/contract";
import { estimateUsage, type Meter, type MeterReading } from "@headgate/providers";
import type { AttemptFacts } from "./attempt.ts";

/** What a row says of an answer's usage; a call that got none has the empty one. */
export type Metered = Readonly<{
  usage: LedgerRow["usage"];
  origin: LedgerRow["usage_origin"];
  estimateReason: string | undefined;
}>;

export const reported = (reading: MeterReading | undefined): Metered =>
  reading === undefined
    ? { usage: {}, origin: "none", estimateReason: undefined }
    : { usage: reading.usage, origin: reading.usageOrigin, estimateReason: undefined };

/** A stream without usage was cut, or its provider does not report any: what was produced is counted. */
export const isToBeEstimated = (
  { stream, reading }: AttemptFacts,
  meter: Meter | undefined,
): meter is Meter => stream && meter !== undefined && reading?.usageOrigin !== "provider";

export async function estimated(facts: AttemptFacts & { meter: Meter }): Promise<Metered> {
  const { wire, request } = facts.sending;
  const estimate = facts.estimate ?? (await estimateUsage({ wire, request, meter: facts.meter }));
  return estimate === undefined
    ? reported(facts.reading)
    : { usage: estimate.usage, origin: "estimated", estimateReason: estimate.reason };
}
