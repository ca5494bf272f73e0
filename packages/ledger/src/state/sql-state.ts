import {
  type AlarmDelivery,
  type AlarmEvent,
  HeadgateError,
  type KeySnapshot,
  type VirtualKey,
} from "@headgate/contract";
import { type Kysely, sql } from "kysely";
import {
  type AlarmTables,
  dropOtherAlarms,
  readDeliveries,
  readDue,
  readEvents,
  readSnoozes,
  readSpans,
  readStandings,
  writeAttempt,
  writeChange,
  writeSnooze,
} from "./alarm-queries.ts";
import type {
  AlarmChange,
  AlarmSpan,
  AlarmStanding,
  DeliveryAttempt,
  WaitingDelivery,
} from "./alarms.ts";
import type { Connection } from "./connection.ts";
import type { FeedbackOfKey, FeedbackRecord, FeedbackStore, RatedCall } from "./feedback.ts";
import {
  type FeedbackTable,
  keepFeedback,
  readFeedback,
  readFeedbackBetween,
  readFeedbackByKey,
} from "./feedback-queries.ts";
import { type KeyTable, keyOfRow, rowOfKey } from "./key-row.ts";
import { writeKeySnapshot } from "./key-snapshot-file.ts";
import { newVirtualKey } from "./new-virtual-key.ts";
import { dropOtherPulls, type PullTable, readPulls, writePull } from "./pull-queries.ts";
import type { PullStanding } from "./pulls.ts";
import type { ReceivedCounts } from "./received.ts";
import { addReceived, type ReceivedTable, readReceived } from "./received-queries.ts";
import {
  type RecommendationTables,
  readRecommendations,
  writeRecommendationStep,
} from "./recommendation-queries.ts";
import type { FollowedRecommendation, RecommendationStore } from "./recommendations.ts";
import { stateUnusable } from "./state-unusable.ts";
import type { NewKey, StateStore } from "./store.ts";

type PullTables = { pull_standings: PullTable; received_counts: ReceivedTable };
type FeedbackTables = { feedback: FeedbackTable };
/** All tables of the small state. */
export type Tables = {
  virtual_keys: KeyTable;
  meta: { name: string; value: number };
} & AlarmTables &
  FeedbackTables &
  PullTables &
  RecommendationTables;

/** The small state in a database of SQL. Each change of keys raises their version in the same transaction. */
export class SqlState implements StateStore {
  readonly #connection: Connection<Tables>;

  constructor(connection: Connection<Tables>) {
    this.#connection = connection;
  }

