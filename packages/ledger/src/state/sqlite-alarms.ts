import type { AlarmDelivery } from "@headgate/contract";
import { type Kysely, sql } from "kysely";
import {
  type AlarmTable,
  type DeliveryTable,
  deliveryOfRow,
  standingOfRow,
  waitingOfRow,
} from "./alarm-rows.ts";
import {
  type AlarmStanding,
  type AlarmStore,
  type DeliveryAttempt,
  KEPT_DELIVERIES,
  type WaitingDelivery,
} from "./alarms.ts";

export type AlarmTables = { alarm_standings: AlarmTable; alarm_deliveries: DeliveryTable };

type Database = Kysely<AlarmTables>;

/** The statements behind the store of alarms; who calls them sees to transactions. */

export async function readStandings(database: Database): Promise<readonly AlarmStanding[]> {
  const rows = await database.selectFrom("alarm_standings").selectAll().orderBy("alarm").execute();
  return rows.map(standingOfRow);
}

export async function writeChange(
  transaction: Database,
  [standing, told]: Parameters<AlarmStore["changeAlarm"]>,
): Promise<void> {
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
  if (told === undefined || told.notifiers.length === 0) return;
  const { message, notifiers } = told;
  await transaction
    .insertInto("alarm_deliveries")
    .values(
      notifiers.map((notifier) => ({
        id: `${message.id}/${notifier}`,
        alarm: standing.alarm,
        notifier,
        kind: message.kind,
        message: JSON.stringify(message),
        state: "waiting",
        created_at_ms: standing.toldAtMs,
        attempts: 0,
        next_attempt_at_ms: standing.toldAtMs,
        delivered_at_ms: null,
        last_error: null,
      })),
    )
    .execute();
}

export async function dropOtherAlarms(
  transaction: Database,
  names: readonly string[],
): Promise<void> {
  // An empty list: SQLite reads "not in ()" as true.
  await transaction.deleteFrom("alarm_standings").where("alarm", "not in", names).execute();
  await transaction.deleteFrom("alarm_deliveries").where("alarm", "not in", names).execute();
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
