import type { AttemptOutcome } from "@headgate/contract";
import type { MeterReading } from "@headgate/providers";

/** How an answer that came whole ended: providers tell of errors by their status, or in a 200. */
export function outcomeOfAnswer(
  status: number | undefined,
  reading: MeterReading | undefined,
): AttemptOutcome {
  if ((status ?? 500) >= 400) return "provider_error";
  return reading?.providerError === undefined ? "completed" : "provider_error";
}
