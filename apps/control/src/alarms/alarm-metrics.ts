import type { AlarmStatus } from "@headgate/contract";
import type { Logger } from "pino";
import { Counter, Gauge, type Registry } from "prom-client";
import { inTime, SCRAPE_WAITS_MS } from "../in-time.ts";
import type { AlarmWatch } from "./alarm-watch.ts";

/** Which alarms fire, and how their messages fare. */
export function registerAlarmMetrics(registry: Registry, alarms: AlarmWatch, log: Logger): void {
  const registers = [registry];
  /** Without an answer the figures are absent; the others of the scrape are not. */
  const list = async (): Promise<readonly AlarmStatus[] | undefined> => {
    try {
      return await inTime(alarms.list(), SCRAPE_WAITS_MS);
    } catch (error) {
      log.error({ err: error }, "the state did not say how alarms stand");
      return undefined;
    }
  };
  new Gauge({
    name: "headgate_alarm_firing",
    help: "1 while the alarm fires, else 0; absent before it was first judged.",
    labelNames: ["alarm"],
    registers,
    async collect() {
      this.reset();
      for (const { name, state } of (await list()) ?? []) {
        if (state !== null) this.set({ alarm: name }, state === "firing" ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: "headgate_alarm_deliveries_waiting",
    help: "Messages of alarms that were not delivered yet.",
    registers,
    async collect() {
      const listed = await list();
      if (listed === undefined) return this.remove();
      const deliveries = listed.flatMap((alarm) => alarm.deliveries);
      this.set(deliveries.filter(({ state }) => state === "waiting").length);
    },
  });
  new Gauge({
    name: "headgate_alarm_unjudged",
    help: "1 while the alarm cannot be measured or judged, else 0; absent before it was first looked at.",
    labelNames: ["alarm"],
    registers,
    async collect() {
      this.reset();
      for (const { name, last, last_error: error } of (await list()) ?? []) {
        if (last === null && error === null) continue;
        this.set({ alarm: name }, error !== null || last?.unjudged !== null ? 1 : 0);
      }
    },
  });
  new Counter({
    name: "headgate_alarm_messages_total",
    help: "What happened to an alarm since the start: fired, reminder, resolved; snoozed ones too.",
    labelNames: ["alarm", "kind"],
    registers,
    collect() {
      this.reset();
      for (const [alarm, kinds] of alarms.toldMessages) {
        for (const [kind, count] of kinds) this.inc({ alarm, kind }, count);
      }
    },
  });
  new Counter({
    name: "headgate_alarm_delivery_attempts_total",
    help: "Attempts to deliver a message of an alarm, by how they ended.",
    labelNames: ["notifier", "end"],
    registers,
    collect() {
      this.reset();
      for (const [notifier, counts] of alarms.endedAttempts) {
        for (const end of ["delivered", "failed", "given_up"] as const) {
          this.inc({ notifier, end }, counts[end]);
        }
      }
    },
  });
  new Counter({
    name: "headgate_alarm_delivery_failures_total",
    help: "Attempts to deliver a message of an alarm that failed.",
    labelNames: ["notifier"],
    registers,
    collect() {
      this.reset();
      for (const [notifier, { failed, given_up: givenUp }] of alarms.endedAttempts) {
        if (failed + givenUp > 0) this.inc({ notifier }, failed + givenUp);
      }
    },
  });
}
