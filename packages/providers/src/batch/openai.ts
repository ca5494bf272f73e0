import { HeadgateError } from "@headgate/contract";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import { askFile, askJson, askRemoved } from "./batch-answer.ts";
import type { BatchApi, BatchLimits, BatchSend, BatchStanding } from "./batch-api.ts";
import { bodyOf, measureBody } from "./batch-body.ts";
import { type BatchDeps, isSettled, SEARCH_BACK_MS } from "./batch-deps.ts";
import { inputFileShape } from "./openai-input-file.ts";
import { openaiResultsOf } from "./openai-results.ts";
import { readOpenaiStanding } from "./openai-standing.ts";
import { tellApart } from "./tell-apart.ts";

/** Under this name a batch carries our marker in its metadata. */
const MARKER = "headgate_marker";
const PAGE = 100;
const MAX_PAGES = 100;
const FILE_TRIES = 30;
const FILE_PAUSE_MS = 2_000;

const HOUR_MS = 3_600_000;
/**
 * 50,000 requests, 200 MB, 24 hours (`BatchCreateParams` of https://www.npmjs.com/package/openai 6.49.0 and
 * https://learn.microsoft.com/en-us/azure/foundry/reference/rest/batches-create-batch, read 2026-11-29). Azure
 * takes 100,000 by another account (https://www.agenticants.ai/docs/batch-inference/provider-limits, same day);
 * the smaller number holds for both. Azure aims at 24 hours and lets nothing expire
 * (https://learn.microsoft.com/en-gb/azure/ai-services/openai/how-to/batch, same day).
 */
const LIMITS: BatchLimits = {
  requests: 50_000,
  bytes: 200 * 1_000_000,
  leastRequests: 1,
  windowMs: 24 * HOUR_MS,
};

/**
 * Batches by files, as OpenAI has them; Azure, and others in its form, too. The paths are OpenAI's, under `/v1`.
 * `endpointPath`: how the endpoint of a batch is written there.
 */
export function openaiBatchApi(
  deps: BatchDeps & Readonly<{ endpointPath?: (endpoint: string) => string }>,
): BatchApi {
  const { send, nowMs } = deps;
  const standing = async (id: string): Promise<BatchStanding> =>
    readOpenaiStanding(await askJson(send, get(`/v1/batches/${encodeURIComponent(id)}`)), MARKER);

  return {
    limits: LIMITS,
    standing,
    async submit(lines, { marker, endpoint }) {
      const url = deps.endpointPath?.(endpoint) ?? endpoint;
      const shape = inputFileShape(marker, url);
      const measured = await measureBody(lines, shape.body, LIMITS, marker);
      const uploaded = await upload(deps, {
        ...post("/v1/files", shape.contentType),
        body: bodyOf(lines, shape.body, measured),
        contentLength: measured.contentLength,
      });
      const body = {
        input_file_id: uploaded,
        endpoint: url,
        completion_window: "24h",
        metadata: { [MARKER]: marker },
      };
      try {
        return readOpenaiStanding(
          await askJson(send, postJson("/v1/batches", body), "creates"),
          MARKER,
        );
      } catch (error) {
        if (certainlyNot(error)) await removeFile(send, uploaded);
        throw error;
      }
    },
    async find(marker, { sinceMs, known }) {
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const cursor = after === undefined ? "" : `&after=${encodeURIComponent(after)}`;
        const list = await askJson(send, get(`/v1/batches?limit=${PAGE}${cursor}`));
        const batches = listOrEmpty(list.data).filter(isJsonObject);
        for (const batch of batches) {
          const read = readOpenaiStanding(batch, MARKER);
          if (known?.has(read.id) === true) continue;
          if (read.marker === marker) return read;
          if (await isNamed(send, batch, read, marker, sinceMs)) return { ...read, marker };
        }
        const last = batches.at(-1);
        after = textOrAbsent(last?.id);
        // Newest first; a day more than needed, since nobody promises the order.
        const old = batches.every(
          (batch) => Number(batch.created_at) * 1000 < sinceMs - SEARCH_BACK_MS,
        );
        if (list.has_more !== true || after === undefined || old) {
          return isSettled(sinceMs, nowMs()) ? undefined : "unsure";
        }
      }
      return "unsure";
    },
    async *results(of, expected) {
      const batch = objectOrAbsent(of.raw) ?? {};
      yield* tellApart(
        openaiResultsOf(fileIds(batch), (id) => fileOf(send, id)),
        of.state,
        expected,
      );
    },
    async cancel(id) {
      try {
        await askJson(send, postJson(`/v1/batches/${encodeURIComponent(id)}/cancel`, {}));
      } catch (error) {
        if ((await standing(id)).state === "in_progress") throw error;
      }
    },
    async discard(of) {
      const batch = objectOrAbsent(of.raw) ?? {};
      const input = textOrAbsent(batch.input_file_id);
      for (const id of [...fileIds(batch), ...(input === undefined ? [] : [input])]) {
        await removeFile(send, id);
      }
    },
  };
}

