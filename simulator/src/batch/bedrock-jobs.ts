import { bedrockError, invalidRequest } from "../bedrock/errors.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { type Answer, type JsonAnswer, RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import type { StoredBatch } from "./batch-store.ts";
import { bodyObject } from "./body-object.ts";
import { lostOr } from "./lost-create.ts";
import { askedOf, limitIn, pageOf } from "./page.ts";
import {
  doneBy,
  type LineOutcome,
  type LineReader,
  linesOf,
  readLines,
  runBatch,
} from "./run-batch.ts";
import { objectText, putObject } from "./s3.ts";

const DAY_MS = 86_400_000;
const TOKEN = /^[a-zA-Z0-9]{1,256}(?:-*[a-zA-Z0-9]){0,256}$/;
const NAME = /^[a-zA-Z0-9]{1,63}(?:-*[a-zA-Z0-9+.-]){0,63}$/;

/** POST /model-invocation-job: asked twice with the same token, it is made once. */
export function answerJobCreation(request: SimulatedRequest): Answer {
  const { batchStore: store, ids, nowMs } = request;
  const asked = bodyObject(request);
  if (asked === undefined) throw invalidRequest("The body is no JSON object.");
  const { clientRequestToken: token, jobName, roleArn, modelId } = asked;
  if (typeof jobName !== "string" || !NAME.test(jobName))
    throw invalidRequest("jobName is not a name.");
  if (typeof roleArn !== "string" || typeof modelId !== "string") {
    throw invalidRequest("roleArn and modelId are required.");
  }
  if (token !== undefined && (typeof token !== "string" || !TOKEN.test(token))) {
    throw invalidRequest("clientRequestToken is not a token.");
  }
  const input = placeIn(asked, "inputDataConfig", "s3InputDataConfig");
  if (
    input === undefined ||
    placeIn(asked, "outputDataConfig", "s3OutputDataConfig") === undefined
  ) {
    throw invalidRequest("inputDataConfig and outputDataConfig name no place in S3.");
  }
  const earlier = jobsOf(request).find(
    (job) => token !== undefined && askedOf(job).clientRequestToken === token,
  );
  if (earlier !== undefined) return json({ jobArn: earlier.id });
  const number = store.nextNumber();
  const batch: StoredBatch = {
    id: `arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/${ids.letters(number, 12).toLowerCase()}`,
    provider: "bedrock",
    number,
    createdAtMs: nowMs,
    asked: JSON.stringify(asked),
    input,
  };
  store.batches.set(batch.id, batch);
  store.save();
  return lostOr(request, number, json({ jobArn: batch.id }), "bedrock");
}

/** GET /model-invocation-jobs */
export function answerJobList(request: SimulatedRequest): Answer {
  const asked = new URLSearchParams(request.query);
  const part = asked.get("nameContains");
  const all = jobsOf(request).filter(
    (job) => part === null || String(askedOf(job).jobName).includes(part),
  );
  const page = pageOf(all, {
    limit: limitIn(asked, "maxResults", 100, 1000),
    after: asked.get("nextToken"),
  });
  const last = page.items.at(-1)?.id;
  return json({
    invocationJobSummaries: page.items.map((job) => settled(request, job)),
    ...(page.hasMore && last !== undefined && { nextToken: last }),
  });
}

/** GET /model-invocation-job/{jobIdentifier} */
export const answerJob = (request: SimulatedRequest): Answer =>
  json(settled(request, jobNamed(request)));

/** POST /model-invocation-job/{jobIdentifier}/stop */
export function answerJobStop(request: SimulatedRequest): Answer {
  const job = jobNamed(request);
  settled(request, job);
  if (job.end !== undefined) {
    throw new RefusedRequest(
      bedrockError(409, "ConflictException", `The job is ${job.end.state} and cannot be stopped.`),
    );
  }
  job.cancelledAtMs ??= request.nowMs;
  request.batchStore.save();
  return json({});
}

const jobsOf = ({ batchStore }: SimulatedRequest): readonly StoredBatch[] =>
  [...batchStore.batches.values()].filter(({ provider }) => provider === "bedrock");

function jobNamed(request: SimulatedRequest): StoredBatch {
  const { pathName = "" } = request;
  const job = jobsOf(request).find(({ id }) => id === pathName || id.endsWith(`/${pathName}`));
  if (job !== undefined) return job;
  throw new RefusedRequest(
    bedrockError(404, "ResourceNotFoundException", "The provided job identifier is not valid."),
  );
}

