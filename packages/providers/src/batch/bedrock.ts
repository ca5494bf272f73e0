import { type BedrockBatchConfig, HeadgateError } from "@headgate/contract";
import { below, readS3Place, type S3Place, s3Path, s3Uri } from "../bedrock/s3-address.ts";
import { isJsonObject, listOrEmpty, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import { askDone, askFile, askJson, askRemoved } from "./batch-answer.ts";
import type { BatchApi, BatchLimits, BatchSend, BatchStanding } from "./batch-api.ts";
import { bodyOf, measureBody } from "./batch-body.ts";
import { type BatchDeps, isSettled } from "./batch-deps.ts";
import { bedrockResultsOf } from "./bedrock-results.ts";
import { readBedrockStanding } from "./bedrock-standing.ts";
import { tellApart } from "./tell-apart.ts";

const HOUR_MS = 3_600_000;
/** The shortest that Bedrock takes (`timeoutDurationInHours`, at least 24). */
const WINDOW_HOURS = 24;
const MAX_PAGES = 100;
/** Output of a job: a folder named as the job, in it a file a file of input, and a summary. */
const OUTPUT_SUFFIX = ".jsonl.out";
const MANIFEST = "manifest.json.out";

/**
 * Bedrock's batch inference: a file of requests in S3, a job over it, a file of answers in S3
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-data.md,
 * https://docs.aws.amazon.com/us_en/bedrock/latest/userguide/batch-inference-results.html and
 * https://docs.aws.amazon.com/goto/WebAPI/bedrock-2023-04-20/CreateModelInvocationJob, read 2026-11-29).
 *
 * The marker is the job's name, its token and the file's name: a job that is asked for twice is made once.
 */
export function bedrockBatchApi(config: BedrockBatchConfig, { send, nowMs }: BatchDeps): BatchApi {
  // A file of 1 GB by https://www.agenticants.ai/docs/batch-inference/provider-limits, read 2026-11-29.
  const limits: BatchLimits = {
    requests: config.most_records,
    bytes: 1_000_000_000,
    leastRequests: config.least_records,
    windowMs: WINDOW_HOURS * HOUR_MS,
  };
  const input = folderOf(config.input);
  const output = folderOf(config.output);
  const standing = async (id: string): Promise<BatchStanding> =>
    readBedrockStanding(await askJson(send, control("GET", jobPath(id))));

  return {
    limits,
    standing,
    async submit(lines, { marker, model, endpoint }) {
      const shape = {
        head: "",
        line: ({ customId, body }: Readonly<{ customId: string; body: unknown }>) =>
          `${JSON.stringify({ recordId: customId, modelInput: body })}\n`,
        between: "",
        tail: "",
      };
      const measured = await measureBody(lines, shape, limits, marker);
      const file = below(input, `${marker}.jsonl`);
      await putFile(send, file, bodyOf(lines, shape, measured), measured.contentLength);
      const job = {
        clientRequestToken: marker,
        jobName: marker,
        modelId: model,
        modelInvocationType: endpoint.endsWith("/converse") ? "Converse" : "InvokeModel",
        roleArn: config.role_arn,
        inputDataConfig: { s3InputDataConfig: { s3Uri: s3Uri(file), s3InputFormat: "JSONL" } },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: `${s3Uri(output).replace(/\/$/, "")}/` } },
        timeoutDurationInHours: WINDOW_HOURS,
      };
      const createdAtMs = nowMs();
      const made = await askJson(
        send,
        control("POST", "/model-invocation-job", Buffer.from(JSON.stringify(job))),
        "creates",
      );
      const id = textOrAbsent(made.jobArn);
      if (id === undefined) throw new HeadgateError("batch_unknown", "The answer names no job.");
      // What was asked for, in the words of the job's own description; the rest comes with the next look.
      const raw = { ...job, jobArn: id };
      return { id, marker, createdAtMs, state: "in_progress", counts: {}, reason: undefined, raw };
    },
    async find(marker, { sinceMs }) {
      let token: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const next = token === undefined ? "" : `&nextToken=${encodeURIComponent(token)}`;
        const path = `/model-invocation-jobs?maxResults=100&nameContains=${encodeURIComponent(marker)}${next}`;
        const list = await askJson(send, control("GET", path));
        const jobs = listOrEmpty(list.invocationJobSummaries).filter(isJsonObject);
        const found = jobs.find(({ jobName }) => jobName === marker);
        if (found !== undefined) return readBedrockStanding(found);
        token = textOrAbsent(list.nextToken);
        if (token === undefined) return isSettled(sinceMs, nowMs()) ? undefined : "unsure";
      }
      return "unsure";
    },
    async *results(of, expected) {
      const { answers } = filesOf(of, input, output);
      const { succeeded, failed } = of.counts;
      // A job that was stopped or ran out before its first answer leaves no file.
      const hasNone = of.state === "failed" || (succeeded === 0 && failed === 0);
      const file = hasNone ? undefined : await openFile(send, answers);
      const mayHaveNone = hasNone || (of.state !== "ended" && succeeded === undefined);
      if (file === undefined && !mayHaveNone) {
        throw new HeadgateError("batch_refused", `${s3Uri(answers)} is not there.`);
      }
      yield* tellApart(bedrockResultsOf(file ?? nothing()), of.state, expected);
    },
    async cancel(id) {
      try {
        await askDone(send, control("POST", `${jobPath(id)}/stop`, Buffer.alloc(0)));
      } catch (error) {
        if ((await standing(id)).state === "in_progress") throw error;
      }
    },
    async discard(of) {
      for (const place of Object.values(filesOf(of, input, output))) {
        await askRemoved(send, s3("DELETE", place));
      }
    },
  };
}