  createKey(input: NewKey): Promise<Readonly<{ key: VirtualKey; secret: string }>> {
    return this.#guarded(async () => {
      const created = newVirtualKey(input);
      await this.#connection.changing(async (transaction) => {
        await transaction.insertInto("virtual_keys").values(rowOfKey(created.key)).execute();
        await raiseKeysVersion(transaction);
      });
      return created;
    });
  }

  listKeys(): Promise<readonly VirtualKey[]> {
    return this.#guarded(async () => {
      const rows = await this.#connection.database
        .selectFrom("virtual_keys")
        .selectAll()
        .orderBy("position")
        .execute();
      return rows.map(keyOfRow);
    });
  }

  revokeKey(id: string, nowMs: number): Promise<VirtualKey> {
    return this.#guarded(() =>
      this.#connection.changing(async (transaction) => {
        const row = await transaction
          .selectFrom("virtual_keys")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirst();
        if (row === undefined) throw new HeadgateError("not_found", `key ${id}`);
        if (row.revoked_at_ms !== null) return keyOfRow(row);
        await transaction
          .updateTable("virtual_keys")
          .set({ revoked_at_ms: nowMs })
          .where("id", "=", id)
          .execute();
        await raiseKeysVersion(transaction);
        return keyOfRow({ ...row, revoked_at_ms: nowMs });
      }),
    );
  }

  keysVersion(): Promise<number> {
    return this.#guarded(() => readKeysVersion(this.#connection.database));
  }

  keySnapshot(): Promise<KeySnapshot> {
    return this.#guarded(() => this.#connection.seeing(readSnapshot));
  }

  publishKeys(file: string): Promise<void> {
    // Held over the rename, so that publications come in the order of their versions.
    return this.#guarded(() =>
      this.#connection.publishing(file, async (transaction) => {
        await writeKeySnapshot(file, await readSnapshot(transaction));
      }),
    );
  }

  alarmStandings(): Promise<readonly AlarmStanding[]> {
    return this.#guarded(() => readStandings(this.#alarms()));
  }

  changeAlarm(change: AlarmChange): Promise<void> {
    return this.#changing((transaction) => writeChange(alarmsOf(transaction), change));
  }

  alarmSpans(alarm: string): Promise<readonly AlarmSpan[]> {
    return this.#guarded(() => readSpans(this.#alarms(), alarm));
  }

  alarmSnoozes(): Promise<ReadonlyMap<string, number>> {
    return this.#guarded(() => readSnoozes(this.#alarms()));
  }

  snoozeAlarm(alarm: string, untilMs: number | undefined): Promise<void> {
    return this.#changing((transaction) => writeSnooze(alarmsOf(transaction), alarm, untilMs));
  }

  alarmEvents(): Promise<readonly AlarmEvent[]> {
    return this.#guarded(() => readEvents(this.#alarms()));
  }

  keepAlarms(names: readonly string[]): Promise<void> {
    return this.#changing((transaction) => dropOtherAlarms(alarmsOf(transaction), names));
  }

  dueDeliveries(nowMs: number, limit: number): Promise<readonly WaitingDelivery[]> {
    return this.#guarded(() => readDue(this.#alarms(), nowMs, limit));
  }

  recordDelivery(id: string, attempt: DeliveryAttempt): Promise<void> {
    return this.#changing((transaction) => writeAttempt(alarmsOf(transaction), id, attempt));
  }

  deliveries(): Promise<readonly AlarmDelivery[]> {
    return this.#guarded(() => readDeliveries(this.#alarms()));
  }

  pullStandings(): Promise<readonly PullStanding[]> {
    return this.#guarded(() => readPulls(pullsOf(this.#connection.database)));
  }

  savePull(standing: PullStanding): Promise<void> {
    return this.#changing((transaction) => writePull(pullsOf(transaction), standing));
  }

  keepPulls(names: readonly string[]): Promise<void> {
    return this.#changing((transaction) => dropOtherPulls(pullsOf(transaction), names));
  }

  addReceived(counts: readonly ReceivedCounts[]): Promise<void> {
    return this.#changing((transaction) => addReceived(pullsOf(transaction), counts));
  }

  received(): Promise<readonly ReceivedCounts[]> {
    return this.#guarded(() => readReceived(pullsOf(this.#connection.database)));
  }

  followedRecommendations(): Promise<readonly FollowedRecommendation[]> {
    return this.#guarded(() => readRecommendations(recommendationsOf(this.#connection.database)));
  }

  addRecommendationStep(
    added: Parameters<RecommendationStore["addRecommendationStep"]>[0],
  ): Promise<boolean> {
    return this.#changing((transaction) =>
      writeRecommendationStep(recommendationsOf(transaction), added),
    );
  }

  keepFeedback(
    record: FeedbackRecord,
    mostPerDay: number,
  ): Promise<"kept" | "given_before" | "too_much"> {
    return this.#changing((transaction) =>
      keepFeedback(feedbackOf(transaction), record, mostPerDay),
    );
  }

  feedbackOn(callId: string): Promise<FeedbackRecord | undefined> {
    return this.#guarded(() => readFeedback(feedbackOf(this.#connection.database), callId));
  }

  feedbackBetween(
    range: Parameters<FeedbackStore["feedbackBetween"]>[0],
  ): Promise<readonly RatedCall[]> {
    return this.#guarded(() => readFeedbackBetween(feedbackOf(this.#connection.database), range));
  }

  feedbackByKey(): Promise<readonly FeedbackOfKey[]> {
    return this.#guarded(() => readFeedbackByKey(feedbackOf(this.#connection.database)));
  }

  close(): Promise<void> {
    return this.#guarded(() => this.#connection.close());
  }

  /** The same database, for statements that know its tables of alarms alone. */
  #alarms(): Kysely<AlarmTables> {
    return alarmsOf(this.#connection.database);
  }

  #changing<Result>(work: (transaction: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    return this.#guarded(() => this.#connection.changing(work));
  }

  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw stateUnusable(this.#connection.place, this.#connection.reasonOf(error), error);
    }
  }
}

async function raiseKeysVersion(transaction: Kysely<Tables>): Promise<void> {
  await transaction
    .updateTable("meta")
    .set({ value: sql`value + 1` })
    .where("name", "=", "keys_version")
    .execute();
}

async function readKeysVersion(database: Kysely<Tables>): Promise<number> {
  const { value } = await database
    .selectFrom("meta")
    .select("value")
    .where("name", "=", "keys_version")
    .executeTakeFirstOrThrow();
  return value;
}

async function readSnapshot(transaction: Kysely<Tables>): Promise<KeySnapshot> {
  const version = await readKeysVersion(transaction);
  const rows = await transaction
    .selectFrom("virtual_keys")
    .selectAll()
    .where("revoked_at_ms", "is", null)
    .orderBy("position")
    .execute();
  return { version, keys: rows.map(keyOfRow) };
}

const alarmsOf = (database: Kysely<Tables>): Kysely<AlarmTables> =>
  database as unknown as Kysely<AlarmTables>;

const recommendationsOf = (database: Kysely<Tables>): Kysely<RecommendationTables> =>
  database as unknown as Kysely<RecommendationTables>;

const pullsOf = (database: Kysely<Tables>): Kysely<PullTables> =>
  database as unknown as Kysely<PullTables>;

const feedbackOf = (database: Kysely<Tables>): Kysely<FeedbackTables> =>
  database as unknown as Kysely<FeedbackTables>;
