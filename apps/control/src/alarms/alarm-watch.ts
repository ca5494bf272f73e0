import { randomUUID } from "node:crypto";
import {
  type AlarmConfig,
  type AlarmHistory,
  type AlarmMeasurement,
  type AlarmStatus,
  type AlarmTestResult,
  HeadgateError,
} from "@headgate/contract";
import type { AlarmStanding, AlarmStore } from "@headgate/ledger";
import type { Logger } from "pino";
import { alarmMessage, consoleUrlOf } from "./alarm-message.ts";
import { alarmNotice } from "./alarm-notice.ts";
import { alarmStatus } from "./alarm-status.ts";
import { createDeliverer } from "./deliver-messages.ts";
import { grouped } from "./grouped.ts";
import { changeByLook } from "./look-at-alarm.ts";
import { type AlarmFacts, measureAlarm, measuredEveryMs } from "./measure/measure-alarm.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { createNotifierTests } from "./test-notifiers.ts";

/** Alarms are measured once in this time, or less often where it takes more. */
export const ALARM_INTERVAL_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface AlarmWatch {
  /**
   * Measures every alarm, keeps what changed with its messages, and sends the messages that are due.
   * What fails is logged, shown, and tried again by the next tick.
   */
  tick(): Promise<void>;
  /** The configured alarms in their order. */
  list(): Promise<readonly AlarmStatus[]>;
  /** What happened to the configured alarms, newest first, with how the messages fared. */
  history(): Promise<AlarmHistory>;
  /**
   * Sends a test message to each of an alarm's notifiers, now and once.
   * @throws HeadgateError `not_found` when there is no such alarm, `request_invalid` when it notifies nobody,
   *   `too_many_requests`
   */
  test(name: string): Promise<readonly AlarmTestResult[]>;
  /** @throws HeadgateError `not_found` when there is no such notifier, `too_many_requests` */
  testNotifier(notifier: string): Promise<AlarmTestResult>;
  /**
   * Tells nobody of an alarm for so many hours; 0 wakes it.
   * @returns until when
   * @throws HeadgateError `not_found` when there is no such alarm
   */
  snooze(name: string, hours: number): Promise<number | undefined>;
  /** Attempts to deliver that ended since the start, by notifier and how. */
  readonly endedAttempts: ReadonlyMap<string, Readonly<Record<AttemptEnd, number>>>;
  /** Messages since the start, by alarm and kind. */
  readonly toldMessages: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Ends what is on its way; what was not delivered waits for the next start. */
  close(): Promise<void>;
}
export type AttemptEnd = "delivered" | "failed" | "given_up";

type Options = AlarmFacts &
  Readonly<{
    state: AlarmStore;
    nowMs: () => number;
    log: Logger;
  }>;

/** What the last look at an alarm found. */
export type Looked = Readonly<{
  atMs: number;
  measurement: AlarmMeasurement | undefined;
  error: string | undefined;
}>;

