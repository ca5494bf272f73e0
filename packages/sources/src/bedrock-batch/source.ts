import { basename } from "node:path";
import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "@headgate/providers";
import { fileTimeMs } from "../batch/file-time.ts";
import { type LineFacts, readBatchFile } from "../batch/read-batch-file.ts";
import { headObjects } from "../detect/read-head.ts";
import { namedScope } from "../model/known-model.ts";
import { skipAt } from "../read/read-skip.ts";
import { contentId, rowIds } from "../row/row-ids.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { type BatchJob, findJob, jobIdInPath } from "./job.ts";
import { besideItsResults } from "./manifest.ts";

/**
 * What Bedrock's batch inference writes: `<input>.jsonl.out` with a line a record
 * (`{recordId, modelInput, modelOutput | error}`), and `manifest.json.out`, whose counts are sums of the
 * same (https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html, read 2026-11-25).
 * The model and the time are the job's: they are read from its description
 * (`aws bedrock get-model-invocation-job`), where one lies beside the results.
 */
export const bedrockBatch: Source = {
  name: "bedrock_batch",
  title: "Results of Amazon Bedrock's batch inference",
  // The job's description may come later: then the calls have a model, a price and the job's time.
  restates: true,
  detect: ({ head }) =>
    headObjects(head).some((one) => kindOf(one) !== undefined) ? "certain" : undefined,
  read,
};

type Kind = "result" | "manifest" | "job";

function kindOf(one: JsonObject): Kind | undefined {
  if (typeof one.recordId === "string") {
    return one.modelOutput !== undefined || one.error !== undefined ? "result" : undefined;
  }
  if (typeof one.totalRecordCount === "number" && typeof one.processedRecordCount === "number") {
    return "manifest";
  }
  const isJob =
    Array.isArray(one.invocationJobSummaries) ||
    /:model-invocation-job\//.test(textOrAbsent(one.jobArn) ?? "");
  return isJob ? "job" : undefined;
}

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const kind = await kindOfFile(file);
  if (kind === "manifest") {
    const skip = skipAt("rollup", file.name, "A manifest adds up the records of its job.");
    const warning = await besideItsResults(file, context.signal);
    yield warning === undefined ? [skip] : [skip, { kind: "warning", warning, place: file.name }];
    return;
  }
  if (kind === "job") {
    yield [skipAt("not_a_call", file.name, "A job's description; it is read with its results.")];
    return;
  }
  const job = await findJob(file.path);
  // Not the description's id: a row is the same one before and after it is there.
  const fileId = [jobIdInPath(file.path) ?? "", basename(file.path).replace(/\.gz$/, "")] as const;
  yield* readBatchFile(file, context, {
    source: "bedrock_batch",
    lineFacts: (line, { text }) => lineFacts(line, { job, fileId, lineId: contentId(text) }),
    fileTimeMs: job?.endedAtMs === undefined ? await fileTimeMs(file.path) : undefined,
  });
}

async function kindOfFile(file: SourceFile): Promise<Kind | undefined> {
  try {
    for await (const chunk of file.open()) return headObjects(chunk).map(kindOf).find(Boolean);
  } catch {
    // Reading the lines meets the same, and says it with its place.
  }
  return undefined;
}

function lineFacts(
  line: JsonObject,
  known: { job: BatchJob | undefined; fileId: readonly string[]; lineId: string },
): LineFacts {
  const { job, fileId, lineId } = known;
  const output = objectOrAbsent(line.modelOutput);
  const error = objectOrAbsent(line.error)?.errorCode;
  const responseId = textOrAbsent(output?.id);
  const { modelId, endedAtMs, region, accountId } = job ?? {};
  const scope =
    modelId === undefined || endedAtMs === undefined
      ? undefined
      : namedScope("bedrock", modelId, endedAtMs);
  const isEmbedding = modelId?.includes("embed") === true || output?.embedding !== undefined;
  return {
    // A record's id is one in its job only, and a job without a description may have given it too.
    ...rowIds("bedrock_batch", ...fileId, textOrAbsent(line.recordId) ?? "", lineId),
    provider: "bedrock",
    wire_format: isConverse(output) ? "bedrock.converse" : "bedrock.invoke_model",
    operation: isEmbedding ? "embeddings" : "chat",
    ...(modelId !== undefined && { request_model: modelId }),
    ...(scope !== undefined && { scope }),
    ...(region !== undefined && { region }),
    ...(accountId !== undefined && { account_id: accountId }),
    ...(responseId !== undefined && { response_id: responseId }),
    ...(endedAtMs !== undefined && { startedAtMs: endedAtMs }),
    ...(typeof error === "number" && { status: error }),
    ...((typeof error === "number" || typeof error === "string") && { errorCode: String(error) }),
    outcome: "provider_error",
  };
}

const isConverse = (output: JsonObject | undefined): boolean =>
  isJsonObject(output?.output) && typeof output?.stopReason === "string";