/** Nothing is made yet while a file is uploaded: all that fails here may be tried again. */
async function upload(
  { send, pause }: BatchDeps,
  request: Parameters<BatchSend>[0],
): Promise<string> {
  let file = await askJson(send, request);
  const id = textOrAbsent(file.id);
  if (id === undefined)
    throw new HeadgateError("batch_limited", "The answer to the upload names no file.");
  // Azure takes a file in first; a batch made before that is refused.
  for (let tries = 0; file.status === "pending" || file.status === "running"; tries += 1) {
    if (tries === FILE_TRIES)
      throw new HeadgateError("batch_limited", "The file is still being taken in.");
    await pause(FILE_PAUSE_MS);
    file = await askJson(send, get(`/v1/files/${encodeURIComponent(id)}`));
  }
  return id;
}

/** Where metadata are not kept, the input file's name is the marker. */
async function isNamed(
  send: BatchSend,
  batch: JsonObject,
  { createdAtMs }: BatchStanding,
  marker: string,
  sinceMs: number,
): Promise<boolean> {
  const input = textOrAbsent(batch.input_file_id);
  const metadata = objectOrAbsent(batch.metadata);
  const hasNone = metadata === undefined || Object.keys(metadata).length === 0;
  if (!hasNone || input === undefined || createdAtMs < sinceMs - SEARCH_BACK_MS) return false;
  try {
    const file = await askJson(send, get(`/v1/files/${encodeURIComponent(input)}`));
    return file.filename === `${marker}.jsonl`;
  } catch (error) {
    // Its owner has removed it.
    if (error instanceof HeadgateError && error.details.status === 404) return false;
    throw error;
  }
}

async function fileOf(send: BatchSend, id: string): Promise<AsyncIterable<Buffer>> {
  const file = await askFile(send, get(`/v1/files/${encodeURIComponent(id)}/content`));
  if (file === undefined)
    throw new HeadgateError("batch_refused", `The file ${id} is not there any more.`);
  return file;
}

const removeFile = (send: BatchSend, id: string): Promise<void> =>
  askRemoved(send, {
    method: "DELETE",
    path: `/v1/files/${encodeURIComponent(id)}`,
    service: "provider",
    headers: {},
  });

/** Both may be there, and of a batch that was cut short either may be missing. */
const fileIds = (batch: JsonObject): readonly string[] =>
  [textOrAbsent(batch.output_file_id), textOrAbsent(batch.error_file_id)].filter(
    (id) => id !== undefined,
  );

/** Whoever sends it again uploads it again. */
const certainlyNot = (error: unknown): boolean =>
  error instanceof HeadgateError &&
  (error.code === "batch_refused" || error.code === "batch_limited");

const get = (path: string) => ({ method: "GET", path, service: "provider", headers: {} }) as const;
const post = (path: string, contentType: string) =>
  ({
    method: "POST",
    path,
    service: "provider",
    headers: { "content-type": contentType },
  }) as const;
const postJson = (path: string, body: unknown) =>
  ({ ...post(path, "application/json"), body: Buffer.from(JSON.stringify(body)) }) as const;