async function* nothing(): AsyncGenerator<Buffer> {
  // A file without lines.
}

/**
 * By their names, so that nobody needs to be allowed to list a bucket. Only where the configuration leads: a
 * job of another bucket is not read.
 */
function filesOf(
  { id, marker, raw }: BatchStanding,
  input: S3Place,
  output: S3Place,
): Readonly<{ requests: S3Place; answers: S3Place; manifest: S3Place }> {
  const job = objectOrAbsent(raw);
  const from = objectOrAbsent(objectOrAbsent(job?.inputDataConfig)?.s3InputDataConfig)?.s3Uri;
  const to = objectOrAbsent(objectOrAbsent(job?.outputDataConfig)?.s3OutputDataConfig)?.s3Uri;
  const requests = readS3Place(from) ?? below(input, `${marker}.jsonl`);
  const folder = below(readS3Place(to) ?? output, `${id.slice(id.lastIndexOf("/") + 1)}/`);
  if (requests.bucket !== input.bucket || folder.bucket !== output.bucket) {
    throw new HeadgateError(
      "batch_refused",
      `The job ${id} works in other buckets than batch names.`,
    );
  }
  const name = requests.key.slice(requests.key.lastIndexOf("/") + 1).replace(/\.jsonl$/, "");
  return {
    requests,
    answers: below(folder, name + OUTPUT_SUFFIX),
    manifest: below(folder, MANIFEST),
  };
}

/** Nothing is made yet while the file is put: all that fails here may be tried again. */
async function putFile(
  send: BatchSend,
  place: S3Place,
  body: AsyncIterable<Buffer>,
  contentLength: number,
): Promise<void> {
  const headers = { "content-type": "application/jsonl" };
  await askDone(send, { ...s3("PUT", place), headers, body, contentLength });
}

const openFile = (send: BatchSend, place: S3Place) => askFile(send, s3("GET", place));

function folderOf(uri: string): S3Place {
  const place = readS3Place(uri);
  if (place === undefined) throw new HeadgateError("config_invalid", `${uri} is no place in S3.`);
  return place;
}

const jobPath = (arn: string): string => `/model-invocation-job/${encodeURIComponent(arn)}`;

const s3 = (method: "GET" | "PUT" | "DELETE", place: S3Place) =>
  ({ method, path: s3Path(place), service: "s3", bucket: place.bucket, headers: {} }) as const;

const control = (method: "GET" | "POST", path: string, body?: Buffer) =>
  ({
    method,
    path,
    service: "bedrock-control",
    headers: body === undefined ? {} : { "content-type": "application/json" },
    ...(body !== undefined && { body }),
  }) as const;
