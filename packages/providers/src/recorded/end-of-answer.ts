import type { MeterReading } from "../meter.ts";

/** Whether a recorded stream was seen to its end. */
export const endOf = (ended: boolean): Pick<MeterReading, "state" | "problem"> =>
  ended
    ? { state: "complete" }
    : { state: "truncated", problem: "the stream ended without its last event" };
