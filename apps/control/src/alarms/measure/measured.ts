import type { AlarmMeasurement, UnjudgedReason } from "@headgate/contract";
import type { AlarmSpan } from "@headgate/ledger";

/** What was measured, and whether it is beyond the threshold; undefined where that cannot be said. */
export type Measured = Readonly<{
  measurement: AlarmMeasurement;
  isBeyond: boolean | undefined;
  /** Of an alarm that tells each event by itself: the events that were found. */
  events?: readonly MeasuredEvent[];
  /** Spans of one event have at most this much between them; by the alarm's grain where it is not said. */
  eventsApartMs?: number;
}>;

/** An event, with the measurement that is told with it. */
export type MeasuredEvent = Readonly<{ span: AlarmSpan; measurement: AlarmMeasurement }>;

export type MsRange = Readonly<{ fromMs: number; toMs: number }>;

export const isoRange = ({ fromMs, toMs }: MsRange) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

type Known = Partial<
  Pick<AlarmMeasurement, "value" | "calls" | "unpriced_attempts" | "simulated" | "note">
>;

/** A measurement over a range; what is not given is not known. */
export const measurementOver = (
  range: MsRange,
  known: Known,
  unjudged?: UnjudgedReason,
): AlarmMeasurement => ({
  at: new Date(range.toMs).toISOString(),
  ...isoRange(range),
  value: known.value ?? null,
  calls: known.calls ?? null,
  unpriced_attempts: known.unpriced_attempts ?? null,
  simulated: known.simulated ?? false,
  unjudged: unjudged ?? null,
  note: known.note ?? null,
});

/** What nothing can be said of, with the reason in words. */
export const notMeasured = (range: MsRange, note: string, known: Known = {}): Measured => ({
  measurement: measurementOver(range, { ...known, note }, "cannot_be_measured"),
  isBeyond: undefined,
});
