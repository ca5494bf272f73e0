import type { IncomingMessage, ServerResponse } from "node:http";
import type { BatchStore } from "../batch/batch-store.ts";
import type { ModelTable } from "../models.ts";
import { SchemaError } from "../output/json-from-schema.ts";
import { combine, createRandom, lognormal } from "../seeded-random.ts";
import type { IdMaker } from "../text/ids.ts";
import type { TextPool } from "../text/text-pool.ts";
import { type Answer, RefusedRequest } from "./answer.ts";
import { clientKey } from "./client-key.ts";
import { endpointFor, voiceFor } from "./endpoints.ts";
import type { ExpiringSet } from "./expiring-set.ts";
import type { FaultDice } from "./fault-dice.ts";
import type { FaultName } from "./faults.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { ControlHeaderError, type RequestControls, readControls } from "./request-controls.ts";
import { sendJson, sendStream } from "./send-answer.ts";
import type { ProviderVoice } from "./simulated-request.ts";
import type { SimulatorSettings } from "./simulator-options.ts";
import { countAnswer, countBilled, type StatsCounter } from "./simulator-stats.ts";

/** A request whose body has arrived. */
export type Exchange = Readonly<{
  request: IncomingMessage;
  response: ServerResponse;
  /** Absent when it was too large. */
  body: Buffer | undefined;
  /** Counts the requests in order of arrival, from 1. */
  number: number;
}>;

/** All that outlives a request. */
export type World = Readonly<{
  settings: SimulatorSettings;
  nowMs: () => number;
  stats: StatsCounter;
  models: ModelTable;
  pool: TextPool;
  ids: IdMaker;
  promptCache: ExpiringSet;
  dice: FaultDice;
  limiter: RateLimiter | undefined;
  batchStore: BatchStore;
}>;

const realTime = { voiceFor, endpointFor };

/** A request on its way through the steps of {@link createRequestHandler}. */
type Progress = {
  readonly voice: ProviderVoice;
  readonly requestId: string;
  headers: Readonly<Record<string, string>>;
  controls: RequestControls | undefined;
  fault: FaultName | undefined;
};

export function createRequestHandler(world: World): (exchange: Exchange) => void {
  const { settings, stats } = world;

  return (exchange) => {
    const { request, response, number } = exchange;
    const { path, query } = splitUrl(request.url ?? "/");
    const voice = voiceFor(path, request.headers);
    const requestId = voice.requestId(world.ids, number);
    const progress: Progress = {
      voice,
      requestId,
      headers: {},
      controls: undefined,
      fault: undefined,
    };
    let answer: Answer;
    try {
      answer = answerTo(world, exchange, { path, query }, progress);
    } catch (error) {
      answer = refusal(error, progress);
    }
    const { controls, fault } = progress;
    const latencyMs = controls?.latencyMs ?? drawnLatencyMs(settings, number);
    const send = (): void => {
      if (fault === "hang") return;
      if (fault === "reset") {
        response.destroy();
        return;
      }
      if (answer.billed !== undefined) countBilled(stats, answer.billed);
      const conduct = {
        headers: Object.assign(voice.headers(requestId, Math.round(latencyMs)), progress.headers),
        fault,
        tokenIntervalMs: controls?.tokenIntervalMs ?? settings.latency?.tokenIntervalMs ?? 0,
        onDeltas: (count: number) => {
          stats.deltasSent += count;
        },
      };
      if (answer.kind === "json") sendJson(response, answer, conduct);
      else sendStream(response, answer, conduct);
    };
    const timer = latencyMs < 1 ? undefined : setTimeout(send, latencyMs);
    response.once("close", () => {
      clearTimeout(timer);
      const status = answer.kind === "json" ? answer.status : 200;
      countAnswer(stats, { status, finished: response.writableFinished, fault });
    });
    if (timer === undefined) send();
  };
}

function answerTo(
  world: World,
  exchange: Exchange,
  target: Readonly<{ path: string; query: string }>,
  progress: Progress,
): Answer {
  const { request, body, number } = exchange;
  const { voice, requestId } = progress;
  const nowMs = world.nowMs();
  const key = clientKey(request.headers);
  if (key === undefined) throw new RefusedRequest(voice.keyMissing(requestId));
  if (world.limiter !== undefined) {
    const reading = world.limiter.take(key, nowMs);
    progress.headers = voice.rateHeaders(reading, nowMs);
    if (!reading.allowed) {
      throw new RefusedRequest(voice.rateLimited(requestId, reading.limit, reading.waitMs));
    }
  }
  const controls = readControls(request.headers);
  progress.controls = controls;
  const fault = world.dice.faultFor(controls, body, number);
  progress.fault = fault;
  if (fault !== undefined) {
    world.stats.faults[fault] = (world.stats.faults[fault] ?? 0) + 1;
    refuseByFault(fault, progress);
  }
  if (body === undefined) throw new RefusedRequest(voice.tooLarge(requestId));
  const method = request.method ?? "GET";
  const endpoint = endpointFor(method, target.path, voice.provider);
  if (endpoint === undefined) {
    throw new RefusedRequest(voice.pathUnknown(requestId, method, target.path));
  }
  return endpoint.answer({
    headers: request.headers,
    query: target.query,
    body,
    pathName: endpoint.pathName,
    requestId,
    key,
    controls,
    seed: world.settings.seed,
    number,
    nowMs,
    models: world.models,
    pool: world.pool,
    ids: world.ids,
    promptCache: world.promptCache,
    tokensPerDelta: world.settings.tokensPerDelta,
    withUsage: fault !== "no-usage",
    batchStore: world.batchStore,
    batchOptions: world.settings.batches,
    realTime,
    bill: (billed) => countBilled(world.stats, billed),
  });
}

function refuseByFault(fault: FaultName, { voice, requestId }: Progress): void {
  switch (fault) {
    case "status-500":
      throw new RefusedRequest(voice.serverFault(requestId, 500));
    case "status-503":
      throw new RefusedRequest(voice.serverFault(requestId, 503));
    case "status-529":
      throw new RefusedRequest(voice.serverFault(requestId, 529));
    case "rate-limit":
      throw new RefusedRequest(voice.rateLimited(requestId, 500, 1000));
    case "hang":
    case "hang-mid-stream":
    case "cut":
    case "garbled":
    case "reset":
    case "no-usage":
    case "slow-body":
      return;
    default:
      fault satisfies never;
  }
}

function refusal(error: unknown, { voice, requestId }: Progress): Answer {
  if (error instanceof RefusedRequest) return error.answer;
  if (error instanceof ControlHeaderError) return voice.invalid(requestId, error.message);
  if (error instanceof SchemaError) {
    return voice.invalid(requestId, `Invalid schema: ${error.message}.`);
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    ...voice.serverFault(requestId, 500),
    headers: { "x-simulator-failure": encodeURIComponent(message) },
  };
}

function splitUrl(url: string): Readonly<{ path: string; query: string }> {
  const start = url.indexOf("?");
  return start < 0
    ? { path: url, query: "" }
    : { path: url.slice(0, start), query: url.slice(start + 1) };
}

function drawnLatencyMs(settings: SimulatorSettings, number: number): number {
  if (settings.latency === undefined || settings.latency.medianMs === 0) return 0;
  const random = createRandom(combine(settings.seed, number));
  return lognormal(random, settings.latency.medianMs, settings.latency.sigma);
}
