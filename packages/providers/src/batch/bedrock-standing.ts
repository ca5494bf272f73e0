import { HeadgateError } from "@headgate/contract";
import { type JsonObject, textOrAbsent } from "../json-values.ts";
import type { BatchStanding } from "./batch-api.ts";
import { countOrAbsent } from "./count-or-absent.ts";

/** `ModelInvocationJobStatus` of https://www.npmjs.com/package/@aws-sdk/client-bedrock 3.1164.0, read 2026-11-29. */
const states: Readonly<Record<string, BatchStanding["state"]>> = {
  Submitted: "in_progress",
  Validating: "in_progress",
  Scheduled: "in_progress",
  InProgress: "in_progress",
  Stopping: "in_progress",
  Completed: "ended",
  PartiallyCompleted: "ended",
  Failed: "failed",
  Stopped: "cancelled",
  Expired: "expired",
};

/** A job as it is got or listed. */
export function readBedrockStanding(job: JsonObject): BatchStanding {
  const id = textOrAbsent(job.jobArn);
  const status = textOrAbsent(job.status);
  const state = status !== undefined && Object.hasOwn(states, status) ? states[status] : undefined;
  const createdAtMs = Date.parse(String(job.submitTime));
  if (id === undefined || state === undefined || Number.isNaN(createdAtMs)) {
    throw new HeadgateError(
      "batch_answer_unusable",
      `A job with the status ${status} is not known.`,
    );
  }
  return {
    id,
    marker: textOrAbsent(job.jobName),
    createdAtMs,
    state,
    counts: {
      ...countOrAbsent("total", job.totalRecordCount),
      ...countOrAbsent("succeeded", job.successRecordCount),
      ...countOrAbsent("failed", job.errorRecordCount),
    },
    reason: textOrAbsent(job.message),
    raw: job,
  };
}
