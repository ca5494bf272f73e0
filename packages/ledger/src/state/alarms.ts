import type { AlarmDelivery, AlarmEvent, AlarmMessage, AlarmState } from "@headgate/contract";

/** How an alarm stands, since when, and when somebody was last told of it. */
export type AlarmStanding = Readonly<{
  alarm: string;
  state: AlarmState;
  sinceMs: number;
  /** 0 where nobody was told of it yet. */
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

/** What an event is of: calls with one value of a dimension; of bills the dimension's name says that it is of theirs. */
export type AlarmSlice = Readonly<{ dimension: string; value: string }>;

/** A span of time that an alarm has told of in a slice of spend, so that it is not told again. */
export type AlarmSpan = Readonly<{
  direction: "above" | "below";
  /** Null where the event was of all calls; `not_kept` of spans from before slices were kept with them. */
  slice: AlarmSlice | null | "not_kept";
  startMs: number;
  endMs: number;
}>;

/** What one look at an alarm changes: all of it, or nothing. */
export type AlarmChange = Readonly<{
  atMs: number;
  standing: AlarmStanding;
  /** What happened, oldest first. Each is kept as an event and queued to each notifier. */
  messages: readonly AlarmMessage[];
  /** Nobody when the alarm is snoozed. */
  notifiers: readonly string[];
  isSnoozed: boolean;
  /** Takes the place of all spans of the alarm; absent where they stay. */
  spans?: readonly AlarmSpan[];
}>;

/** How many ended deliveries of an alarm are kept to be shown. */
export const KEPT_DELIVERIES = 100;
/** How many events of an alarm are kept to be shown. */
export const KEPT_EVENTS = 50;

/** How alarms stand, and the messages about them. */
export interface AlarmStore {
  /** Those that were judged at least once, by name. */
  alarmStandings(): Promise<readonly AlarmStanding[]>;
  /** Keeps what changed. A delivery's id is the message's, a slash, and the notifier's name. */
  changeAlarm(change: AlarmChange): Promise<void>;
  /** What an alarm has told of. */
  alarmSpans(alarm: string): Promise<readonly AlarmSpan[]>;
  /** Until when alarms tell nobody, by name; those in the past too. */
  alarmSnoozes(): Promise<ReadonlyMap<string, number>>;
  /** Until then the alarm tells nobody; undefined wakes it. */
  snoozeAlarm(alarm: string, untilMs: number | undefined): Promise<void>;
  /** Forgets how alarms of other names stand, and all about them, waiting messages too. */
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
  /** The last {@link KEPT_EVENTS} of each alarm, newest first. */
  alarmEvents(): Promise<readonly AlarmEvent[]>;
}
