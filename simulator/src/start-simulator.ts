import { once } from "node:events";
import { createServer } from "node:http";
import { openBatchStore } from "./batch/batch-store.ts";
import { reportBatches } from "./batch/report.ts";
import { isS3Path } from "./batch/s3.ts";
import { loadModels } from "./models.ts";
import { ExpiringSet } from "./server/expiring-set.ts";
import { createFaultDice } from "./server/fault-dice.ts";
import { createRateLimiter } from "./server/rate-limiter.ts";
import { readBody } from "./server/read-body.ts";
import { createRequestHandler } from "./server/request-handler.ts";
import { type SimulatorOptions, simulatorOptionsSchema } from "./server/simulator-options.ts";
import { createStats, type SimulatorStats } from "./server/simulator-stats.ts";
import { createIdMaker } from "./text/ids.ts";
import { createTextPool } from "./text/text-pool.ts";

/** A running simulator. */
export interface Simulator {
  /** Where it listens, without a path; both providers' paths begin with `/v1`. */
  readonly url: string;
  stats(): SimulatorStats;
  /** Stops at once, breaking off answers under way; may be called again. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** Tells what was made of batches, for who runs the simulator as a process of its own. */
const REPORT_PATH = "/simulator/batches";
const MAX_BATCH_BYTES = 300 * 1024 * 1024;
const MAX_CACHED_PREFIXES = 200_000;
/** Longer than clients keep idle connections, so that none is closed under a request. */
const KEEP_ALIVE_MS = 120_000;

/** Starts stand-in OpenAI and Anthropic servers on one port. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { nowMs = Date.now, ...given } = options;
  const settings = simulatorOptionsSchema.parse(given);
  const stats = createStats();
  const batchStore = openBatchStore(settings.batches.dir);
  const promptCache = new ExpiringSet(MAX_CACHED_PREFIXES);
  const handle = createRequestHandler({
    settings,
    nowMs,
    stats,
    promptCache,
    batchStore,
    models: loadModels(settings.models, settings.skills),
    pool: createTextPool(settings.seed),
    ids: createIdMaker(settings.seed),
    dice: createFaultDice(settings.faults, settings.seed),
    limiter:
      settings.requestsPerMinute === undefined
        ? undefined
        : createRateLimiter(settings.requestsPerMinute),
  });

  const server = createServer((request, response) => {
    if (request.url === REPORT_PATH) {
      response.end(JSON.stringify(reportBatches(batchStore)));
      return;
    }
    stats.requests += 1;
    const number = stats.requests;
    readBody(request, mostBytes(request.url ?? "/"), (body) =>
      handle({ request, response, body, number }),
    );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = 0;
  server.listen(settings.port, settings.host);
  await once(server, "listening");

  let closing: Promise<void> | undefined;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${host}:${address.port}`,
    stats: () => ({
      ...stats,
      answers: { ...stats.answers },
      faults: { ...stats.faults },
      batches: reportBatches(batchStore),
      cachedPrefixes: promptCache.size,
    }),
    close() {
      closing ??= new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

/** Files of batches and batches themselves are larger than any call. */
const mostBytes = (path: string): number =>
  isS3Path(path) || /\/(?:files|messages\/batches)$/.test(path) ? MAX_BATCH_BYTES : MAX_BODY_BYTES;
