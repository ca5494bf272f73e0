import {
  type ImportBatchRequest,
  importBatchResponse,
  importSummarySchema,
  importUnderWay,
} from "@headgate/contract";
import type { ImportedRecords, ImportSink } from "@headgate/sources";
import type { ManagementApi } from "../management/management-api.ts";

/** Well below the 4 MiB that the management API takes. */
const BATCH_BYTES = 2 * 1024 * 1024;
/** Finishing compares all that was sent with all that is there. */
const FINISH_TIMEOUT_MS = 15 * 60_000;

type Kind = Exclude<keyof ImportBatchRequest, "sequence">;

/** Sends an import to a running Headgate, which prices, labels and keeps it. */
export function createHttpSink(api: ManagementApi): ImportSink {
  let path: string | undefined;
  let sequence = 0;
  const under = (): string => {
    if (path === undefined) throw new Error("The import has not begun.");
    return path;
  };
  return {
    begin: async ({ named, restating }) => {
      const { id } = await api.post("/api/imports", { named, restating }, importUnderWay);
      path = `/api/imports/${encodeURIComponent(id)}`;
      sequence = 0;
    },
    add: async (records) => {
      for (const batch of batchesOf(records)) {
        await api.post(`${under()}/batches`, { sequence, ...batch }, importBatchResponse);
        sequence += 1;
      }
    },
    finish: (ending) =>
      api.post(`${under()}/finish`, ending, importSummarySchema, { timeoutMs: FINISH_TIMEOUT_MS }),
    abandon: async () => {
      if (path !== undefined) await api.delete(path, importUnderWay);
    },
  };
}

/** Records in batches of at most 2 MiB of JSON, in their order. */
function* batchesOf(records: ImportedRecords): Iterable<Partial<Record<Kind, unknown[]>>> {
  const kinds: readonly (readonly [Kind, readonly unknown[]])[] = [
    ["attempts", records.attempts],
    ["bill_lines", records.billLines],
    ["usage_totals", records.usageTotals],
    ["gauges", records.gauges],
    ["outcomes", records.outcomes ?? []],
  ];
  let batch: Partial<Record<Kind, unknown[]>> = {};
  let bytes = 0;
  for (const [kind, list] of kinds) {
    for (const record of list) {
      const size = Buffer.byteLength(JSON.stringify(record)) + 1;
      if (bytes > 0 && bytes + size > BATCH_BYTES) {
        yield batch;
        batch = {};
        bytes = 0;
      }
      const members = batch[kind] ?? [];
      members.push(record);
      batch[kind] = members;
      bytes += size;
    }
  }
  if (bytes > 0) yield batch;
}