function settled(request: SimulatedRequest, job: StoredBatch): JsonObject {
  if (job.end !== undefined) return jobObject(request, job, job.end.counts.total);
  const asked = askedOf(job);
  const lines = readLines(objectText(request.batchStore, job.input) ?? "");
  const wrong = whyNot(request, lines);
  if (wrong !== undefined || "wrongLine" in lines) {
    const counts = { total: 0, succeeded: 0, failed: 0, expired: 0, cancelled: 0 };
    job.end = { state: "failed", atMs: request.nowMs, counts, files: {}, message: wrong ?? "" };
    request.batchStore.save();
    return jobObject(request, job, 0);
  }
  const model = encodeURIComponent(String(asked.modelId));
  const operation = asked.modelInvocationType === "Converse" ? "converse" : "invoke";
  const run = runBatch(request, job, lines, readLineFor(`/model/${model}/${operation}`));
  if (run === undefined) return jobObject(request, job, lines.length);
  const folder = placeIn(asked, "outputDataConfig", "s3OutputDataConfig") ?? "";
  const jobId = job.id.slice(job.id.lastIndexOf("/") + 1);
  const base = `${folder.replace(/\/$/, "")}/${jobId}/`;
  const file = job.input.slice(job.input.lastIndexOf("/") + 1);
  const ran = run.outcomes.filter(({ answer }) => typeof answer === "object");
  if (ran.length > 0) {
    putObject(request.batchStore, `${base}${file}.out`, linesOf(ran, resultLine));
  }
  const manifest = {
    totalRecordCount: lines.length,
    processedRecordCount: ran.length,
    successRecordCount: run.counts.succeeded,
    errorRecordCount: run.counts.failed,
  };
  putObject(request.batchStore, `${base}manifest.json.out`, JSON.stringify(manifest));
  job.end = { state: run.state, atMs: run.atMs, counts: run.counts, files: {} };
  request.batchStore.save();
  return jobObject(request, job, lines.length);
}

/** Bedrock looks at the records after it has taken the job. */
function whyNot(
  { batchOptions }: SimulatedRequest,
  lines: ReturnType<typeof readLines>,
): string | undefined {
  if ("wrongLine" in lines) return `Record ${lines.wrongLine} is not a JSON object.`;
  const { leastRecords } = batchOptions;
  return lines.length >= Math.max(1, leastRecords)
    ? undefined
    : `The job has ${lines.length} records, and the minimum is ${leastRecords}.`;
}

const readLineFor =
  (path: string): LineReader =>
  (line) => ({
    customId: String(line.recordId),
    path,
    body: isJsonObject(line.modelInput) ? line.modelInput : {},
  });

function resultLine({ customId, line, answer }: LineOutcome): JsonObject {
  const record = { recordId: customId, modelInput: line.modelInput };
  if (typeof answer !== "object") return record;
  if (answer.status === 200) return { ...record, modelOutput: answer.body };
  return { ...record, error: { errorCode: answer.status, errorMessage: answer.body.message } };
}

const statuses = { ended: "Completed", failed: "Failed", expired: "Expired", cancelled: "Stopped" };

function jobObject(
  { batchOptions, nowMs }: SimulatedRequest,
  job: StoredBatch,
  lines: number,
): JsonObject {
  const { end } = job;
  const asked = askedOf(job);
  const going = job.cancelledAtMs === undefined ? "InProgress" : "Stopping";
  const counts = end?.counts;
  const done = doneBy(job, lines, batchOptions.durationMs, nowMs);
  return {
    jobArn: job.id,
    jobName: asked.jobName,
    modelId: asked.modelId,
    roleArn: asked.roleArn,
    clientRequestToken: asked.clientRequestToken,
    modelInvocationType: asked.modelInvocationType,
    status: end === undefined ? going : statuses[end.state],
    message: end?.message,
    submitTime: new Date(job.createdAtMs).toISOString(),
    lastModifiedTime: new Date(end?.atMs ?? job.createdAtMs).toISOString(),
    endTime: end === undefined ? undefined : new Date(end.atMs).toISOString(),
    jobExpirationTime: new Date(job.createdAtMs + DAY_MS).toISOString(),
    inputDataConfig: asked.inputDataConfig,
    outputDataConfig: asked.outputDataConfig,
    timeoutDurationInHours: asked.timeoutDurationInHours,
    totalRecordCount: lines,
    processedRecordCount: counts === undefined ? done : counts.succeeded + counts.failed,
    successRecordCount: counts?.succeeded ?? done,
    errorRecordCount: counts?.failed ?? 0,
  };
}

/** `bucket/key` of the place in S3 that the request names. */
function placeIn(asked: JsonObject, outer: string, inner: string): string | undefined {
  const config = asked[outer];
  const place = isJsonObject(config) ? config[inner] : undefined;
  const uri = isJsonObject(place) ? place.s3Uri : undefined;
  return typeof uri === "string" && uri.startsWith("s3://") ? uri.slice("s3://".length) : undefined;
}

const json = (body: unknown): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify(body),
});
