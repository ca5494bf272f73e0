import type { AlarmStatus } from "@headgate/contract";
import type { Logger } from "pino";
import { Counter, Gauge, type Registry } from "prom-client";
import type { AlarmWatch } from "./alarm-watch.ts";

/** Which alarms fire, and how their messages fare. */
export function registerAlarmMetrics(registry: Registry, alarms: AlarmWatch, log: Logger): void {
  const registers = [registry];
  /** Without an answer the figures are absent; the others of the scrape are not. */
  const list = async (): Promise<readonly AlarmStatus[] | undefined> => {
    try {
      return await alarms.list();
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
  new Counter({
    name: "headgate_alarm_delivery_failures_total",
    help: "Attempts to deliver a message of an alarm that failed.",
    labelNames: ["notifier"],
    registers,
    collect() {
      this.reset();
      for (const [notifier, count] of alarms.failedAttempts) this.inc({ notifier }, count);
    },
  });
}
