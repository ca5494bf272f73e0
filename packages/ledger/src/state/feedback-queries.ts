import { type Kysely, sql } from "kysely";
import {
  FEEDBACK_KEPT_MS,
  type FeedbackOfKey,
  type FeedbackRecord,
  type FeedbackStore,
  type RatedCall,
} from "./feedback.ts";

/** What was said of a call as a row of `feedback`. */
export type FeedbackTable = {
  call_id: string;
  key_id: string;
  given_by: string;
  policy: string;
  model: string;
  fingerprint: string;
  quality: number;
  at_ms: number;
};
type Database = Kysely<{ feedback: FeedbackTable }>;

const DAY_MS = 86_400_000;

/** Within a transaction that holds the write lock: what is counted and what is written are one step. */
export async function keepFeedback(
  database: Database,
  record: FeedbackRecord,
  mostPerDay: number,
): Promise<"kept" | "given_before" | "too_much"> {
  if ((await readFeedback(database, record.callId)) !== undefined) return "given_before";
  const dayMs = Math.floor(record.atMs / DAY_MS) * DAY_MS;
  const { given } = await database
    .selectFrom("feedback")
    .select((build) => build.fn.countAll<number>().as("given"))
    .where("key_id", "=", record.keyId)
    .where("at_ms", ">=", dayMs)
    .where("at_ms", "<", dayMs + DAY_MS)
    .executeTakeFirstOrThrow();
  if (given >= mostPerDay) return "too_much";
  await database
    .insertInto("feedback")
    .values({
      call_id: record.callId,
      key_id: record.keyId,
      given_by: record.by,
      policy: record.policy,
      model: record.model,
      fingerprint: record.fingerprint,
      quality: record.quality,
      at_ms: record.atMs,
    })
    .execute();
  await database
    .deleteFrom("feedback")
    .where("at_ms", "<", record.atMs - FEEDBACK_KEPT_MS)
    .execute();
  return "kept";
}

/** @throws when the row is damaged */
export async function readFeedback(
  database: Database,
  callId: string,
): Promise<FeedbackRecord | undefined> {
  const row = await database
    .selectFrom("feedback")
    .selectAll()
    .where("call_id", "=", callId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { given_by: by } = row;
  if (by !== "key" && by !== "administrator") throw new TypeError(`nobody is called "${by}"`);
  return {
    callId: row.call_id,
    keyId: row.key_id,
    by,
    policy: row.policy,
    model: row.model,
    fingerprint: row.fingerprint,
    quality: row.quality,
    atMs: row.at_ms,
  };
}

export async function readFeedbackBetween(
  database: Database,
  { fromMs, toMs, limit }: Parameters<FeedbackStore["feedbackBetween"]>[0],
): Promise<readonly RatedCall[]> {
  const rows = await database
    .selectFrom("feedback")
    .select(["call_id", "quality"])
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs)
    .orderBy("at_ms", "desc")
    .orderBy("call_id")
    .limit(limit)
    .execute();
  return rows.map(({ call_id: callId, quality }) => ({ callId, quality }));
}

export async function readFeedbackByKey(database: Database): Promise<readonly FeedbackOfKey[]> {
  const rows = await database
    .selectFrom("feedback")
    .select([
      "key_id",
      sql<number>`count(*)`.as("calls"),
      sql<number>`avg(quality)`.as("mean_quality"),
      sql<number>`max(at_ms)`.as("last_at_ms"),
    ])
    .groupBy("key_id")
    .orderBy("calls", "desc")
    .orderBy("key_id")
    .execute();
  return rows.map((row) => ({
    keyId: row.key_id,
    calls: row.calls,
    meanQuality: row.mean_quality,
    lastAtMs: row.last_at_ms,
  }));
}
