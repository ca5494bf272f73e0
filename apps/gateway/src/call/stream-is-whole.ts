import type { Meter } from "@headgate/providers";
import type { Stop } from "../upstream/failure.ts";

/** Whether a stream whose connection broke had come whole before: some formats have no last event of their own. */
export function streamIsWhole(meter: Meter | undefined, stop: Stop | undefined): boolean {
  if (meter === undefined) return false;
  // What was stopped by us counts as whole only where its last event is there.
  if (meter.ended || stop !== undefined) return meter.ended;
  meter.finish();
  return meter.reading().state === "complete";
}
