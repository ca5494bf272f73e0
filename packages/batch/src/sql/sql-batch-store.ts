import type { LedgerRow } from "@headgate/contract";
import { batchUnavailable } from "../batch-unavailable.ts";
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
  readFileIds,
  readFiles,
  readOpenClientBatches,
} from "./client-objects.ts";
import { fillRealTime } from "./fill-real-time.ts";
import {
  countOpenIn,
  makeRoomlessUrgent,
  makeUrgent,
  readLines,
  takeUpAsked,
  takeUrgent,
} from "./item-moves.ts";
import { admit, countItems, readBodies, readItem, readItems, readResults } from "./items.ts";
import {
  changeBatch,
  loseBatch,
  openBatch,
  readBatch,
  readBatches,
  readDueBatches,
  readGroups,
  readLatestBatches,
} from "./provider-batches.ts";
import {
  addRows,
  forgetRowTexts,
  readEndedCopies,
  readLateCopies,
  readWaitingRows,
  settleAll,
} from "./settle-items.ts";
import { forgetEnded, readStanding } from "./standing.ts";
import { noteWebhookTry, readDueWebhooks, readFailingWebhooks, readWebhook } from "./webhooks.ts";
import type { Runner, Work } from "./work.ts";

/** What a caller gets: the same function, answered later. */
type Asked<Name extends keyof BatchStore> = ReturnType<BatchStore[Name]>;
type Given<Name extends keyof BatchStore> = Parameters<BatchStore[Name]>;

/** The store in a database of SQL. Each call is one short transaction. */
export class SqlBatchStore implements BatchStore {
  readonly #runner: Runner;
  readonly #place: string;
  readonly #reasonOf: (error: unknown) => string;

  /** @param place where it is, for people; `reasonOf` says what went wrong there */
  constructor(runner: Runner, place: string, reasonOf: (error: unknown) => string) {
    this.#runner = runner;
    this.#place = place;
    this.#reasonOf = reasonOf;
  }

  admit(...[items, sinceMs]: Given<"admit">): Asked<"admit"> {
    return this.#change(() => admit(items, sinceMs));
  }
  item(...[id, keyId]: Given<"item">): Asked<"item"> {
    return this.#read(() => readItem(id, keyId));
  }
  items(...[filter, page]: Given<"items">): Asked<"items"> {
    return this.#read(() => readItems(filter, page));
  }
  counts(clientBatchId: string): Asked<"counts"> {
    return this.#read(() => countItems(clientBatchId));
  }
  bodies(ids: readonly string[]): Asked<"bodies"> {
    return this.#read(() => readBodies(ids));
  }
  results(ids: readonly string[]): Asked<"results"> {
    return this.#read(() => readResults(ids));
  }
  cancel(...[keyId, which, atMs]: Given<"cancel">): Asked<"cancel"> {
    return this.#change(() => cancelItems(keyId, which, atMs));
  }

  cancelledHolds(limit: number): Asked<"cancelledHolds"> {
    return this.#read(() => readCancelledHolds(limit));
  }
  holdsGivenBack(ids: readonly string[]): Asked<"holdsGivenBack"> {
    return this.#change(() => forgetCancelledHolds(ids));
  }

  groups(): Asked<"groups"> {
    return this.#read(readGroups);
  }
  openBatch(...[batch]: Given<"openBatch">): Asked<"openBatch"> {
    return this.#change(() => openBatch(batch));
  }
  providerBatch(marker: string): Asked<"providerBatch"> {
    return this.#read(() => readBatch(marker));
  }
  dueBatches(...[nowMs, limit]: Given<"dueBatches">): Asked<"dueBatches"> {
    return this.#read(() => readDueBatches(nowMs, limit));
  }
  latestBatches(...[target, limit]: Given<"latestBatches">): Asked<"latestBatches"> {
    return this.#read(() => readLatestBatches(target, limit));
  }
  providerBatches(...[page]: Given<"providerBatches">): Asked<"providerBatches"> {
    return this.#read(() => readBatches(page));
  }
  changeBatch(...[marker, change]: Given<"changeBatch">): Asked<"changeBatch"> {
    return this.#change(() => changeBatch(marker, change));
  }
  loseBatch(...given: Given<"loseBatch">): Asked<"loseBatch"> {
    return this.#change(() => loseBatch(...given));
  }
  lines(...[marker, lines]: Given<"lines">): Asked<"lines"> {
    return this.#read(() => readLines(marker, lines));
  }
  openIn(...[marker, byMs]: Given<"openIn">): Asked<"openIn"> {
    return this.#read(() => countOpenIn(marker, byMs));
  }

