import type { AlarmDelivery, AlarmEvent } from "@headgate/contract";
import { type Kysely, sql } from "kysely";
import {
  type AlarmTable,
  type DeliveryTable,
  deliveryOfRow,
  type EventTable,
  eventOfRow,
  type SnoozeTable,
  type SpanTable,
  spanOfRow,
  standingOfRow,
  waitingOfRow,
} from "./alarm-rows.ts";
import {
  type AlarmChange,
  type AlarmSpan,
  type AlarmStanding,
  type DeliveryAttempt,
  KEPT_DELIVERIES,
  KEPT_EVENTS,
  type WaitingDelivery,
} from "./alarms.ts";
import { notAmong } from "./not-among.ts";

export type AlarmTables = {
  alarm_standings: AlarmTable;
  alarm_deliveries: DeliveryTable;
  alarm_events: EventTable;
  alarm_told_spans: SpanTable;
  alarm_snoozes: SnoozeTable;
};

type Database = Kysely<AlarmTables>;

/** The statements behind the store of alarms; who calls them sees to transactions. */

export async function readStandings(database: Database): Promise<readonly AlarmStanding[]> {
  const rows = await database.selectFrom("alarm_standings").selectAll().orderBy("alarm").execute();
  return rows.map(standingOfRow);
}

export async function writeChange(transaction: Database, change: AlarmChange): Promise<void> {
  const { standing, spans } = change;
  const values = {
    state: standing.state,
    since_ms: standing.sinceMs,
    told_at_ms: standing.toldAtMs,
  };
  await transaction
    .insertInto("alarm_standings")
    .values({ alarm: standing.alarm, ...values })
    .onConflict((conflict) => conflict.column("alarm").doUpdateSet(values))
    .execute();
  if (spans !== undefined) await writeSpans(transaction, standing.alarm, spans);
  if (change.messages.length > 0) await writeMessages(transaction, change);
}

async function writeSpans(
  transaction: Database,
  alarm: string,
  spans: readonly AlarmSpan[],
): Promise<void> {
  await transaction.deleteFrom("alarm_told_spans").where("alarm", "=", alarm).execute();
  const rows = spans.map(({ direction, slice, startMs, endMs }) => ({
    alarm,
    direction,
    slice: slice === "not_kept" ? null : JSON.stringify(slice),
    start_ms: startMs,
    end_ms: endMs,
  }));
  for (const piece of inPieces(rows)) {
    await transaction.insertInto("alarm_told_spans").values(piece).execute();
  }
}

/** A statement of SQLite takes 32,766 parameters, and a row of alarms has up to eleven. */
const ROWS_AT_ONCE = 1_000;

const inPieces = <Row>(rows: readonly Row[]): readonly (readonly Row[])[] =>
  Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, piece) =>
    rows.slice(piece * ROWS_AT_ONCE, (piece + 1) * ROWS_AT_ONCE),
  );

async function writeMessages(
  transaction: Database,
  { standing: { alarm }, messages, notifiers, isSnoozed, atMs }: AlarmChange,
): Promise<void> {
  const events = messages.map(({ id, kind, text, link }) => ({
    id,
    alarm,
    kind,
    at_ms: atMs,
    text,
    link,
    snoozed: isSnoozed ? 1 : 0,
  }));
  for (const piece of inPieces(events)) {
    await transaction.insertInto("alarm_events").values(piece).execute();
  }
  await transaction
    .deleteFrom("alarm_events")
    .where("alarm", "=", alarm)
    .where(
      "position",
      "not in",
      sql<number>`(
        select position from alarm_events
        where alarm = ${alarm} order by position desc limit ${KEPT_EVENTS})`,
    )
    .execute();
  const deliveries = messages.flatMap((message) =>
    notifiers.map((notifier) => ({
      id: `${message.id}/${notifier}`,
      alarm,
      notifier,
      kind: message.kind,
      message: JSON.stringify(message),
      state: "waiting",
      created_at_ms: atMs,
      attempts: 0,
      next_attempt_at_ms: atMs,
      delivered_at_ms: null,
      last_error: null,
    })),
  );
  for (const piece of inPieces(deliveries)) {
    await transaction.insertInto("alarm_deliveries").values(piece).execute();
  }
}

