import { HeadgateError } from "@headgate/contract";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import type { BatchStanding } from "./batch-api.ts";
import { countOrAbsent } from "./count-or-absent.ts";

/** `status` of a batch (`Batch` of https://www.npmjs.com/package/openai 6.49.0, read 2026-11-29). */
const states: Readonly<Record<string, BatchStanding["state"]>> = {
  validating: "in_progress",
  in_progress: "in_progress",
  finalizing: "in_progress",
  cancelling: "in_progress",
  completed: "ended",
  failed: "failed",
  expired: "expired",
  cancelled: "cancelled",
};

/**
 * A queue that is full is told by a batch that fails: "Enqueued token limit reached for … Please try again once some
 * in_progress batches have been completed." (https://github.com/openai/openai-python/issues/2084 of 2025-02-04; of Azure
 * https://learn.microsoft.com/en-us/answers/questions/2285577 of 2025-06-19; both read 2026-11-30).
 */
const QUEUE_FULL = "token_limit_exceeded";

export function readOpenaiStanding(batch: JsonObject, markerName: string): BatchStanding {
  const id = textOrAbsent(batch.id);
  const status = textOrAbsent(batch.status);
  const state = status !== undefined && Object.hasOwn(states, status) ? states[status] : undefined;
  const createdAtMs = Number(batch.created_at) * 1000;
  if (id === undefined || state === undefined || !Number.isFinite(createdAtMs)) {
    throw new HeadgateError(
      "batch_answer_unusable",
      `A batch with the status ${status} is not known.`,
    );
  }
  const counts = objectOrAbsent(batch.request_counts);
  const errors = listOrEmpty(objectOrAbsent(batch.errors)?.data).filter(isJsonObject);
  return {
    id,
    marker: textOrAbsent(objectOrAbsent(batch.metadata)?.[markerName]),
    createdAtMs,
    state,
    counts: {
      ...countOrAbsent("total", counts?.total),
      ...countOrAbsent("succeeded", counts?.completed),
      ...countOrAbsent("failed", counts?.failed),
    },
    reason: reasonOf(errors),
    ...(state === "failed" &&
      errors.length > 0 &&
      errors.every(({ code }) => code === QUEUE_FULL) && { isPassing: true }),
    raw: batch,
  };
}

/** A whole file may be refused line by line; the first lines tell why. */
function reasonOf(errors: readonly JsonObject[]): string | undefined {
  if (errors.length === 0) return undefined;
  const told = errors.slice(0, 3).map(({ code, message, line }) => {
    const place = typeof line === "number" ? ` (line ${line})` : "";
    return `${[code, message].filter((part) => typeof part === "string").join(": ")}${place}`;
  });
  const more = errors.length > 3 ? `; and ${errors.length - 3} more` : "";
  return told.join("; ") + more;
}
