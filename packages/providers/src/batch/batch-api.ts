import type { JsonObject } from "../json-values.ts";

/** One request of a batch. */
export type BatchLine = Readonly<{
  /** 1 to 51 characters of `[A-Za-z0-9_-]`, unique within the batch. */
  customId: string;
  /** The request in the provider's own format, `model` included where the format has it there. */
  body: JsonObject;
}>;

/**
 * The requests of a batch. Called twice, and must give the same both times: once to measure (providers want the
 * length before the body), once to send. So a batch of any size is sent without being held in memory.
 */
export type BatchLines = () => Iterable<BatchLine> | AsyncIterable<BatchLine>;

/** What a batch is, beside its lines. */
export type BatchAbout = Readonly<{
  /**
   * Ours and unique, by which the batch is found again: letters, digits and single hyphens, 1 to 60
   * ({@link isBatchMarker}).
   */
  marker: string;
  /** The model, deployment or profile as the provider knows it. */
  model: string;
  /**
   * The path that each line would have been sent to in real time: `/v1/chat/completions`, `/v1/responses`,
   * `/v1/embeddings`, `/v1/messages`, with `?anthropic-beta=…` where betas are asked for; at Bedrock what ends in `/converse` or `/invoke`.
   */
  endpoint: string;
}>;

/** How a batch stands at its provider. */
export type BatchStanding = Readonly<{
  id: string;
  /** `undefined` where the provider keeps none (Anthropic). */
  marker: string | undefined;
  createdAtMs: number;
  /** `failed`: there are no results. `ended`, `expired` and `cancelled` may have some: read them. */
  state: "in_progress" | "ended" | "failed" | "expired" | "cancelled";
  /** What the provider says; absent where it does not. */
  counts: Readonly<{ total?: number; succeeded?: number; failed?: number }>;
  /** Why it failed, in the provider's words. */
  reason: string | undefined;
  /** Of one that failed: for nothing that is wrong with it, so that it may be sent again, later. */
  isPassing?: true;
  /** The provider's own object; `results` and `discard` read places of files from it. */
  raw: unknown;
}>;

/** One line of what came back. Only `answered` with a status below 400 was billed. */
export type BatchResult =
  | Readonly<{
      kind: "answered";
      customId: string;
      status: number;
      body: JsonObject;
      requestId?: string;
    }>
  | Readonly<{
      kind: "failed";
      customId: string;
      status?: number;
      code: string | undefined;
      message: string;
      /** Whether the same request may succeed when sent again. */
      retryable: boolean;
    }>
  | Readonly<{ kind: "expired" | "cancelled"; customId: string }>
  /** A second line of the same request; the first counts. `line` counts from 1, within its file. */
  | Readonly<{ kind: "doubled"; customId: string; line: number }>
  /** Expected, and in no file. Comes last. */
  | Readonly<{ kind: "missing"; customId: string }>
  /** No JSON, no known id, or no known shape. */
  | Readonly<{ kind: "unreadable"; line: number; reason: string }>;

/** A request that a {@link BatchApi} wants made; `batchRequest` says where it goes and signs it. */
export type BatchRequest = Readonly<{
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** With its query; as the provider's own API has it, `/v1/batches`; of S3 the escaped key, `/folder/file`. */
  path: string;
  service: "provider" | "bedrock-control" | "s3";
  /** Of S3. */
  bucket?: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer | AsyncIterable<Buffer>;
  /** Of a body that is no buffer. */
  contentLength?: number;
}>;

export type BatchResponse = Readonly<{
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Read to its end, or its iterator returned, by whoever asked. */
  body: AsyncIterable<Buffer>;
}>;

/** Makes one request, once: no retries, no redirects to other hosts. Throws when no whole head came back. */
export type BatchSend = (request: BatchRequest) => Promise<BatchResponse>;

/** What a provider takes as one batch. */
export type BatchLimits = Readonly<{
  requests: number;
  bytes: number;
  /** Fewer are refused. */
  leastRequests: number;
  /** After so long without an end the provider gives up what is left. */
  windowMs: number;
}>;

/**
 * A provider's batches. Holds no state: all that must survive a crash is the marker, noted before `submit`,
 * and the id, noted after it.
 */
export interface BatchApi {
  readonly limits: BatchLimits;
  /**
   * Uploads and creates.
   * @throws HeadgateError `batch_refused` or `batch_limited` when there is certainly no batch; anything else
   *   thrown leaves it open, and `find` tells.
   */
  submit(lines: BatchLines, about: BatchAbout): Promise<BatchStanding>;
  /**
   * The batch that a lost `submit` may have made. `undefined`: there is none, and submitting again is safe.
   * `"unsure"`: cannot be told yet; ask later.
   */
  find(marker: string, about: BatchSearch): Promise<BatchStanding | undefined | "unsure">;
  standing(id: string): Promise<BatchStanding>;
  /**
   * What came back, in any order, of a batch that is not in progress. With `expected` the ids without a line
   * are told as `missing`, and a line of another id is `unreadable`. A stream that breaks off throws, and may
   * be read again from its start.
   */
  results(standing: BatchStanding, expected?: ReadonlySet<string>): AsyncIterable<BatchResult>;
  /** Asks for the end; what was answered until then stays and is billed. Nothing happens where it has ended. */
  cancel(id: string): Promise<void>;
  /**
   * Removes what the batch left at the provider, once its results are kept. May be repeated. A file whose batch
   * was never made is not found by it: the provider lets it expire, or a rule of the bucket does.
   */
  discard(standing: BatchStanding): Promise<void>;
}

export type BatchSearch = Readonly<{
  /** When the lost `submit` began. */
  sinceMs: number;
  /** How many lines it had. */
  requests: number;
  model: string;
  /** Ids of batches that are known to be others. */
  known?: ReadonlySet<string>;
}>;

/** Letters, digits and hyphens between them, 1 to 60: what all providers keep unchanged. */
export const isBatchMarker = (text: string): boolean =>
  /^(?=.{1,60}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/.test(text);