export async function readSpans(database: Database, alarm: string): Promise<readonly AlarmSpan[]> {
  const rows = await database
    .selectFrom("alarm_told_spans")
    .selectAll()
    .where("alarm", "=", alarm)
    .orderBy("start_ms")
    .orderBy("position")
    .execute();
  return rows.map(spanOfRow);
}

export async function readSnoozes(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.selectFrom("alarm_snoozes").selectAll().execute();
  return new Map(rows.map(({ alarm, until_ms }) => [alarm, until_ms]));
}

export async function writeSnooze(
  transaction: Database,
  alarm: string,
  untilMs: number | undefined,
): Promise<void> {
  await transaction.deleteFrom("alarm_snoozes").where("alarm", "=", alarm).execute();
  if (untilMs === undefined) return;
  await transaction.insertInto("alarm_snoozes").values({ alarm, until_ms: untilMs }).execute();
}

export async function readEvents(database: Database): Promise<readonly AlarmEvent[]> {
  const rows = await database
    .selectFrom("alarm_events")
    .selectAll()
    .orderBy("position", "desc")
    .execute();
  return rows.map(eventOfRow);
}

export async function dropOtherAlarms(
  transaction: Database,
  names: readonly string[],
): Promise<void> {
  for (const table of [
    "alarm_standings",
    "alarm_deliveries",
    "alarm_events",
    "alarm_told_spans",
    "alarm_snoozes",
  ] as const) {
    await transaction.deleteFrom(table).where(notAmong("alarm", names)).execute();
  }
}

export async function readDue(
  database: Database,
  nowMs: number,
  limit: number,
): Promise<readonly WaitingDelivery[]> {
  const rows = await database
    .selectFrom("alarm_deliveries as due")
    .selectAll("due")
    .where("due.state", "=", "waiting")
    .where("due.next_attempt_at_ms", "<=", nowMs)
    .where(
      sql<boolean>`not exists (
        select 1 from alarm_deliveries as earlier
        where earlier.alarm = due.alarm and earlier.notifier = due.notifier
          and earlier.state = 'waiting' and earlier.position < due.position)`,
    )
    .orderBy("due.position")
    .limit(limit)
    .execute();
  return rows.map(waitingOfRow);
}

export async function writeAttempt(
  transaction: Database,
  id: string,
  attempt: DeliveryAttempt,
): Promise<void> {
  const row = await transaction
    .updateTable("alarm_deliveries")
    .set({ ...changeOf(attempt), attempts: sql<number>`attempts + 1` })
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .returning("alarm")
    .executeTakeFirst();
  if (row === undefined || attempt.kind === "failed") return;
  await transaction
    .deleteFrom("alarm_deliveries")
    .where("alarm", "=", row.alarm)
    .where("state", "!=", "waiting")
    .where(
      "position",
      "not in",
      sql<number>`(
        select position from alarm_deliveries
        where alarm = ${row.alarm} and state != 'waiting'
        order by position desc limit ${KEPT_DELIVERIES})`,
    )
    .execute();
}

function changeOf(attempt: DeliveryAttempt) {
  switch (attempt.kind) {
    case "delivered":
      return {
        state: "delivered",
        delivered_at_ms: attempt.atMs,
        next_attempt_at_ms: null,
        last_error: null,
      };
    case "failed":
      return { next_attempt_at_ms: attempt.nextAttemptAtMs, last_error: attempt.error };
    case "given_up":
      return { state: "given_up", next_attempt_at_ms: null, last_error: attempt.error };
    default:
      return attempt satisfies never;
  }
}

export async function readDeliveries(database: Database): Promise<readonly AlarmDelivery[]> {
  const rows = await database
    .selectFrom("alarm_deliveries")
    .selectAll()
    .orderBy("position", "desc")
    .execute();
  return rows.map(deliveryOfRow);
}
