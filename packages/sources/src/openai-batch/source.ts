import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "@headgate/providers";
import { fileTimeMs } from "../batch/file-time.ts";
import { type LineFacts, readBatchFile } from "../batch/read-batch-file.ts";
import { headObjects } from "../detect/read-head.ts";
import type { JsonRecord } from "../read/json-record.ts";
import { contentId, rowIds } from "../row/row-ids.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";

/**
 * Output and error files of OpenAI's batches, and of Azure OpenAI's, which are alike:
 * `{id, custom_id, response: {status_code, request_id, body}, error}` (`Batches` in
 * https://www.npmjs.com/package/openai 6.49.0, read 2026-11-25). The body states the tier `default`; that it
 * was a batch is known from the file alone.
 */
export const openaiBatch: Source = {
  name: "openai_batch",
  title: "Results of OpenAI's batches",
  detect: ({ head }) => (headObjects(head).some(isResult) ? "certain" : undefined),
  read,
};

const isResult = (line: JsonObject): boolean =>
  typeof line.custom_id === "string" &&
  (isJsonObject(line.response) || isJsonObject(line.error)) &&
  line.result === undefined &&
  line.method === undefined;

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  yield* readBatchFile(file, context, {
    source: "openai_batch",
    lineFacts,
    fileTimeMs: await fileTimeMs(file.path),
  });
}

function lineFacts(line: JsonObject, { text }: JsonRecord): LineFacts {
  const response = objectOrAbsent(line.response);
  const body = objectOrAbsent(response?.body);
  const error = objectOrAbsent(line.error) ?? objectOrAbsent(body?.error);
  const errorCode = textOrAbsent(error?.code) ?? textOrAbsent(error?.type);
  const startedAtMs = timeMsOf(body?.created ?? body?.created_at);
  const responseId = textOrAbsent(body?.id);
  const requestId = textOrAbsent(response?.request_id);
  const status = response?.status_code;
  const format = formatOf(body);
  return {
    ...rowIds("openai_batch", textOrAbsent(line.id) ?? contentId(text)),
    provider: isAzures(body) ? "azure" : "openai",
    ...(format !== undefined && { wire_format: format }),
    operation: format === "openai.embeddings" ? "embeddings" : "chat",
    ...(responseId !== undefined && { response_id: responseId }),
    ...(requestId !== undefined && { provider_request_id: requestId.slice(0, 200) }),
    ...(Number.isInteger(status) && { status: Number(status) }),
    ...(startedAtMs !== undefined && { startedAtMs }),
    ...(errorCode !== undefined && { errorCode }),
    outcome: outcomeOf(errorCode),
  };
}

/** What was done before a batch expired or was cancelled is billed; a line with such an error was not done. */
function outcomeOf(errorCode: string | undefined): LineFacts["outcome"] {
  if (errorCode === "batch_expired") return "timed_out";
  return errorCode === "batch_cancelled" ? "client_closed" : "provider_error";
}

function formatOf(body: JsonObject | undefined): LineFacts["wire_format"] {
  switch (body?.object) {
    case "chat.completion":
      return "openai.chat_completions";
    case "response":
      return "openai.responses";
    case "list":
      return "openai.embeddings";
    default:
      return undefined;
  }
}

/** Azure puts the results of its content filters into every answer. */
const isAzures = (body: JsonObject | undefined): boolean =>
  body?.prompt_filter_results !== undefined ||
  listOrEmpty(body?.choices).some(
    (choice) => isJsonObject(choice) && choice.content_filter_results !== undefined,
  );
