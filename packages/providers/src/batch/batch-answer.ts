import { HeadgateError } from "@headgate/contract";
import { isJsonObject, type JsonObject, textOrAbsent } from "../json-values.ts";
import { providerErrorText } from "../provider-error.ts";
import { isRetryable, retryAfterMs } from "../retry.ts";
import type { BatchRequest, BatchResponse, BatchSend } from "./batch-api.ts";

/** A list of a thousand jobs is a few megabytes. */
const MAX_JSON_BYTES = 32 * 2 ** 20;
const MAX_TOLD = 300;

/**
 * Asks, and reads the JSON object that comes back.
 *
 * `creates`: the request makes something that must not be made twice. Then only an answer that is certainly a
 * refusal is `batch_refused` or `batch_limited`; after any other failure it is open whether it was made.
 *
 * @throws HeadgateError `batch_refused` (another try will not do; `details.status`), `batch_limited` (later it
 *   may; `details.retry_after_ms` where it is said), `batch_unknown` (see `creates`), `batch_answer_unusable`
 */
export async function askJson(
  send: BatchSend,
  request: BatchRequest,
  creates: "creates" | "repeatable" = "repeatable",
): Promise<JsonObject> {
  const response = await send(request);
  const text = await textOf(response);
  if (response.status >= 300) throw failureOf(response, text, request, creates);
  const json = parsed(text);
  if (json !== undefined) return json;
  const place = placeOf(request);
  if (creates === "creates")
    throw new HeadgateError("batch_unknown", `${place}: its answer is no JSON object.`);
  throw new HeadgateError("batch_answer_unusable", `${place}: no JSON object came back.`);
}

/** Asks for a file, whose body is the caller's to read; `undefined` where there is none. */
export async function askFile(
  send: BatchSend,
  request: BatchRequest,
): Promise<AsyncIterable<Buffer> | undefined> {
  const response = await send(request);
  if (response.status === 200) return response.body;
  const text = await textOf(response);
  if (response.status === 404) return undefined;
  throw failureOf(response, text, request, "repeatable");
}

/** Makes a request whose answer says nothing. */
export async function askDone(send: BatchSend, request: BatchRequest): Promise<void> {
  const response = await send(request);
  const text = await textOf(response);
  if (response.status < 300) return;
  throw failureOf(response, text, request, "repeatable");
}

/** Removes something; what is not there any more is as good as removed. */
export async function askRemoved(send: BatchSend, request: BatchRequest): Promise<void> {
  try {
    await askDone(send, request);
  } catch (error) {
    if (!(error instanceof HeadgateError && error.details.status === 404)) throw error;
  }
}

function failureOf(
  response: BatchResponse,
  text: string,
  request: BatchRequest,
  creates: "creates" | "repeatable",
): HeadgateError {
  const { status, headers } = response;
  const json = parsed(text);
  const said = providerErrorText(json?.error) ?? textOrAbsent(json?.message);
  const told = said === undefined ? "" : `: ${said.slice(0, MAX_TOLD)}`;
  const message = `${placeOf(request)}: status ${status}${told}.`;
  const waitMs = retryAfterMs(headers, Date.now());
  const details = { status, ...(waitMs !== undefined && { retry_after_ms: waitMs }) };
  // 429 is said before anything is made; of a fault of the server's nobody knows how far it came.
  if (creates === "creates" && status !== 429 && (status >= 500 || isRetryable(status))) {
    return new HeadgateError("batch_unknown", message, details);
  }
  const code = status >= 500 || isRetryable(status) ? "batch_limited" : "batch_refused";
  return new HeadgateError(code, message, details);
}

async function textOf(response: BatchResponse): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response.body) {
    bytes += piece.length;
    if (bytes > MAX_JSON_BYTES) {
      throw new HeadgateError(
        "batch_answer_unusable",
        `It is larger than ${MAX_JSON_BYTES} bytes.`,
      );
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function parsed(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isJsonObject(json) ? json : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Without the query, in which a marker stands. */
const placeOf = ({ method, path, bucket }: BatchRequest): string =>
  `${method} ${bucket === undefined ? "" : `s3://${bucket}`}${path.split("?", 1)[0] ?? path}`;
