import { type AlarmOn, type RouteTrouble, routeTroubles } from "@headgate/contract";
import { alarmRange } from "../alarm-range.ts";
import { type Measured, measurementOver } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

/** So many troubles are told in a message; the console has all. */
const MOST_TOLD = 5;

/** Counts what went wrong with the quality of routed calls in the alarm's window. */
export function measureRoutingQuality(
  alarm: AlarmOn<"routing_quality">,
  troubles: readonly RouteTrouble[],
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
): Measured {
  const range = alarmRange(alarm, nowMs);
  const asked = troubles.filter(
    ({ at, kind, policy }) =>
      Date.parse(at) >= range.fromMs &&
      alarm.kinds.includes(kind) &&
      (alarm.policy === undefined || policy === null || policy === alarm.policy),
  );
  const value = decimalValue(`${asked.length}.0`);
  const more = asked.length - MOST_TOLD;
  const told = [
    ...asked.slice(0, MOST_TOLD).map(troubleText),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return {
    measurement: measurementOver(range, {
      value: value.text,
      note: told.length === 0 ? null : told.join("; "),
    }),
    isBeyond: isBeyondThreshold(alarm, value, isFiring),
  };
}

function troubleText({ kind, policy, fingerprint, model, note }: RouteTrouble): string {
  const about = [
    ...(policy === null ? [] : [`policy ${policy}`]),
    ...(model === null ? [] : [model]),
    ...(fingerprint === null || fingerprint === "" ? [] : [`task ${fingerprint.slice(0, 8)}`]),
  ];
  const what = routeTroubles[kind].replace(/\.$/, "");
  return `${about.length === 0 ? "" : `${about.join(", ")}: `}${what}${note === null ? "" : ` (${note})`}`;
}
