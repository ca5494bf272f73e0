import type { AlarmDelivery, AlarmMessage, AlarmState } from "@headgate/contract";

/** How an alarm stands, since when, and when somebody was last told of it. */
export type AlarmStanding = Readonly<{
  alarm: string;
  state: AlarmState;
  sinceMs: number;
  toldAtMs: number;
}>;

/** A message on its way to one notifier. */
export type WaitingDelivery = Readonly<{
  id: string;
  alarm: string;
  notifier: string;
  message: AlarmMessage;
  createdAtMs: number;
  /** Attempts that failed. */
  attempts: number;
}>;

/** How an attempt at a delivery ended. */
export type DeliveryAttempt =
  | Readonly<{ kind: "delivered"; atMs: number }>
  | Readonly<{ kind: "failed"; error: string; nextAttemptAtMs: number }>
  | Readonly<{ kind: "given_up"; error: string }>;

/** How many ended deliveries of an alarm are kept to be shown. */
export const KEPT_DELIVERIES = 20;

/** How alarms stand, and the messages about them. */
export interface AlarmStore {
  /** Those that were judged at least once, by name. */
  alarmStandings(): Promise<readonly AlarmStanding[]>;
  /**
   * Keeps how an alarm stands and queues a message to each notifier, both or neither. A delivery's id is
   * the message's, a slash, and the notifier's name.
   */
  changeAlarm(
    standing: AlarmStanding,
    told: Readonly<{ message: AlarmMessage; notifiers: readonly string[] }> | undefined,
  ): Promise<void>;
  /** Forgets how alarms of other names stand, and their messages, waiting ones too. */
  keepAlarms(names: readonly string[]): Promise<void>;
  /**
   * Messages whose time has come, oldest first. One waits for those of its alarm before it to the same
   * notifier, so that an end is not told before its beginning.
   */
  dueDeliveries(nowMs: number, limit: number): Promise<readonly WaitingDelivery[]>;
  /** Writes down how an attempt ended; of a delivery that is gone or has ended already, nothing. */
  recordDelivery(id: string, attempt: DeliveryAttempt): Promise<void>;
  /** What waits and the last {@link KEPT_DELIVERIES} of each alarm that ended, newest first. */
  deliveries(): Promise<readonly AlarmDelivery[]>;
}
