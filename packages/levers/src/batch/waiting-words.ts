import { type Attribution, attributionFields } from "@headgate/contract";

/** Words by which people name work that nobody waits for. */
const words: ReadonlySet<string> = new Set([
  ...["batch", "batches", "nightly", "night", "overnight", "hourly", "daily", "weekly", "monthly"],
  ...["cron", "scheduled", "offline", "async", "background", "backfill", "etl", "pipeline"],
  ...["job", "jobs", "worker", "workers", "queue", "ingest", "ingestion", "indexing", "indexer"],
  ...["eval", "evals", "evaluation", "evaluations", "benchmark", "regression", "labelling"],
  ...["labeling", "annotation", "enrichment", "digest", "report", "reports", "migration"],
]);

/** `feature=nightly-summaries`: the first label that names work which can wait; undefined where none does. */
export function waitingLabel(attribution: Attribution): string | undefined {
  for (const field of attributionFields) {
    const value = attribution[field];
    // Who calls and for whom says nothing of what for.
    if (value === undefined || field === "user" || field === "session" || field === "customer") {
      continue;
    }
    const parts = value.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u);
    if (parts.some((part) => words.has(part.toLowerCase()))) return `${field}=${value}`;
  }
  return undefined;
}
