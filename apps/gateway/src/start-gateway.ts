import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import {
  CONTEXT_PATH,
  drainGraceMs,
  FEEDBACK_PATH,
  type HeadgateConfig,
  INTERNAL_CACHE_PATH,
  INTERNAL_PROMPTS_PATH,
  INTERNAL_ROUTING_PATH,
  isOtlpPath,
  newCallId,
  PROMPT_UNDO_PATH,
} from "@headgate/contract";
import { openEmbedder } from "@headgate/embeddings";
import { dataDirectory, openSpool, openState, readHistorySalt } from "@headgate/ledger";
import {
  type CacheStore,
  ContextLever,
  ExactCache,
  LearnedLimits,
  MemoryStore,
  PrefixCache,
  PromptLever,
  SemanticCache,
  type TextEmbedder,
} from "@headgate/levers";
import {
  compileOverlays,
  loadModelCatalogue,
  loadOwnPriceBook,
  type Overlays,
  ownPriceBookAgain,
  readTakenRates,
  takenRatesAgain,
  withTakenRates,
} from "@headgate/pricing";
import { closeEstimator, countTokens, isModelPath } from "@headgate/providers";
import type { Logger } from "pino";
import { isBatchPath, passToBatches } from "./batch/batch-door.ts";
import { BudgetDesk } from "./budgets/budget-desk.ts";
import { registerSharedCounterMetrics } from "./budgets/shared-counter-metrics.ts";
import { answerControl } from "./caches/answer-control.ts";
import { type CacheDesk, createCacheDesk } from "./caches/cache-desk.ts";
import { nearLimitsOf, prefixLimitsOf, undoLimitsOf } from "./caches/limits-of.ts";
import { openSharedCache } from "./caches/shared/open-shared-cache.ts";
import { Deadlines } from "./call/deadlines.ts";
import { FactsPace } from "./call/facts-pace.ts";
import { type CallRoom, handleCall } from "./call/handle-call.ts";
import { RefusedOutput } from "./call/output/refused-output.ts";
import { policiesBeforeOf } from "./call/policies-before.ts";
import { RecordingPatience } from "./call/recording-patience.ts";
import { UnderWay } from "./call/under-way.ts";
import { countInTime } from "./context/count-in-time.ts";
import { giveContext } from "./context/give-context.ts";
import { OwnCalls } from "./context/own-calls.ts";
import { newCounters } from "./counters.ts";
import { OwnModel } from "./embeddings/own-model.ts";
import { answerPlainly } from "./http/answer-plainly.ts";
import { controlProxy, sendControlUnavailable } from "./http/control-proxy.ts";
import { openHttp2Door } from "./http/http2-door.ts";
import { listen } from "./http/listen.ts";
import { ownUrl } from "./http/own-url.ts";
import { sendMetrics } from "./http/send-metrics.ts";
import { KeptLearning } from "./kept/kept-learning.ts";
import { watchKeys } from "./keys/watch-keys.ts";
import { registerLeverMetrics } from "./lever-metrics.ts";
import { gatewayMetrics } from "./metrics.ts";
import { answerPrompts, givePromptRecord } from "./prompt/give-prompt-record.ts";
import { answerRouting } from "./route/answer-routing.ts";
import { FeedbackDesk } from "./route/feedback-desk.ts";
import { fewConnections } from "./route/few-connections.ts";
import { LabelDesk } from "./route/labels/label-desk.ts";
import { RouteDesk } from "./route/route-desk.ts";
import { takeFeedback } from "./route/take-feedback.ts";
import { closeConnections, routesFor } from "./upstream/routes-for.ts";

export type GatewayOptions = Readonly<{
  config: HeadgateConfig;
  /** The data directory. */
  data: string;
  /** Where control listens, and the secret it wants; without them only model calls are served. */
  control?: Readonly<{ url: string; token: string }>;
  log: Logger;
  /** Where kept answers lie; in this process's memory unless said. */
  cacheStore?: CacheStore;
  /** In place of the model that comes with the project. */
  embedder?: TextEmbedder;
  /** From 0 to 1: which near answers are audited. */
  random?: () => number;
}>;