  takeUrgent(...[nowMs, limit]: Given<"takeUrgent">): Asked<"takeUrgent"> {
    return this.#change(() => takeUrgent(nowMs, limit));
  }
  takeUpAsked(underWay: readonly string[]): Asked<"takeUpAsked"> {
    return this.#change(() => takeUpAsked(underWay));
  }
  makeUrgent(...[target, reason, nowMs]: Given<"makeUrgent">): Asked<"makeUrgent"> {
    return this.#change(() => makeUrgent(target, reason, nowMs));
  }
  makeRoomlessUrgent(
    ...[target, reason, times]: Given<"makeRoomlessUrgent">
  ): Asked<"makeRoomlessUrgent"> {
    return this.#change(() => makeRoomlessUrgent(target, reason, times));
  }
  fillRealTime(...[about]: Given<"fillRealTime">): Asked<"fillRealTime"> {
    return this.#change(() => fillRealTime(about));
  }
  lateCopies(...[nowMs, limit]: Given<"lateCopies">): Asked<"lateCopies"> {
    return this.#read(() => readLateCopies(nowMs, limit));
  }
  endedCopies(limit: number): Asked<"endedCopies"> {
    return this.#change(() => readEndedCopies(limit));
  }
  settle(settlements: readonly Settlement[]): Asked<"settle"> {
    return this.#change(() => settleAll(settlements));
  }
  addRows(rows: readonly LedgerRow[]): Asked<"addRows"> {
    return this.#change(() => addRows(rows));
  }
  waitingRows(limit: number): Asked<"waitingRows"> {
    return this.#read(() => readWaitingRows(limit));
  }
  rowsWritten(positions: readonly number[]): Asked<"rowsWritten"> {
    return this.#change(() => forgetRowTexts(positions));
  }

  dueWebhooks(...[nowMs, limit]: Given<"dueWebhooks">): Asked<"dueWebhooks"> {
    return this.#read(() => readDueWebhooks(nowMs, limit));
  }
  webhook(...[id, keyId]: Given<"webhook">): Asked<"webhook"> {
    return this.#read(() => readWebhook(id, keyId));
  }
  failingWebhooks(limit: number): Asked<"failingWebhooks"> {
    return this.#read(() => readFailingWebhooks(limit));
  }
  webhookTried(...[id, came]: Given<"webhookTried">): Asked<"webhookTried"> {
    return this.#change(() => noteWebhookTry(id, came));
  }

  addClientBatch(...[batch]: Given<"addClientBatch">): Asked<"addClientBatch"> {
    return this.#change(() => addClientBatch(batch));
  }
  clientBatch(...[id, keyId]: Given<"clientBatch">): Asked<"clientBatch"> {
    return this.#read(() => readClientBatch(id, keyId));
  }
  clientBatches(...given: Given<"clientBatches">): Asked<"clientBatches"> {
    return this.#read(() => readClientBatches(...given));
  }
  openClientBatches(): Asked<"openClientBatches"> {
    return this.#read(readOpenClientBatches);
  }
  changeClientBatch(...given: Given<"changeClientBatch">): Asked<"changeClientBatch"> {
    return this.#change(() => changeClientBatch(...given));
  }
  deleteClientBatch(...[id, keyId]: Given<"deleteClientBatch">): Asked<"deleteClientBatch"> {
    return this.#change(() => deleteOwn("client_batches", id, keyId));
  }

  addFile(...[file]: Given<"addFile">): Asked<"addFile"> {
    return this.#change(() => addFile(file));
  }
  file(...[id, keyId]: Given<"file">): Asked<"file"> {
    return this.#read(() => readFile(id, keyId));
  }
  files(...given: Given<"files">): Asked<"files"> {
    return this.#read(() => readFiles(...given));
  }
  fileIds(): Asked<"fileIds"> {
    return this.#read(() => readFileIds());
  }
  deleteFile(...[id, keyId]: Given<"deleteFile">): Asked<"deleteFile"> {
    return this.#change(() => deleteOwn("files", id, keyId));
  }

  standing(): Asked<"standing"> {
    return this.#read(readStanding);
  }
  forget(...[beforeMs, nowMs]: Given<"forget">): Asked<"forget"> {
    return this.#change(() => forgetEnded(beforeMs, nowMs));
  }
  close(): Promise<void> {
    return this.#told(() => this.#runner.close());
  }

  #change<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#told(() => this.#runner.changing(work));
  }

  #read<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#told(() => this.#runner.reading(work));
  }

  async #told<Result>(asked: () => Promise<Result>): Promise<Result> {
    try {
      return await asked();
    } catch (error) {
      throw batchUnavailable(this.#place, this.#reasonOf(error), error);
    }
  }
}
