import { HeadgateError } from "@headgate/contract";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import type { BatchStanding } from "./batch-api.ts";
import { countOrAbsent } from "./count-or-absent.ts";

/** The parts of `request_counts`, which add up to all requests of the batch. */
const parts = ["processing", "succeeded", "errored", "canceled", "expired"] as const;

/** `MessageBatch` of https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-29. */
export function readAnthropicStanding(batch: JsonObject): BatchStanding {
  const id = textOrAbsent(batch.id);
  const createdAtMs = Date.parse(String(batch.created_at));
  const status = batch.processing_status;
  const isKnown = status === "ended" || status === "in_progress" || status === "canceling";
  if (id === undefined || Number.isNaN(createdAtMs) || !isKnown) {
    throw new HeadgateError(
      "batch_answer_unusable",
      `A batch with the status ${String(status)} is not known.`,
    );
  }
  const counts = objectOrAbsent(batch.request_counts);
  const numbers = parts.map((part) => counts?.[part]);
  const total = numbers.every((number) => typeof number === "number")
    ? numbers.reduce((sum, number) => sum + number, 0)
    : undefined;
  return {
    id,
    marker: undefined,
    createdAtMs,
    state: status === "ended" ? endOf(batch, counts) : "in_progress",
    counts: {
      ...countOrAbsent("total", total),
      ...countOrAbsent("succeeded", counts?.succeeded),
      ...countOrAbsent("failed", counts?.errored),
    },
    reason: undefined,
    raw: batch,
  };
}

function endOf(batch: JsonObject, counts: JsonObject | undefined): BatchStanding["state"] {
  if (typeof batch.cancel_initiated_at === "string") return "cancelled";
  return typeof counts?.expired === "number" && counts.expired > 0 ? "expired" : "ended";
}
