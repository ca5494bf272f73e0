import { join } from "node:path";
import { answerTokens, type PricedCall, promptTokens } from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { AWS_ACCOUNT, AWS_REGION } from "./bedrock-invocation-log.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";

const HOUR_MS = 3_600_000;

/** A job under way: all that its manifest adds up. */
type Job = Readonly<{
  id: string;
  day: string;
  endedAtMs: number;
  modelId: string;
  file: LineFile;
}> & {
  records: number;
  inputTokens: number;
  outputTokens: number;
};

/**
 * What Bedrock's batch inference writes, a job a day: a folder of the job's name with `<input>.jsonl.out` and
 * `manifest.json.out`, which adds its records up; beside them the job's description, which alone names model and time.
 */
export function bedrockBatch(folder: string): CallWriter {
  const pathIn = (id: string, name: string): string => join(folder, "bedrock-batches", id, name);
  let job: Job | undefined;
  const close = async (): Promise<void> => {
    if (job === undefined) return;
    await job.file.close();
    for (const [name, content] of [
      ["manifest.json.out", manifestOf(job)],
      ["job.json", descriptionOf(job)],
    ] as const) {
      const file = new LineFile(pathIn(job.id, name));
      await file.line(JSON.stringify(content));
      await file.close();
    }
    job = undefined;
  };
  return {
    source: "bedrock_batch",
    async write(call) {
      if (job?.day !== call.day) {
        await close();
        // A job's id is twelve small letters and digits; the call's begins with as many.
        const id = call.id.slice(0, 12);
        const { atMs: endedAtMs, day } = call;
        const file = new LineFile(pathIn(id, `${inputName(day)}.out`));
        const counts = { records: 0, inputTokens: 0, outputTokens: 0 };
        job = { id, day, endedAtMs, modelId: call.route.sentModel, file, ...counts };
      }
      job.records += 1;
      job.inputTokens += promptTokens(call);
      job.outputTokens += answerTokens(call);
      await job.file.line(JSON.stringify(recordOf(call, job.records)));
    },
    close,
  };
}

const inputName = (day: string): string => `archive-${day}.jsonl`;

/** A record of Amazon's own models, whose answers have neither an id nor the model's name. */
function recordOf(call: PricedCall, number: number): unknown {
  const inputTokens = promptTokens(call);
  const outputTokens = answerTokens(call);
  return {
    recordId: `REC${String(number).padStart(8, "0")}`,
    modelInput: {
      schemaVersion: "messages-v1",
      messages: [{ role: "user", content: [{ text: `(${CONSTRUCTED})` }] }],
    },
    modelOutput: {
      output: { message: { role: "assistant", content: [{ text: `(${CONSTRUCTED})` }] } },
      stopReason: "end_turn",
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    },
  };
}

const manifestOf = ({ records, inputTokens, outputTokens }: Job): unknown => ({
  totalRecordCount: records,
  processedRecordCount: records,
  successRecordCount: records,
  errorRecordCount: 0,
  inputTokenCount: inputTokens,
  outputTokenCount: outputTokens,
});

/** As GetModelInvocationJob answers. */
function descriptionOf({ id, day, endedAtMs, modelId }: Job): unknown {
  const endTime = new Date(endedAtMs).toISOString();
  const bucket = `s3://${CONSTRUCTED}-batches`;
  return {
    jobArn: `arn:aws:bedrock:${AWS_REGION}:${AWS_ACCOUNT}:model-invocation-job/${id}`,
    jobName: `archive-tags-${day}`,
    modelId,
    roleArn: `arn:aws:iam::${AWS_ACCOUNT}:role/${CONSTRUCTED}`,
    status: "Completed",
    submitTime: new Date(endedAtMs - HOUR_MS).toISOString(),
    lastModifiedTime: endTime,
    endTime,
    inputDataConfig: { s3InputDataConfig: { s3Uri: `${bucket}/in/${inputName(day)}` } },
    outputDataConfig: { s3OutputDataConfig: { s3Uri: `${bucket}/out/` } },
    modelInvocationType: "InvokeModel",
  };
}