/** Watches what the configuration says; the state store alone knows what was told. */
export function createAlarmWatch({ state, nowMs, log, ...facts }: Options): AlarmWatch {
  const { config } = facts;
  const stop = new AbortController();
  // By the configured object: an alarm that was written anew has not been looked at.
  const looks = new WeakMap<AlarmConfig, Looked>();
  const toldMessages = new Map<string, Map<string, number>>();
  const deliverer = createDeliverer({ state, config, nowMs, log, stopped: stop.signal });
  const tests = createNotifierTests({ config, nowMs, stopped: stop.signal });

  const alarmNamed = (name: string): AlarmConfig => {
    const alarm = config().alarms.find((candidate) => candidate.name === name);
    if (alarm === undefined) throw new HeadgateError("not_found", `alarm ${name}`);
    return alarm;
  };

  /** Snoozes that have not ended. */
  const snoozes = async (): Promise<ReadonlyMap<string, number>> => {
    const now = nowMs();
    return new Map([...(await state.alarmSnoozes())].filter(([, untilMs]) => untilMs > now));
  };

  const look = async (
    alarm: AlarmConfig,
    standing: AlarmStanding | undefined,
    from: AlarmFacts,
  ): Promise<void> => {
    const atMs = nowMs();
    const isFiring = standing?.state === "firing";
    const measured = await measureAlarm(alarm, from, { nowMs: atMs, isFiring });
    const change = changeByLook(alarm, measured, {
      before: {
        standing,
        told: measured.events === undefined ? [] : await state.alarmSpans(alarm.name),
        snoozedUntilMs: (await snoozes()).get(alarm.name),
      },
      config: config(),
      nowMs: atMs,
    });
    if (change !== undefined) {
      await state.changeAlarm(change);
      for (const { kind } of change.messages) {
        const kinds = toldMessages.get(alarm.name) ?? new Map<string, number>();
        toldMessages.set(alarm.name, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
        log.info({ alarm: alarm.name, kind, snoozed: change.isSnoozed }, "alarm");
      }
    }
    looks.set(alarm, { atMs, measurement: measured.measurement, error: undefined });
  };

  const isDue = (alarm: AlarmConfig): boolean => {
    const looked = looks.get(alarm);
    if (looked === undefined || looked.error !== undefined) return true;
    return nowMs() - looked.atMs >= measuredEveryMs(alarm);
  };

  const lookAtAll = oneAtATime(async () => {
    const { alarms } = config();
    const standings = standingsByName(await state.alarmStandings());
    const names = alarms.map(({ name }) => name);
    if ([...standings.keys()].some((name) => !names.includes(name))) await state.keepAlarms(names);
    const from = { ...facts, budgets: readOnce(facts.budgets) };
    for (const alarm of alarms.filter(isDue)) {
      if (stop.signal.aborted) return;
      try {
        await look(alarm, standings.get(alarm.name), from);
      } catch (error) {
        log.error({ err: error, alarm: alarm.name }, "an alarm could not be measured");
        const reason =
          error instanceof HeadgateError
            ? error.message
            : "It could not be measured; the log says why.";
        const measurement = looks.get(alarm)?.measurement;
        looks.set(alarm, { atMs: nowMs(), measurement, error: reason });
      }
    }
  });

  return {
    endedAttempts: deliverer.endedAttempts,
    toldMessages,
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
      const snoozed = await snoozes();
      return config().alarms.map((alarm) =>
        alarmStatus(alarm, {
          standing: standings.get(alarm.name),
          looked: looks.get(alarm),
          snoozedUntilMs: snoozed.get(alarm.name),
          deliveries: deliveries.filter((delivery) => delivery.alarm === alarm.name),
        }),
      );
    },
    history: async () => {
      const deliveries = grouped(await state.deliveries(), ({ id }) => messageOf(id));
      const events = await state.alarmEvents();
      return events.map((event) => ({
        ...event,
        deliveries: [...(deliveries.get(event.id) ?? [])],
      }));
    },
    test: async (name) => {
      const alarm = alarmNamed(name);
      const message = alarmMessage({
        id: randomUUID(),
        kind: "test",
        alarm,
        sinceMs: undefined,
        measurement: looks.get(alarm)?.measurement,
        consoleUrl: consoleUrlOf(config()),
      });
      return tests.testAlarm(alarm, alarmNotice(message));
    },
    testNotifier: tests.testNotifier,
    snooze: async (name, hours) => {
      const untilMs = hours === 0 ? undefined : nowMs() + hours * HOUR_MS;
      await state.snoozeAlarm(alarmNamed(name).name, untilMs);
      return untilMs;
    },
    close: async () => {
      stop.abort();
      await Promise.allSettled([lookAtAll.underWay(), deliverer.underWay()]);
    },
  };
}

/** The message of a delivery's id. */
const messageOf = (deliveryId: string): string => deliveryId.slice(0, deliveryId.lastIndexOf("/"));

const standingsByName = (standings: readonly AlarmStanding[]): ReadonlyMap<string, AlarmStanding> =>
  new Map(standings.map((standing) => [standing.alarm, standing]));

/** How budgets stand with all of their accounts, for all alarms of one look: each is read once and not by every alarm. */
function readOnce({ standings }: AlarmFacts["budgets"]): AlarmFacts["budgets"] {
  let reading: ReturnType<typeof standings> | undefined;
  return {
    standings: () => {
      reading ??= standings({ mostAccounts: Number.POSITIVE_INFINITY });
      return reading;
    },
  };
}
