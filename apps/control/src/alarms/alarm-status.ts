import type { AlarmConfig, AlarmDelivery, AlarmStatus } from "@headgate/contract";
import type { AlarmStanding } from "@headgate/ledger";
import { alarmFacts } from "./alarm-message.ts";
import { alarmPath } from "./alarm-path.ts";
import type { Looked } from "./alarm-watch.ts";

/** How an alarm stands, as the API tells it. */
export function alarmStatus(
  alarm: AlarmConfig,
  known: Readonly<{
    standing: AlarmStanding | undefined;
    looked: Looked | undefined;
    snoozedUntilMs: number | undefined;
    deliveries: readonly AlarmDelivery[];
  }>,
): AlarmStatus {
  const { standing, looked, snoozedUntilMs, deliveries } = known;
  return {
    name: alarm.name,
    ...alarmFacts(alarm),
    min_calls: "min_calls" in alarm ? alarm.min_calls : null,
    remind_every_hours: "remind_every_hours" in alarm ? alarm.remind_every_hours : null,
    notify: alarm.notify,
    snoozed_until: momentText(snoozedUntilMs),
    state: standing?.state ?? null,
    since: momentText(standing?.sinceMs),
    last: looked?.measurement ?? null,
    last_error: looked?.error ?? null,
    path: alarmPath(alarm, looked?.measurement),
    deliveries: [...deliveries],
  };
}

const momentText = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();
