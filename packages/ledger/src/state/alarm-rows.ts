import {
  type AlarmDelivery,
  type AlarmEvent,
  alarmDeliverySchema,
  alarmEventSchema,
  alarmMessageSchema,
  alarmStates,
} from "@headgate/contract";
import type { Generated, Selectable } from "kysely";
import { z } from "zod";
import type { AlarmSpan, AlarmStanding, WaitingDelivery } from "./alarms.ts";

/** How an alarm stands as a row of `alarm_standings`. */
export type AlarmTable = {
  alarm: string;
  state: string;
  since_ms: number;
  told_at_ms: number;
};

/** A message to one notifier as a row of `alarm_deliveries`; the message is JSON. */
export type DeliveryTable = {
  position: Generated<number>;
  id: string;
  alarm: string;
  notifier: string;
  kind: string;
  message: string;
  state: string;
  created_at_ms: number;
  attempts: number;
  next_attempt_at_ms: number | null;
  delivered_at_ms: number | null;
  last_error: string | null;
};

/** Something that happened to an alarm as a row of `alarm_events`. */
export type EventTable = {
  position: Generated<number>;
  id: string;
  alarm: string;
  kind: string;
  at_ms: number;
  text: string;
  link: string | null;
  snoozed: number;
};

/** What an alarm has told of, as a row of `alarm_told_spans`; the slice is JSON, and null where it was not kept. */
export type SpanTable = {
  position: Generated<number>;
  alarm: string;
  direction: string;
  slice: string | null;
  start_ms: number;
  end_ms: number;
};

const sliceSchema = z.object({ dimension: z.string(), value: z.string() }).nullable();

export type SnoozeTable = { alarm: string; until_ms: number };

/** @throws when the row is damaged */
export function spanOfRow(row: Selectable<SpanTable>): AlarmSpan {
  const direction = (["above", "below"] as const).find((known) => known === row.direction);
  if (direction === undefined) throw new TypeError(`no direction "${row.direction}"`);
  return {
    direction,
    slice: row.slice === null ? "not_kept" : sliceSchema.parse(JSON.parse(row.slice)),
    startMs: row.start_ms,
    endMs: row.end_ms,
  };
}

/** @throws when the row is damaged */
export const eventOfRow = (row: Selectable<EventTable>): AlarmEvent =>
  alarmEventSchema.parse({
    id: row.id,
    alarm: row.alarm,
    kind: row.kind,
    at: momentText(row.at_ms),
    text: row.text,
    link: row.link,
    snoozed: row.snoozed === 1,
  });

/** @throws when the row is damaged */
export function standingOfRow(row: Selectable<AlarmTable>): AlarmStanding {
  const state = alarmStates.find((known) => known === row.state);
  if (state === undefined) throw new TypeError(`no alarm's state "${row.state}"`);
  return { alarm: row.alarm, state, sinceMs: row.since_ms, toldAtMs: row.told_at_ms };
}

/** @throws when the row is damaged */
export const waitingOfRow = (row: Selectable<DeliveryTable>): WaitingDelivery => ({
  id: row.id,
  alarm: row.alarm,
  notifier: row.notifier,
  message: alarmMessageSchema.parse(JSON.parse(row.message)),
  createdAtMs: row.created_at_ms,
  attempts: row.attempts,
});

/** @throws when the row is damaged */
export const deliveryOfRow = (row: Selectable<DeliveryTable>): AlarmDelivery =>
  alarmDeliverySchema.parse({
    id: row.id,
    alarm: row.alarm,
    notifier: row.notifier,
    kind: row.kind,
    state: row.state,
    created_at: momentText(row.created_at_ms),
    attempts: row.attempts,
    next_attempt_at: momentText(row.next_attempt_at_ms),
    delivered_at: momentText(row.delivered_at_ms),
    last_error: row.last_error,
  });

const momentText = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();
