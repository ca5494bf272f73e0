import { createHash } from "node:crypto";
import { bedrockVoice } from "../bedrock/voice.ts";
import {
  type Answer,
  type AnswerHeaders,
  type JsonAnswer,
  RefusedRequest,
} from "../server/answer.ts";
import type { ProviderVoice, SimulatedRequest } from "../server/simulated-request.ts";
import type { BatchStore } from "./batch-store.ts";

/** Where S3 is on the simulator: `/s3/bucket/key`, with the bucket in the path. Buckets need not be made. */
const PREFIX = "/s3/";

export const isS3Path = (path: string): boolean => path.startsWith(PREFIX);

/** `bucket/key`, unescaped. */
export const objectIn = (path: string): string => decodeURIComponent(path.slice(PREFIX.length));

/** Keeps a text under `bucket/key`. */
export function putObject(store: BatchStore, place: string, text: string): void {
  store.putText(`s3 ${place}`, text);
  store.objects.add(place);
}

export const objectText = (store: BatchStore, place: string): string | undefined =>
  store.objects.has(place) ? store.text(`s3 ${place}`) : undefined;

/** PUT: bodies are text; AWS's clients may send theirs in signed chunks. */
export function answerPut(request: SimulatedRequest): Answer {
  const { batchStore, body, headers, pathName = "" } = request;
  const chunked = String(headers["content-encoding"] ?? "").includes("aws-chunked");
  const bytes = chunked ? withoutChunks(body) : body;
  putObject(batchStore, pathName, bytes.toString("utf8"));
  batchStore.save();
  const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
  return answer(200, "", { etag });
}

/** GET */
export function answerGet({ batchStore, pathName = "" }: SimulatedRequest): Answer {
  const text = objectText(batchStore, pathName);
  if (text === undefined) {
    throw new RefusedRequest(s3Error(404, "NoSuchKey", "The specified key does not exist."));
  }
  return answer(200, text, { "content-type": "application/octet-stream" });
}

/** DELETE: what is not there is as good as deleted. */
export function answerDeletion({ batchStore, pathName = "" }: SimulatedRequest): Answer {
  batchStore.objects.delete(pathName);
  batchStore.removeText(`s3 ${pathName}`);
  batchStore.save();
  return answer(204, "", {});
}

const answer = (status: number, body: string, headers: AnswerHeaders): JsonAnswer => ({
  kind: "json",
  status,
  body,
  headers: { "content-type": "application/xml", ...headers },
});

const s3Error = (status: number, code: string, message: string): JsonAnswer =>
  answer(
    status,
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    {},
  );

/** `size;chunk-signature=…`, the bytes, and so on until a size of 0. */
function withoutChunks(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const size = end < 0 ? 0 : Number.parseInt(body.subarray(at, end).toString("latin1"), 16);
    if (!(size > 0)) return Buffer.concat(pieces);
    pieces.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

/** S3 words its refusals in XML (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, not read again). */
export const s3Voice: ProviderVoice = {
  ...bedrockVoice,
  headers: (requestId) => ({ "x-amz-request-id": requestId }),
  keyMissing: () => s3Error(403, "AccessDenied", "Access Denied"),
  rateLimited: () => s3Error(503, "SlowDown", "Please reduce your request rate."),
  serverFault: (_requestId, status) =>
    status === 500
      ? s3Error(500, "InternalError", "We encountered an internal error. Please try again.")
      : s3Error(503, "ServiceUnavailable", "Please reduce your request rate."),
  invalid: (_requestId, message) => s3Error(400, "InvalidRequest", message.replace(/[<>&]/g, " ")),
  tooLarge: () => s3Error(400, "EntityTooLarge", "The object is too large."),
  pathUnknown: () => s3Error(405, "MethodNotAllowed", "The method is not allowed here."),
};
