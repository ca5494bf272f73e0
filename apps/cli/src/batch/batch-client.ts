import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import {
  type BatchFormat,
  HeadgateError,
  requestHeaders,
  responseHeaders,
} from "@headgate/contract";
import { type Dispatcher, request } from "undici";
import { z } from "zod";
import { isConnectionFailure } from "../management/connection-failure.ts";
import { errorFromWire } from "../management/error-from-wire.ts";
import { messageBatchView, openaiBatchView, type SeenBatch } from "./batch-views.ts";
import { readInput } from "./read-input.ts";

/** Batches of one key, by the two faces that the gateway has for them. */
export interface BatchClient {
  /**
   * Makes the batch of a file. The same `run` again gives the batch that there is already.
   * @param run names the run: no two batches of a key have the same
   */
  create(
    about: Readonly<{ file: string; format: BatchFormat; run: string; deadline: string }>,
  ): Promise<SeenBatch>;
  /** Of either face, told by its id. */
  get(id: string): Promise<SeenBatch>;
  cancel(id: string): Promise<SeenBatch>;
  /** Newest first. */
  list(): Promise<readonly SeenBatch[]>;
  download(path: string): Promise<AsyncIterable<Buffer>>;
}

/** A large file takes its time to be stored, line by line. */
const TIMEOUT_MS = 10 * 60_000;
const PAGE = 100;
const errorBody = z.object({ error: z.object({ message: z.string() }) });

/** Each of its calls throws a HeadgateError, by the gateway's own code where it has one. */
export function batchClient(url: string, key: string): BatchClient {
  const send = async (
    method: "GET" | "POST",
    path: string,
    options: Readonly<{
      headers?: Record<string, string>;
      body?: Dispatcher.DispatchOptions["body"];
    }> = {},
  ): Promise<Dispatcher.ResponseData> => {
    try {
      const answer = await request(`${url}${path}`, {
        method,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        headers: { [requestHeaders.key]: key, ...options.headers },
        body: options.body ?? null,
      });
      if (answer.statusCode >= 400) throw await failure(url, path, answer);
      return answer;
    } catch (error) {
      if (!isConnectionFailure(error)) throw error;
      throw new HeadgateError(
        "gateway_unreachable",
        `${url}: ${error.code}.`,
        {},
        { cause: error },
      );
    }
  };
  const ask = async <S extends z.ZodType>(
    schema: S,
    ...sent: Parameters<typeof send>
  ): Promise<z.output<S>> => {
    const answer = schema.safeParse(await (await send(...sent)).body.json());
    if (answer.success) return answer.data;
    throw new HeadgateError(
      "gateway_unreachable",
      `${url}${sent[1]} answers, but not as a Headgate of this version does.`,
      {},
      { cause: answer.error },
    );
  };
  /** A form's list to its end: a cut one beside the other form's would have a hole in its middle. */
  const everyPage = async (
    view: typeof openaiBatchView | typeof messageBatchView,
    path: string,
    next: "after" | "after_id",
  ): Promise<readonly SeenBatch[]> => {
    const schema = z.object({ data: z.array(view), has_more: z.boolean() });
    const found: SeenBatch[] = [];
    for (let after = ""; ; ) {
      const page = await ask(schema, "GET", `${path}?limit=${PAGE}${after}`);
      found.push(...page.data);
      const last = page.data.at(-1);
      if (!page.has_more || last === undefined) return found;
      after = `&${next}=${encodeURIComponent(last.view.id)}`;
    }
  };
  const json = (value: unknown, headers: Record<string, string> = {}) => ({
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  });
  const pathOf = (id: string): string =>
    id.startsWith("msgbatch_")
      ? `/v1/messages/batches/${encodeURIComponent(id)}`
      : `/v1/batches/${encodeURIComponent(id)}`;
  const viewOf = (id: string) => (id.startsWith("msgbatch_") ? messageBatchView : openaiBatchView);

  return {
    create: async ({ file, format, run, deadline }) => {
      const headers = { "idempotency-key": run, [requestHeaders.deadline]: deadline };
      if (format === "anthropic") {
        return ask(messageBatchView, "POST", "/v1/messages/batches", {
          headers: { "content-type": "application/json", ...headers },
          body: Readable.from(requestsBody(file)),
        });
      }
      const uploaded = await ask(z.object({ id: z.string() }), "POST", "/v1/files", {
        ...(await uploadOf(file)),
      });
      const endpoint = await endpointOf(file);
      const asked = { input_file_id: uploaded.id, endpoint, completion_window: "24h" };
      return ask(openaiBatchView, "POST", "/v1/batches", json(asked, headers));
    },
    get: (id) => ask(viewOf(id), "GET", pathOf(id)),
    cancel: (id) => ask(viewOf(id), "POST", `${pathOf(id)}/cancel`, json({})),
    list: async () => {
      const [openai, anthropic] = await Promise.all([
        everyPage(openaiBatchView, "/v1/batches", "after"),
        everyPage(messageBatchView, "/v1/messages/batches", "after_id"),
      ]);
      const all: readonly SeenBatch[] = [...openai, ...anthropic];
      return all.toSorted((one, other) => other.view.created_at.localeCompare(one.view.created_at));
    },
    download: async (path) => (await send("GET", path)).body,
  };
}

async function failure(
  url: string,
  path: string,
  answer: Dispatcher.ResponseData,
): Promise<HeadgateError> {
  const text = await answer.body.text();
  const code = answer.headers[responseHeaders.error];
  const told = errorBody.safeParse(parsed(text));
  const message = told.success ? told.data.error.message : `HTTP ${answer.statusCode}`;
  const known = typeof code === "string" ? errorFromWire(code, message) : undefined;
  return (
    known ?? new HeadgateError("gateway_unreachable", `${url}${path} answers ${answer.statusCode}.`)
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A form with the purpose and the file, streamed; its length is known before. */
async function uploadOf(file: string) {
  const boundary = `headgate-${randomBytes(16).toString("hex")}`;
  const name = basename(file).replaceAll(/["\\\r\n]/g, "_");
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n` +
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n` +
      "content-type: application/jsonl\r\n\r\n",
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const { size } = await stat(file);
  return {
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(head.length + size + tail.length),
    },
    body: Readable.from(
      (async function* () {
        yield head;
        yield* createReadStream(file);
        yield tail;
      })(),
    ),
  };
}

async function* requestsBody(file: string): AsyncGenerator<string> {
  let separator = '{"requests":[';
  for await (const { text } of readInput(file, "anthropic")) {
    yield `${separator}${text.trim()}`;
    separator = ",\n";
  }
  yield "]}";
}

/** A batch of OpenAI's is of one endpoint: that of its first line. */
async function endpointOf(file: string): Promise<string> {
  for await (const { endpoint } of readInput(file, "openai")) return endpoint;
  throw new HeadgateError("input_unreadable", `${file}: there is no request in it.`);
}
