import { basename } from "node:path";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "@headgate/providers";
import { fileTimeMs } from "../batch/file-time.ts";
import { type LineFacts, readBatchFile } from "../batch/read-batch-file.ts";
import { headObjects } from "../detect/read-head.ts";
import { contentId, rowIds } from "../row/row-ids.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";

const types: ReadonlySet<unknown> = new Set(["succeeded", "errored", "canceled", "expired"]);

/**
 * Results of Anthropic's message batches: `{custom_id, result: {type, message | error}}`
 * (`MessageBatchIndividualResponse` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read
 * 2026-11-25). Only what succeeded is billed.
 */
export const anthropicBatch: Source = {
  name: "anthropic_batch",
  title: "Results of Anthropic's message batches",
  detect: ({ head }) =>
    headObjects(head).some(
      (line) => typeof line.custom_id === "string" && types.has(objectOrAbsent(line.result)?.type),
    )
      ? "certain"
      : undefined,
  read,
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const name = basename(file.path).replace(/\.gz$/, "");
  yield* readBatchFile(file, context, {
    source: "anthropic_batch",
    lineFacts: (line, { text }) => lineFacts(line, contentId(name + text)),
    fileTimeMs: await fileTimeMs(file.path),
  });
}

/** @param ownId for a line without a message, whose custom id another batch may have too */
function lineFacts(line: JsonObject, ownId: string): LineFacts {
  const result = objectOrAbsent(line.result);
  const messageId = textOrAbsent(objectOrAbsent(result?.message)?.id);
  const outer = objectOrAbsent(result?.error);
  const errorCode =
    textOrAbsent(objectOrAbsent(outer?.error)?.type) ??
    textOrAbsent(outer?.type) ??
    textOrAbsent(result?.type);
  return {
    ...rowIds("anthropic_batch", messageId ?? ownId),
    provider: "anthropic",
    wire_format: "anthropic.messages",
    ...(messageId !== undefined && { response_id: messageId }),
    ...(errorCode !== undefined && { errorCode }),
    outcome: outcomeOf(result?.type),
  };
}

function outcomeOf(type: unknown): LineFacts["outcome"] {
  if (type === "expired") return "timed_out";
  return type === "canceled" ? "client_closed" : "provider_error";
}
