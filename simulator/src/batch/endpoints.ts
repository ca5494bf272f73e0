import type { SimulatedProvider } from "../models.ts";
import type { Endpoint } from "../server/simulated-request.ts";
import {
  answerMessageBatch,
  answerMessageBatchCancel,
  answerMessageBatchCreation,
  answerMessageBatchDeletion,
  answerMessageBatchList,
  answerMessageBatchResults,
} from "./anthropic-batches.ts";
import { answerJob, answerJobCreation, answerJobList, answerJobStop } from "./bedrock-jobs.ts";
import {
  answerBatch,
  answerBatchCancel,
  answerBatchCreation,
  answerBatchList,
} from "./openai-batches.ts";
import {
  answerFile,
  answerFileContent,
  answerFileDeletion,
  answerFileList,
  answerUpload,
} from "./openai-files.ts";
import { answerDeletion, answerGet, answerPut, isS3Path, objectIn } from "./s3.ts";

type Routes = readonly (readonly [pattern: RegExp, answer: Endpoint["answer"]])[];

/** `METHOD /path`; what is in brackets names the thing. */
const routes: Readonly<Partial<Record<SimulatedProvider, Routes>>> = {
  openai: [
    [/^POST \/v1\/files$/, answerUpload],
    [/^GET \/v1\/files$/, answerFileList],
    [/^GET \/v1\/files\/([^/]+)$/, answerFile],
    [/^GET \/v1\/files\/([^/]+)\/content$/, answerFileContent],
    [/^DELETE \/v1\/files\/([^/]+)$/, answerFileDeletion],
    [/^POST \/v1\/batches$/, answerBatchCreation],
    [/^GET \/v1\/batches$/, answerBatchList],
    [/^GET \/v1\/batches\/([^/]+)$/, answerBatch],
    [/^POST \/v1\/batches\/([^/]+)\/cancel$/, answerBatchCancel],
  ],
  anthropic: [
    [/^POST \/v1\/messages\/batches$/, answerMessageBatchCreation],
    [/^GET \/v1\/messages\/batches$/, answerMessageBatchList],
    [/^GET \/v1\/messages\/batches\/([^/]+)$/, answerMessageBatch],
    [/^GET \/v1\/messages\/batches\/([^/]+)\/results$/, answerMessageBatchResults],
    [/^POST \/v1\/messages\/batches\/([^/]+)\/cancel$/, answerMessageBatchCancel],
    [/^DELETE \/v1\/messages\/batches\/([^/]+)$/, answerMessageBatchDeletion],
  ],
  bedrock: [
    [/^POST \/model-invocation-job$/, answerJobCreation],
    [/^GET \/model-invocation-jobs$/, answerJobList],
    [/^GET \/model-invocation-job\/(.+)$/, answerJob],
    [/^POST \/model-invocation-job\/(.+)\/stop$/, answerJobStop],
  ],
};

const objects: ReadonlyMap<string, Endpoint["answer"]> = new Map([
  ["PUT", answerPut],
  ["GET", answerGet],
  ["DELETE", answerDeletion],
]);

/** The endpoint of files, batches, jobs and objects; `undefined` for a path of none of them. */
export function batchEndpoint(
  method: string,
  path: string,
  provider: SimulatedProvider,
): Endpoint | undefined {
  if (isS3Path(path)) {
    const answer = objects.get(method);
    return answer === undefined ? undefined : { pathName: objectIn(path), answer };
  }
  for (const [pattern, answer] of routes[provider] ?? []) {
    const match = pattern.exec(`${method} ${path}`);
    if (match === null) continue;
    return { pathName: match[1] === undefined ? undefined : decodeURIComponent(match[1]), answer };
  }
  return undefined;
}
