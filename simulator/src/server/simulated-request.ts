import type { IncomingHttpHeaders } from "node:http";
import type { BatchOptions } from "../batch/batch-options.ts";
import type { BatchStore } from "../batch/batch-store.ts";
import type { ModelTable, SimulatedProvider } from "../models.ts";
import type { IdMaker } from "../text/ids.ts";
import type { TextPool } from "../text/text-pool.ts";
import type { Answer, JsonAnswer } from "./answer.ts";
import type { ExpiringSet } from "./expiring-set.ts";
import type { RateReading } from "./rate-limiter.ts";
import type { RequestControls } from "./request-controls.ts";

/** One request with all that its answer may depend on. */
export type SimulatedRequest = Readonly<{
  headers: IncomingHttpHeaders;
  /** The query of the URL, without its question mark. */
  query: string;
  body: Buffer;
  /** The name in a path such as `/v1/models/{id}`; absent where there is none. */
  pathName: string | undefined;
  requestId: string;
  key: string;
  controls: RequestControls;
  /**
   * The simulator's seed. With the model and the prompt it decides content and usage, so that
   * neither concurrency nor `stream` changes an answer.
   */
  seed: number;
  /** How many requests came before; names the answer. */
  number: number;
  nowMs: number;
  models: ModelTable;
  pool: TextPool;
  ids: IdMaker;
  promptCache: ExpiringSet;
  tokensPerDelta: number;
  /** How Vertex says that a call was billed; absent at the others. */
  trafficType?: string;
  /** False under the fault `no-usage`. */
  withUsage: boolean;
  batchStore: BatchStore;
  batchOptions: BatchOptions;
  /** What lines of batches are answered by. */
  realTime: RealTime;
  /** Counts what a line of a batch bills; an answer of its own bills by itself. */
  bill: (billed: Readonly<{ promptTokens: number; outputTokens: number }>) => void;
}>;

export type Endpoint = Readonly<{
  pathName: string | undefined;
  answer: (request: SimulatedRequest) => Answer;
}>;

/** Who answers which path. */
type RealTime = Readonly<{
  voiceFor: (path: string, headers: IncomingHttpHeaders) => ProviderVoice;
  endpointFor: (method: string, path: string, provider: SimulatedProvider) => Endpoint | undefined;
}>;

/** How a provider words its refusals and names its requests. */
export interface ProviderVoice {
  readonly provider: SimulatedProvider;
  /** An id for the request with this number. */
  requestId(ids: IdMaker, number: number): string;
  /** Headers of every answer, as an object of its own. */
  headers(requestId: string, latencyMs: number): Record<string, string>;
  rateHeaders(reading: RateReading, nowMs: number): Readonly<Record<string, string>>;
  keyMissing(requestId: string): JsonAnswer;
  rateLimited(requestId: string, limit: number, waitMs: number): JsonAnswer;
  serverFault(requestId: string, status: 500 | 503 | 529): JsonAnswer;
  invalid(requestId: string, message: string): JsonAnswer;
  tooLarge(requestId: string): JsonAnswer;
  pathUnknown(requestId: string, method: string, path: string): JsonAnswer;
}
