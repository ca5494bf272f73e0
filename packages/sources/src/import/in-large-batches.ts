import type { ImportedRecords, ImportSink } from "./import-sink.ts";
import { OneBehind } from "./one-behind.ts";
import { RecordBatch } from "./record-batch.ts";

/** Enough for what a batch costs on its way to weigh nothing. */
const MOST_RECORDS = 2_000;

/** For a sink to which each batch is a request of its own: records are gathered, and sent while the next ones are read. */
export function inLargeBatches(sink: ImportSink): ImportSink {
  let batch = new RecordBatch();
  let sending = new OneBehind();
  const send = (): Promise<void> => {
    const records: ImportedRecords = batch;
    batch = new RecordBatch();
    return sending.begin(() => sink.add(records));
  };
  return {
    begin: (beginning) => {
      batch = new RecordBatch();
      sending = new OneBehind();
      return sink.begin(beginning);
    },
    add: async (records) => {
      batch.addAll(records);
      if (batch.size >= MOST_RECORDS) await send();
    },
    finish: async (ending) => {
      if (batch.size > 0) await send();
      await sending.ended();
      return sink.finish(ending);
    },
    abandon: async () => {
      // Nothing is on its way any more, whatever became of it.
      await Promise.allSettled([sending.ended()]);
      await sink.abandon();
    },
  };
}
