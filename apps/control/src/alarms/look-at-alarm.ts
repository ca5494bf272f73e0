import { randomUUID } from "node:crypto";
import type { AlarmConfig, AlarmMessageKind, HeadgateConfig } from "@headgate/contract";
import type { AlarmChange, AlarmSpan, AlarmStanding } from "@headgate/ledger";
import { alarmMessage, consoleUrlOf } from "./alarm-message.ts";
import { bundled } from "./bundled.ts";
import { freshEvents } from "./fresh-events.ts";
import type { Measured, MeasuredEvent } from "./measure/measured.ts";
import { nextStanding } from "./next-standing.ts";
import { toldOfBudget } from "./told-of-budget.ts";

const HOUR_MS = 3_600_000;

/** How an alarm stood before it was looked at. */
export type Before = Readonly<{
  standing: AlarmStanding | undefined;
  told: readonly AlarmSpan[];
  /** Until when nobody is told; undefined when the alarm is awake. */
  snoozedUntilMs: number | undefined;
}>;

/**
 * What a look at an alarm changes, with the messages to be told. Pure but for the messages' ids.
 * @returns undefined when all stays as it was
 */
export function changeByLook(
  alarm: AlarmConfig,
  measured: Measured,
  { before, config, nowMs }: Readonly<{ before: Before; config: HeadgateConfig; nowMs: number }>,
): AlarmChange | undefined {
  const { events, isBeyond } = measured;
  const isSnoozed = before.snoozedUntilMs !== undefined;
  const next = nextStanding(alarm, before.standing, isBeyond, nowMs);
  // A reminder waits until the alarm wakes, whenever that is: a snooze may be ended or made shorter.
  const change = isSnoozed && next?.tell === "reminder" ? undefined : next;
  const ofGrain = alarm.on === "anomaly" && alarm.grain === "day" ? 24 * HOUR_MS : HOUR_MS;
  const apartMs = measured.eventsApartMs ?? ofGrain;
  const wasFiring = before.standing?.state === "firing";
  const toldOf = (found: readonly MeasuredEvent[]): readonly AlarmSpan[] => {
    if (alarm.on !== "budget") return before.told;
    const spans = found.map(({ span }) => span);
    return toldOfBudget(before.told, spans, { wasFiring, nowMs, apartMs });
  };
  const news =
    events === undefined ? undefined : freshEvents(toldOf(events), events, { nowMs, apartMs });
  const standing = change?.standing ?? before.standing;
  if (standing === undefined) return undefined;
  if (change === undefined && sameSpans(news?.told, before.told)) return undefined;
  const tell = (
    kind: AlarmMessageKind,
    about: Pick<MeasuredEvent, "measurement">,
    sinceMs = standing.sinceMs,
  ) =>
    alarmMessage({
      id: randomUUID(),
      kind,
      alarm,
      sinceMs,
      measurement: about.measurement,
      consoleUrl: consoleUrlOf(config),
    });
  // Of events each is told once. A budget ends and reminds as a whole, too; an anomaly does neither.
  const isToldByEvents =
    news !== undefined &&
    (alarm.on === "anomaly" || (change?.tell === "fired" && news.fresh.length > 0));
  const ofAll = change?.tell === undefined || isToldByEvents ? [] : [tell(change.tell, measured)];
  const fresh = news?.fresh ?? [];
  const ofEvents = (alarm.on === "budget" ? bundled(fresh) : fresh).map((event) =>
    // An account that comes later fires since now, whatever the alarm has done before.
    tell("fired", event, alarm.on === "anomaly" ? standing.sinceMs : nowMs),
  );
  const messages = [...ofAll, ...ofEvents];
  return {
    atMs: nowMs,
    standing: isSnoozed && messages.length > 0 ? untold(standing) : standing,
    messages,
    notifiers: isSnoozed ? [] : alarm.notify,
    isSnoozed,
    ...(news !== undefined && { spans: news.told }),
  };
}

/** What was not told while the alarm was snoozed is told by a reminder when it wakes, if it still fires. */
const untold = (standing: AlarmStanding): AlarmStanding => ({ ...standing, toldAtMs: 0 });

const sameSpans = (left: readonly AlarmSpan[] | undefined, right: readonly AlarmSpan[]): boolean =>
  left === undefined || JSON.stringify(left) === JSON.stringify(right);
