import { HeadgateError, type LedgerRow } from "@headgate/contract";
import type { BatchItem } from "../item.ts";
import type { BatchStore, Settlement } from "../store.ts";
import { cancelItems, forgetCancelledHolds, readCancelledHolds } from "./cancel-items.ts";
import {
  addClientBatch,
  addFile,
  changeClientBatch,
  deleteOwn,
  readClientBatch,
  readClientBatches,
  readFile,
  readFiles,
  readOpenClientBatches,
} from "./client-objects.ts";
import { type Connection, marks, slices } from "./connection.ts";
import { fillRealTime } from "./fill-real-time.ts";
import { type ItemRow, itemOf, OF_TARGET, valuesOfTarget } from "./item-row.ts";
import { admit, countItems, readBodies, readItem, readItems, readResults } from "./items.ts";
import {
  changeBatch,
  loseBatch,
  openBatch,
  readBatch,
  readBatches,
  readDueBatches,
  readGroups,
} from "./provider-batches.ts";
import {
  addRow,
  forgetRowTexts,
  readEndedCopies,
  readLateCopies,
  readWaitingRows,
  settleOne,
} from "./settle-items.ts";
import { forgetEnded, readStanding } from "./standing.ts";
import { noteWebhookTry, readDueWebhooks, readFailingWebhooks, readWebhook } from "./webhooks.ts";

/** What a caller gets: the same function, answered later. */
type Asked<Name extends keyof BatchStore> = ReturnType<BatchStore[Name]>;
type Given<Name extends keyof BatchStore> = Parameters<BatchStore[Name]>;

/** The store in one SQLite file. Each call is one short transaction. */
export class SqliteBatchStore implements BatchStore {
  readonly #connection: Connection;
  readonly #path: string;

