import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "@headgate/providers";
import { timeMsOf } from "../row/time-ms.ts";

/** What the description of a batch job says of its calls. */
export type BatchJob = Readonly<{
  id: string;
  accountId?: string;
  region?: string;
  modelId?: string;
  endedAtMs?: number;
}>;

const MOST_FILES = 100;
const MOST_BYTES = 2 ** 20;
const JOB_ARN = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]+):(\d{12}):model-invocation-job\/([a-z0-9]+)$/;

/** The descriptions in an answer of GetModelInvocationJob or ListModelInvocationJobs. */
export function jobsIn(value: unknown): readonly BatchJob[] {
  if (!isJsonObject(value)) return [];
  if (Array.isArray(value.invocationJobSummaries)) {
    return listOrEmpty(value.invocationJobSummaries).flatMap(jobsIn);
  }
  const job = jobOf(value);
  return job === undefined ? [] : [job];
}

function jobOf(value: JsonObject): BatchJob | undefined {
  const match = JOB_ARN.exec(textOrAbsent(value.jobArn) ?? "");
  if (match === null) return undefined;
  const [, region = "", accountId = "", id = ""] = match;
  const modelId = textOrAbsent(value.modelId);
  const endedAtMs = timeMsOf(value.endTime ?? value.lastModifiedTime ?? value.submitTime);
  return {
    id,
    region,
    accountId,
    ...(modelId !== undefined && { modelId }),
    ...(endedAtMs !== undefined && { endedAtMs }),
  };
}

/** Bedrock writes a job's results into a folder of the job's name. */
export const jobIdInPath = (path: string): string | undefined => {
  const folder = basename(dirname(path));
  return /^[a-z0-9]{12}$/.test(folder) ? folder : undefined;
};

/**
 * The job that gave the results in a file, as a description says that lies beside them, or beside their
 * folder: the job of the folder's name, else the only one that is described. `undefined` where none is.
 */
export async function findJob(path: string): Promise<BatchJob | undefined> {
  const id = jobIdInPath(path);
  for (const folder of [dirname(path), dirname(dirname(path))]) {
    const jobs = await jobsBeside(folder);
    const named = jobs.find((job) => job.id === id);
    if (named !== undefined) return named;
    if (id === undefined && folder === dirname(path) && jobs.length === 1) return jobs[0];
  }
  return undefined;
}

/** Only a help: what cannot be read of the files beside the results is the import's to tell. */
async function jobsBeside(folder: string): Promise<readonly BatchJob[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".json")).sort();
  const jobs: BatchJob[] = [];
  for (const name of names.slice(0, MOST_FILES))
    jobs.push(...(await jobsInFile(join(folder, name))));
  return jobs;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function jobsInFile(path: string): Promise<readonly BatchJob[]> {
  try {
    if ((await stat(path)).size > MOST_BYTES) return [];
    return jobsIn(JSON.parse(await readFile(path, "utf8")));
  } catch {
    // JSON lines, half a file, one that is another user's: the next one may be the description.
    return [];
  }
}