export interface Gateway {
  readonly url: string;
  /** What control may ask of its cache. */
  readonly caches: CacheDesk;
  /** What chooses models, and takes labels. */
  readonly routing: RouteDesk;
  /** What has other models tried beside. */
  readonly labels: LabelDesk;
  /** Takes on a new configuration; calls under way end under the old one. */
  reconfigure(config: HeadgateConfig): void;
  /** Takes no new calls, lets those under way end, records them, and closes. */
  close(): Promise<void>;
}

/** Starts a gateway: opens the spool, reads the keys, listens. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { log } = options;
  const directory = dataDirectory(options.data);
  let priceBook = loadOwnPriceBook(directory.prices);
  let takenRates = readTakenRates(directory.prices);
  const spool = await openSpool({
    directory: directory.spool,
    writerId: newCallId(),
    segmentBytes: options.config.spool.segment_bytes,
    flushIntervalMs: options.config.spool.flush_interval_ms,
    durability: options.config.spool.durability,
  });
  const keys = await watchKeys(directory.keys, log);
  const deadlines = new Deadlines();
  // Of their own: what is still to be recorded when the gateway stops is given its time.
  const recordingLimits = new Deadlines();
  const patience = new RecordingPatience(recordingLimits);
  const counters = newCounters();
  const memory = new MemoryStore(options.config.caches.exact.max_bytes, () => performance.now());
  const sharedCache = openSharedCache(
    options.config.stores.counters,
    options.config.caches.exact.max_bytes,
  );
  const cacheStore = options.cacheStore ?? sharedCache?.store ?? memory;
  const hear = sharedCache && (async () => near?.hear());
  const exactCache = new ExactCache(cacheStore, sharedCache?.flights, hear);
  // Its thread starts with the first question.
  const ownEmbedder = openEmbedder();
  const semanticCache = new SemanticCache({
    store: cacheStore,
    embedder: options.embedder ?? ownEmbedder,
    limits: nearLimitsOf(options.config),
    ...(options.random !== undefined && { random: options.random }),
    learned: (question) => near?.tell(question),
    ...(hear !== undefined && { hear }),
    failed: (error) => log.warn({ err: error }, "a question was not compared with others"),
  });
  const near = sharedCache?.follow({ exact: exactCache, semantic: semanticCache }, (error) =>
    log.warn({ err: error }, "near questions and purges of other gateways are not known here"),
  );
  // Kept over new configurations: what answers are like does not change with them.
  const learnedLimits = new LearnedLimits();
  const refusedOutput = new RefusedOutput(() => performance.now());
  const historySalt = readHistorySalt(directory.historySalt, options.config.history_salt);
  const factsPace = new FactsPace();
  const context = new ContextLever({
    salt: historySalt,
    maxBytes: options.config.caches.context.max_bytes,
    count: countInTime,
    nowMs: () => performance.now(),
  });
  const ownCalls = new OwnCalls(() => ownUrl(server));
  const promptLever = new PromptLever({
    salt: historySalt,
    undo: undoLimitsOf(options.config),
    count: countTokens,
    failed: (error) => log.warn({ err: error }, "what shortening took away could not be counted"),
  });
  const prefixCache = new PrefixCache(
    prefixLimitsOf(options.config),
    () => performance.now(),
    historySalt,
  );
  const kept = new KeptLearning({
    ...{ folder: directory.learned, learnedLimits, promptLever, context, prefixCache, log },
    nearGroups: semanticCache.groups,
  });
  const ownModel = new OwnModel(() => room);
  const routeDesk = new RouteDesk({
    folder: directory.routing,
    salt: historySalt,
    log,
  });
  const feedback = new FeedbackDesk({
    routeDesk,
    open: () => openState(fewConnections(options.config.stores.state), directory.state),
    nowMs: Date.now,
  });
  const labels = new LabelDesk({ routeDesk, ownCalls, tally: counters.labels, log });
  const caches = createCacheDesk({
    cache: exactCache,
    semantic: semanticCache,
    prefix: prefixCache,
    isShared: cacheStore === sharedCache?.store,
    purged: (what) => near?.tellPurge(what),
    counters,
    startedAtMs: Date.now(),
  });
  const control =
    options.control === undefined
      ? undefined
      : controlProxy({ ...options.control, ownUrl: () => ownUrl(server), log });
  /** It is not ready any more, but still takes calls. */
  let leaving = false;
  let draining = false;
  const overlaysFor = (config: HeadgateConfig): Overlays => {
    const overlays = compileOverlays(config.overlays);
    // Overlays look price records up: the book is laid out now, so that no call waits for it.
    if (!overlays.none) priceBook.record("");
    return overlays;
  };
  const desk = new BudgetDesk({
    store: options.config.stores.counters,
    path: directory.budgets,
    letThroughFile: directory.letThrough,
    durability: options.config.spool.durability,
    counters,
    log,
    isOpened: options.control !== undefined,
  });
  await desk.take(options.config);
  const roomFor = (config: HeadgateConfig, before?: CallRoom): CallRoom => ({
    config,
    policiesBefore: before === undefined ? undefined : policiesBeforeOf(config, before),
    routes: routesFor(config, before?.routes, log),
    keys,
    spool,
    priceBook,
    catalogue: loadModelCatalogue(priceBook, config, { atMs: Date.now() }),
    overlays: overlaysFor(config),
    desk,
    rules: desk.rulesFor(config, priceBook),
    exactCache: config.caches.exact.max_bytes > 0 ? exactCache : undefined,
    semanticCache,
    learnedLimits,
    refusedOutput,
    context,
    ownCalls,
    internalToken: options.control?.token,
    promptLever,
    prefixCache,
    ...{ historySalt, factsPace },
    routeDesk,
    labels,
    deadlines,
    patience,
    counters,
    log,
    underWay: new UnderWay(),
    control,
    draining: () => draining,
  });
  let room = roomFor(withTakenRates(options.config, takenRates));
  semanticCache.use(ownModel.take(room), room.config.policies);
  const metrics = gatewayMetrics(counters, spool, semanticCache, learnedLimits, () =>
    room.routes.providers.values(),
  );
  registerSharedCounterMetrics(metrics, counters);
  registerLeverMetrics(metrics, {
    ...{ counters, context, undo: promptLever.undo, factsPace },
    ...{ routeDesk, labels, feedback },
  });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "/";
    // Below `/v1` as OpenAI's paths are, but nothing of a model's.
    if (path.startsWith(CONTEXT_PATH)) {
      await giveContext({ keys, elided: context.elided }, request, response);
    } else if (path.startsWith(PROMPT_UNDO_PATH)) {
      await givePromptRecord({ keys, undo: promptLever.undo }, request, response);
    } else if (path === FEEDBACK_PATH) {
      await takeFeedback({ keys, desk: feedback, deadlines }, request, response);
    } else if (isBatchPath(path)) await passToBatches({ keys, control }, request, response);
    else if (isModelPath(path) && !isOtlpPath(path)) await handleCall(room, request, response);
    else if (path === "/healthz") answerPlainly(response, 200, "ok");
    else if (path === "/readyz") {
      const ready = spool.healthy && keys.loaded && !leaving;
      answerPlainly(response, ready ? 200 : 503, ready ? "ready" : "not ready");
    } else if (path === "/metrics") {
      const { admin_key: adminKey } = room.config;
      await sendMetrics({ registry: metrics, control, adminKey }, request, response);
    } else if (control === undefined || options.control === undefined) {
      sendControlUnavailable(response);
    } else if (path.startsWith(INTERNAL_CACHE_PATH)) {
      await answerControl(caches, options.control.token, request, response);
    } else if (path.startsWith(INTERNAL_PROMPTS_PATH)) {
      answerPrompts(promptLever.undo, options.control.token, request, response);
    } else if (path.startsWith(INTERNAL_ROUTING_PATH)) {
      const { token } = options.control;
      const { config } = room;
      await answerRouting({ routeDesk, labels, feedback, config, token }, request, response);
    } else await control.forward(request, response);
  };

  const server = createServer(
    {
      // Bodies have a limit of their own, which a new configuration can change; this is the last resort.
      requestTimeout: Math.max(600_000, 2 * options.config.limits.body_timeout_ms),
      headersTimeout: 30_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 75_000,
    },
    (request, response) => {
      // Nobody keeps a connection that is about to end.
      if (leaving) response.setHeader("connection", "close");
      handle(request, response).catch((error: unknown) => {
        log.error({ error: String(error) }, "a request failed");
        if (response.headersSent) response.destroy();
        else answerPlainly(response, 500, "internal error");
      });
    },
  );
  const http2 = openHttp2Door(server, log);
  const { host, port } = options.config.listen;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    caches,
    routing: routeDesk,
    labels,
    reconfigure: (config) => {
      const before = room;
      priceBook = ownPriceBookAgain(directory.prices, priceBook, ({ code, message }) =>
        log.error({ code }, `${message} The prices stay as they were.`),
      );
      takenRates = takenRatesAgain(directory.prices, takenRates, ({ code, message }) =>
        log.error({ code }, `${message} The overlays stay as they were.`),
      );
      // Where it listens, who may manage it and how it records are settled for the life of the process.
      const { listen, admin_key, spool: spoolConfig } = before.config;
      desk.take(config).catch((error: unknown) => {
        // Calls are refused until it opens; each tries again.
        log.error({ error: String(error) }, "the changed budgets could not be made known");
      });
      room = roomFor(
        { ...withTakenRates(config, takenRates), listen, admin_key, spool: spoolConfig },
        before,
      );
      memory.resize(config.caches.exact.max_bytes);
      if (config.caches.exact.max_bytes === 0) exactCache.forgetTexts();
      sharedCache?.store.resize(config.caches.exact.max_bytes);
      semanticCache.resize(nearLimitsOf(config));
      context.elided.resize(config.caches.context.max_bytes);
      promptLever.undo.resize(undoLimitsOf(config));
      prefixCache.resize(prefixLimitsOf(config));
      semanticCache.use(ownModel.take(room), room.config.policies);
      const stay = new Set(room.routes.providers.values());
      const gone = [...before.routes.providers.values()].filter((provider) => !stay.has(provider));
      before.underWay.whenIdle(() => {
        for (const provider of gone) closeConnections(provider, log);
        ownModel.retire();
      });
    },
    close: async () => {
      leaving = true;
      await expired(drainGraceMs(room.config));
      // What is asked for to learn from is asked of this gateway itself, which takes no new calls from here on.
      await Promise.race([labels.close(), expired(room.config.limits.drain_timeout_ms)]);
      draining = true;
      keys.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      http2.closeIdleConnections();
      const timer = setTimeout(() => deadlines.expireAll(), room.config.limits.drain_timeout_ms);
      while (counters.callsUnderWay > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      clearTimeout(timer);
      server.closeIdleConnections();
      // A call over HTTP/2 is settled before its answer has gone its last step.
      await Promise.race([http2.answered(), expired(LAST_ANSWERS_MS)]);
      // Streams of the console never end by themselves.
      await control?.close();
      server.closeAllConnections();
      http2.closeAllConnections();
      await closed;
      await ownModel.close();
      await routeDesk.close();
      await feedback.close();
      kept.close();
      await Promise.all([...room.routes.providers.values()].map(({ pool }) => pool.destroy()));
      await closeEstimator();
      await ownEmbedder.close();
      sharedCache?.close();
      await desk.close();
      await spool.close();
      deadlines.close();
      recordingLimits.close();
    },
  };
}

/** Answers that are settled and still go out over HTTP/2 are given so long, and no stream that never ends is longer. */
const LAST_ANSWERS_MS = 2_000;

/** Resolves when so many milliseconds have passed; keeps no process alive. */
const expired = (ms: number): Promise<void> =>
  ms === 0 ? Promise.resolve() : wait(ms, undefined, { ref: false });
