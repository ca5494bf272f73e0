import type { AlarmConfig, AlarmMessageKind } from "@headgate/contract";
import type { AlarmStanding } from "@headgate/ledger";

/** How an alarm stands from now on, and what is told of it; `tell` is undefined when nothing is. */
export type StandingChange = Readonly<{
  standing: AlarmStanding;
  tell: AlarmMessageKind | undefined;
}>;

const HOUR_MS = 3_600_000;

/**
 * One message when an alarm begins to fire, one when it ends, and reminders in between. What cannot be
 * judged changes nothing and reminds of nothing.
 * @returns undefined when all stays as it was
 */
export function nextStanding(
  alarm: AlarmConfig,
  before: AlarmStanding | undefined,
  isBeyond: boolean | undefined,
  nowMs: number,
): StandingChange | undefined {
  if (isBeyond === undefined) return undefined;
  const changed = (tell: AlarmMessageKind | undefined): StandingChange => ({
    standing: {
      alarm: alarm.name,
      state: isBeyond ? "firing" : "ok",
      sinceMs: nowMs,
      toldAtMs: nowMs,
    },
    tell,
  });
  if (before === undefined) return changed(isBeyond ? "fired" : undefined);
  if (isBeyond !== (before.state === "firing")) return changed(isBeyond ? "fired" : "resolved");
  // Of anomalies each is told once, and there is nothing to remind of.
  if (!isBeyond || alarm.on === "anomaly") return undefined;
  if (nowMs - before.toldAtMs < alarm.remind_every_hours * HOUR_MS) return undefined;
  return { standing: { ...before, toldAtMs: nowMs }, tell: "reminder" };
}
