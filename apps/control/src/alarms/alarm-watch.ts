import { randomUUID } from "node:crypto";
import {
  type AlarmConfig,
  type AlarmMeasurement,
  type AlarmStatus,
  type AlarmTestResult,
  type HeadgateConfig,
  HeadgateError,
} from "@headgate/contract";
import type { AlarmStanding, AlarmStore, LedgerStore } from "@headgate/ledger";
import type { Logger } from "pino";
import { deliver } from "../notifiers/deliver.ts";
import { alarmFacts, alarmMessage, consoleUrlOf } from "./alarm-message.ts";
import { alarmNotice } from "./alarm-notice.ts";
import { alarmRange } from "./alarm-range.ts";
import { createDeliverer } from "./deliver-messages.ts";
import { measureAlarm } from "./measure-alarm.ts";
import { nextStanding } from "./next-standing.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/** Alarms are measured once in this time. */
export const ALARM_INTERVAL_MS = 60_000;

export interface AlarmWatch {
  /**
   * Measures every alarm, keeps what changed with its messages, and sends the messages that are due.
   * What fails is logged, shown, and tried again by the next tick.
   */
  tick(): Promise<void>;
  /** The configured alarms in their order. */
  list(): Promise<readonly AlarmStatus[]>;
  /**
   * Sends a test message to each of an alarm's notifiers, now and once.
   * @throws HeadgateError `not_found` when there is no such alarm, `request_invalid` when it notifies nobody
   */
  test(name: string): Promise<readonly AlarmTestResult[]>;
  /** Attempts to deliver that failed since the start, by notifier. */
  readonly failedAttempts: ReadonlyMap<string, number>;
  /** Ends what is on its way; what was not delivered waits for the next start. */
  close(): Promise<void>;
}

type Options = Readonly<{
  ledger: Pick<LedgerStore, "report">;
  state: AlarmStore;
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
}>;

type Looked = Readonly<{ measurement: AlarmMeasurement | undefined; error: string | undefined }>;

/** Watches what the configuration says; the state store alone knows what was told. */
export function createAlarmWatch({ ledger, state, config, nowMs, log }: Options): AlarmWatch {
  const stop = new AbortController();
  // By the configured object: an alarm that was written anew has not been looked at.
  const looks = new WeakMap<AlarmConfig, Looked>();
  const deliverer = createDeliverer({ state, config, nowMs, log, stopped: stop.signal });

  const look = async (alarm: AlarmConfig, before: AlarmStanding | undefined): Promise<void> => {
    const atMs = nowMs();
    const range = alarmRange(alarm, atMs);
    const { totals } = await ledger.report("totals", {
      ...alarm.filter,
      from: new Date(range.fromMs).toISOString(),
      to: new Date(range.toMs).toISOString(),
    });
    const { measurement, isBeyond } = measureAlarm(alarm, totals, range);
    const change = nextStanding(alarm, before, isBeyond, atMs);
    if (change !== undefined) {
      const { standing, tell } = change;
      const message =
        tell === undefined
          ? undefined
          : alarmMessage({
              id: randomUUID(),
              kind: tell,
              alarm,
              sinceMs: standing.sinceMs,
              measurement,
              consoleUrl: consoleUrlOf(config()),
            });
      await state.changeAlarm(
        standing,
        message === undefined ? undefined : { message, notifiers: alarm.notify },
      );
      if (tell !== undefined) log.info({ alarm: alarm.name, kind: tell }, "alarm");
    }
    looks.set(alarm, { measurement, error: undefined });
  };

  const lookAtAll = oneAtATime(async () => {
    const { alarms } = config();
    const standings = standingsByName(await state.alarmStandings());
    const names = alarms.map(({ name }) => name);
    if ([...standings.keys()].some((name) => !names.includes(name))) await state.keepAlarms(names);
    for (const alarm of alarms) {
      if (stop.signal.aborted) return;
      try {
        await look(alarm, standings.get(alarm.name));
      } catch (error) {
        log.error({ err: error, alarm: alarm.name }, "an alarm could not be measured");
        const reason =
          error instanceof HeadgateError
            ? error.message
            : "It could not be measured; the log says why.";
        looks.set(alarm, { measurement: looks.get(alarm)?.measurement, error: reason });
      }
    }
  });

  return {
    failedAttempts: deliverer.failedAttempts,
    tick: async () => {
      try {
        await lookAtAll();
        await deliverer.deliver();
      } catch (error) {
        log.error({ err: error }, "alarms wait for the next minute");
      }
    },
    list: async () => {
      const standings = standingsByName(await state.alarmStandings());
      const deliveries = await state.deliveries();
      return config().alarms.map((alarm) => {
        const standing = standings.get(alarm.name);
        const looked = looks.get(alarm);
        return {
          name: alarm.name,
          ...alarmFacts(alarm),
          min_calls: alarm.min_calls,
          remind_every_hours: alarm.remind_every_hours,
          notify: alarm.notify,
          state: standing?.state ?? null,
          since: standing === undefined ? null : new Date(standing.sinceMs).toISOString(),
          last: looked?.measurement ?? null,
          last_error: looked?.error ?? null,
          deliveries: deliveries.filter((delivery) => delivery.alarm === alarm.name),
        };
      });
    },
    test: async (name) => {
      const { alarms, notifiers } = config();
      const alarm = alarms.find((candidate) => candidate.name === name);
      if (alarm === undefined) throw new HeadgateError("not_found", `alarm ${name}`);
      if (alarm.notify.length === 0) {
        throw new HeadgateError(
          "request_invalid",
          `the alarm ${name} notifies nobody: give it notify in headgate.yaml`,
        );
      }
      const message = alarmMessage({
        id: randomUUID(),
        kind: "test",
        alarm,
        sinceMs: undefined,
        measurement: looks.get(alarm)?.measurement,
        consoleUrl: consoleUrlOf(config()),
      });
      return Promise.all(
        alarm.notify.map(async (notifier) => {
          const to = notifiers[notifier];
          if (to === undefined) {
            const error = `no notifier "${notifier}" is configured`;
            return { notifier, delivered: false, error };
          }
          const outcome = await deliver(alarmNotice(message), to, stop.signal);
          const error = outcome.kind === "delivered" ? null : outcome.reason;
          return { notifier, delivered: error === null, error };
        }),
      );
    },
    close: async () => {
      stop.abort();
      await Promise.allSettled([lookAtAll.underWay(), deliverer.underWay()]);
    },
  };
}

const standingsByName = (standings: readonly AlarmStanding[]): ReadonlyMap<string, AlarmStanding> =>
  new Map(standings.map((standing) => [standing.alarm, standing]));
