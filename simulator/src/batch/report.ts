import type { BatchStore, StoredBatch } from "./batch-store.ts";
import { askedOf } from "./page.ts";

/** What the stand-ins really made, restarts included: to be held against what a client believes. */
export type BatchReport = Readonly<{
  batches: readonly Readonly<{
    id: string;
    provider: StoredBatch["provider"];
    /** Metadata or name that the client gave it. */
    marker: string | undefined;
    /** Absent while nobody has seen its end. */
    state: string | undefined;
    succeeded: number | undefined;
    failed: number | undefined;
  }>[];
  /** Lines that were answered and billed, of all batches. */
  answered: number;
  /** Of these, lines whose body had been answered in another line before: paid for twice. */
  repeated: number;
  files: number;
  objects: number;
}>;

export function reportBatches(store: BatchStore): BatchReport {
  const all = [...store.batches.values()];
  const hashes = all.flatMap(({ id }) => store.text(answeredName(id))?.split("\n") ?? []);
  return {
    batches: all.map((batch) => ({
      id: batch.id,
      provider: batch.provider,
      marker: markerOf(batch),
      state: batch.end?.state,
      succeeded: batch.end?.counts.succeeded,
      failed: batch.end?.counts.failed,
    })),
    answered: hashes.length,
    repeated: hashes.length - new Set(hashes).size,
    files: store.files.size,
    objects: store.objects.size,
  };
}

/** Under this name the hashes of the bodies that a batch answered are kept. */
export const answeredName = (batchId: string): string => `answered ${batchId}`;

function markerOf(batch: StoredBatch): string | undefined {
  const { metadata, jobName } = askedOf(batch);
  if (typeof jobName === "string") return jobName;
  const [first]: unknown[] =
    typeof metadata === "object" && metadata !== null ? Object.values(metadata) : [];
  return typeof first === "string" ? first : undefined;
}