  constructor(connection: Connection, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  admit(...[items, sinceMs]: Given<"admit">): Asked<"admit"> {
    return this.#do((connection) => admit(connection, items, sinceMs));
  }
  item(...[id, keyId]: Given<"item">): Asked<"item"> {
    return this.#do((connection) => readItem(connection, id, keyId));
  }
  items(...[filter, page]: Given<"items">): Asked<"items"> {
    return this.#do((connection) => readItems(connection, filter, page));
  }
  counts(clientBatchId: string): Asked<"counts"> {
    return this.#do((connection) => countItems(connection, clientBatchId));
  }
  bodies(ids: readonly string[]): Asked<"bodies"> {
    return this.#do((connection) => readBodies(connection, ids));
  }
  results(ids: readonly string[]): Asked<"results"> {
    return this.#do((connection) => readResults(connection, ids));
  }
  cancel(...[keyId, which, atMs]: Given<"cancel">): Asked<"cancel"> {
    return this.#do((connection) => cancelItems(connection, keyId, which, atMs));
  }

  cancelledHolds(limit: number): Asked<"cancelledHolds"> {
    return this.#do((connection) => readCancelledHolds(connection, limit));
  }
  holdsGivenBack(ids: readonly string[]): Asked<"holdsGivenBack"> {
    return this.#do((connection) => forgetCancelledHolds(connection, ids));
  }

  groups(): Asked<"groups"> {
    return this.#do(readGroups);
  }
  openBatch(...[batch]: Given<"openBatch">): Asked<"openBatch"> {
    return this.#do((connection) => openBatch(connection, batch));
  }
  providerBatch(marker: string): Asked<"providerBatch"> {
    return this.#do((connection) => readBatch(connection, marker));
  }
  dueBatches(...[nowMs, limit]: Given<"dueBatches">): Asked<"dueBatches"> {
    return this.#do((connection) => readDueBatches(connection, nowMs, limit));
  }
  providerBatches(...[page]: Given<"providerBatches">): Asked<"providerBatches"> {
    return this.#do((connection) => readBatches(connection, page));
  }
  changeBatch(...[marker, change]: Given<"changeBatch">): Asked<"changeBatch"> {
    return this.#do((connection) => changeBatch(connection, marker, change));
  }
  loseBatch(...given: Given<"loseBatch">): Asked<"loseBatch"> {
    return this.#do((connection) => loseBatch(connection, ...given));
  }
  lines(...[marker, lines]: Given<"lines">): Asked<"lines"> {
    return this.#do((connection) => {
      const found = new Map<number, BatchItem>();
      for (const slice of slices(lines)) {
        const rows = connection.all<ItemRow>(
          `select * from items where batch = ? and line in (${marks(slice)})`,
          ...[marker, ...slice],
        );
        for (const row of rows) if (row.line !== null) found.set(row.line, itemOf(row));
      }
      return found;
    });
  }
  openIn(...[marker, byMs]: Given<"openIn">): Asked<"openIn"> {
    return this.#do((connection) => {
      const found = connection.first<{ open: number; due: number }>(
        `select count(*) as open, count(*) filter (where real_time_at_ms <= ?) as due
         from items where batch = ? and state = 'batched'`,
        ...[byMs, marker],
      );
      if (found === undefined) throw new Error("a count has no row");
      return { open: found.open, due: found.due };
    });
  }

  takeUrgent(...[nowMs, limit]: Given<"takeUrgent">): Asked<"takeUrgent"> {
    return this.#do((connection) => {
      const urgent = connection.all<ItemRow>(
        `select * from items where state in ('waiting', 'batched') and real_time_at_ms <= ?
         order by real_time_at_ms limit ?`,
        ...[nowMs, limit],
      );
      for (const { id } of urgent) {
        connection.run(
          "update items set state = 'asking', attempts = attempts + 1 where id = ?",
          id,
        );
      }
      return urgent.map((row) => itemOf({ ...row, state: "asking", attempts: row.attempts + 1 }));
    });
  }
  takeUpAsked(): Asked<"takeUpAsked"> {
    return this.#do((connection) =>
      connection.run(
        `update items set state = 'waiting', real_time_at_ms = 0, reason = 'cut_off' where state = 'asking'`,
      ),
    );
  }
  makeUrgent(...[target, reason, nowMs]: Given<"makeUrgent">): Asked<"makeUrgent"> {
    return this.#do((connection) =>
      connection.run(
        `update items set real_time_at_ms = min(real_time_at_ms, ?), reason = ?
         where state = 'waiting' and ${OF_TARGET}`,
        ...[nowMs, reason, ...valuesOfTarget(target)],
      ),
    );
  }
  fillRealTime(...[about]: Given<"fillRealTime">): Asked<"fillRealTime"> {
    return this.#do((connection) => fillRealTime(connection, about));
  }
  lateCopies(...given: Given<"lateCopies">): Asked<"lateCopies"> {
    return this.#do((connection) => readLateCopies(connection, ...given));
  }
  endedCopies(limit: number): Asked<"endedCopies"> {
    return this.#do((connection) => readEndedCopies(connection, limit));
  }
  settle(settlements: readonly Settlement[]): Asked<"settle"> {
    return this.#do((connection) =>
      settlements.map((settlement) => settleOne(connection, settlement)),
    );
  }
  addRows(rows: readonly LedgerRow[]): Asked<"addRows"> {
    return this.#do((connection) => {
      for (const row of rows) addRow(connection, row, row.started_at_ms);
    });
  }
  waitingRows(limit: number): Asked<"waitingRows"> {
    return this.#do((connection) => readWaitingRows(connection, limit));
  }
  rowsWritten(positions: readonly number[]): Asked<"rowsWritten"> {
    return this.#do((connection) => forgetRowTexts(connection, positions));
  }

  dueWebhooks(...[nowMs, limit]: Given<"dueWebhooks">): Asked<"dueWebhooks"> {
    return this.#do((connection) => readDueWebhooks(connection, nowMs, limit));
  }
  webhook(...[id, keyId]: Given<"webhook">): Asked<"webhook"> {
    return this.#do((connection) => readWebhook(connection, id, keyId));
  }
  failingWebhooks(limit: number): Asked<"failingWebhooks"> {
    return this.#do((connection) => readFailingWebhooks(connection, limit));
  }
  webhookTried(...[id, came]: Given<"webhookTried">): Asked<"webhookTried"> {
    return this.#do((connection) => noteWebhookTry(connection, id, came));
  }

  addClientBatch(...[batch]: Given<"addClientBatch">): Asked<"addClientBatch"> {
    return this.#do((connection) => addClientBatch(connection, batch));
  }
  clientBatch(...[id, keyId]: Given<"clientBatch">): Asked<"clientBatch"> {
    return this.#do((connection) => readClientBatch(connection, id, keyId));
  }
  clientBatches(...given: Given<"clientBatches">): Asked<"clientBatches"> {
    return this.#do((connection) => readClientBatches(connection, ...given));
  }
  openClientBatches(): Asked<"openClientBatches"> {
    return this.#do(readOpenClientBatches);
  }
  changeClientBatch(...given: Given<"changeClientBatch">): Asked<"changeClientBatch"> {
    return this.#do((connection) => changeClientBatch(connection, ...given));
  }
  deleteClientBatch(...[id, keyId]: Given<"deleteClientBatch">): Asked<"deleteClientBatch"> {
    return this.#do((connection) => deleteOwn(connection, "client_batches", id, keyId));
  }

  addFile(...[file]: Given<"addFile">): Asked<"addFile"> {
    return this.#do((connection) => addFile(connection, file));
  }
  file(...[id, keyId]: Given<"file">): Asked<"file"> {
    return this.#do((connection) => readFile(connection, id, keyId));
  }
  files(...given: Given<"files">): Asked<"files"> {
    return this.#do((connection) => readFiles(connection, ...given));
  }
  deleteFile(...[id, keyId]: Given<"deleteFile">): Asked<"deleteFile"> {
    return this.#do((connection) => deleteOwn(connection, "files", id, keyId));
  }

  standing(): Asked<"standing"> {
    return this.#do(readStanding);
  }
  forget(...[beforeMs, nowMs]: Given<"forget">): Asked<"forget"> {
    return this.#do((connection) => forgetEnded(connection, beforeMs, nowMs));
  }
  async close(): Promise<void> {
    this.#connection.close();
  }

  async #do<Result>(work: (connection: Connection) => Result): Promise<Result> {
    try {
      return this.#connection.whole(() => work(this.#connection));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new HeadgateError(
        "batch_unavailable",
        `${this.#path}: ${reason}.`,
        {},
        { cause: error },
      );
    }
  }
}
