import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BatchStore, openBatchStore } from "@headgate/batch";
import { configSchema, type HeadgateConfig, INTERNAL_TOKEN_HEADER } from "@headgate/contract";
import {
  dataDirectory,
  type LedgerStore,
  type Loader,
  openDuckdbLedger,
  openSqliteState,
  type StateStore,
  startLoader,
} from "@headgate/ledger";
import { loadPriceBook, type PriceBook } from "@headgate/pricing";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { pino } from "pino";
import type { z } from "zod";
import { type AlarmWatch, createAlarmWatch } from "./alarms/alarm-watch.ts";
import { type BatchKeeper, createBatchKeeper } from "./batch/faces/batch-keeper.ts";
import type { FaceDependencies } from "./batch/faces/face-dependencies.ts";
import { fileRoom } from "./batch/faces/file-room.ts";
import { type BatchDesk, createBatchDesk } from "./batch/runner/batch-desk.ts";
import { createGatewayAddress } from "./batch/runner/gateway-address.ts";
import { withBudgetAlarms } from "./budgets/budget-alarms.ts";
import { type BudgetWatch, createBudgetWatch } from "./budgets/budget-watch.ts";
import { createApp } from "./create-app.ts";
import type { ControlDependencies } from "./dependencies.ts";
import { createEngineWatch } from "./engines/engine-watch.ts";
import { createStoreErrors, type StoreErrors } from "./engines/store-errors.ts";
import { factsOfGateway } from "./gateway/facts-of-gateway.ts";
import { measuredPools } from "./gateway/measured-pools.ts";
import { FORWARDED_HOST_HEADER } from "./http/request-guard.ts";
import { createImportDesk } from "./imports/import-desk.ts";
import { createInTurn } from "./in-turn.ts";
import { configDigest } from "./leading/config-digest.ts";
import type { Lead } from "./leading/lead.ts";
import { createNodeBoard } from "./leading/node-board.ts";
import { unsharedPrices } from "./leading/shared-prices.ts";
import { createLiveFeed, type LiveFeed } from "./live/live-feed.ts";
import { createMigrationJobs } from "./migration/migration-jobs.ts";
import { openStoresHold, type StoresHold } from "./migration/stores-hold.ts";
import { createReceivedTally, type ReceivedTally } from "./otlp/received-tally.ts";
import { createPullWatch, type PullWatch } from "./pulls/pull-watch.ts";
import { createConfigFile } from "./recommendations/config-file.ts";
import { createRecommendationDesk } from "./recommendations/recommendation-desk.ts";
import { createRerateJobs, type RerateJobs } from "./rerate/rerate-jobs.ts";

const TOKEN = "the-token-of-this-run";
/** The moment that every app of the tests believes it is. */
export const NOW_MS = Date.parse("2026-11-23T12:00:00Z");

/** The real stores in a folder of their own, with the loader over an empty spool. */
interface Stores {
  readonly folder: string;
  readonly keysFile: string;
  readonly ledger: LedgerStore;
  readonly state: StateStore;
  readonly batchStore: BatchStore;
  readonly loader: Loader;
  readonly prices: PriceBook;
  /** Holds nothing before a test has it do so. */
  readonly storesHold: StoresHold;
  close(): Promise<void>;
}

/** As the one process of a state in a file. */
const alone: Lead = {
  leads: () => true,
  processes: () => undefined,
  marks: undefined,
  close: async () => undefined,
};

/** One app, asked without a server. */
interface AskedApp {
  readonly app: OpenAPIHono;
  readonly liveFeed: LiveFeed;
  readonly rerateJobs: RerateJobs;
  readonly alarms: AlarmWatch;
  readonly batches: BatchDesk;
  /** Takes clients' batches on when a test says so. */
  readonly keeper: BatchKeeper;
  readonly budgets: BudgetWatch;
  readonly pulls: PullWatch;
  readonly received: ReceivedTally;
  /** What was logged, a JSON line each. */
  readonly logged: readonly string[];
  /** Asks as the gateway does: with the token and the client's Host header passed on. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Asks and reads the answer by its schema. */
  read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
}

export type OpenApp = Stores &
  AskedApp & {
    /** Another app over the same stores: opening a ledger takes its time. */
    another(options: AppOptions): AskedApp;
  };

type AppOptions = Partial<Omit<ControlDependencies, "config">> & {
  config?: unknown;
  /** The file that changes of the configuration are written into. */
  configFile?: string;
  /** What is counted of servers' failures; nothing unless given. */
  storeErrors?: StoreErrors;
};

/** An app over stores of its own, which go when it is closed. */
export async function openApp(options: AppOptions = {}): Promise<OpenApp> {
  const stores = await openStores();
  return {
    ...stores,
    ...appOver(stores, options),
    another: (others) => appOver(stores, others),
  };
}

async function openStores(): Promise<Stores> {
  const folder = await mkdtemp(join(tmpdir(), "headgate-control-"));
  const directory = dataDirectory(folder);
  const ledger = await openDuckdbLedger({ path: directory.ledger });
  const state = await openSqliteState({ path: directory.state });
  const batchStore = await openBatchStore({ path: directory.batch, durability: "process" });
  const loader = startLoader({
    spoolDirectory: directory.spool,
    quarantineDirectory: directory.quarantine,
    store: ledger,
  });
  const storesHold = await openStoresHold({
    path: directory.storesHeld,
    state: { kind: "sqlite" },
    nowMs: () => NOW_MS,
    log: pino({ level: "silent" }),
  });
  return {
    folder,
    storesHold,
    keysFile: directory.keys,
    ledger,
    state,
    batchStore,
    loader,
    prices: loadPriceBook(),
    close: async () => {
      await loader.stop();
      await ledger.close();
      await state.close();
      await batchStore.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function appOver(
  stores: Stores,
  { config, configFile, storeErrors = createStoreErrors(), ...overrides }: AppOptions,
): AskedApp {
  const logged: string[] = [];
  const { storesHold } = stores;
  const liveFeed = overrides.liveFeed ?? createLiveFeed({ nowMs: () => NOW_MS });
  const parsed: HeadgateConfig = configSchema.parse(config ?? {});
  const log = pino({ level: "info" }, { write: (line: string) => logged.push(line) });
  const rerateJobs = createRerateJobs({
    ledger: stores.ledger,
    prices: overrides.prices ?? (() => stores.prices),
    config: () => parsed,
    nowMs: () => NOW_MS,
    log,
  });
  const budgets = createBudgetWatch({
    store: parsed.stores.counters,
    path: dataDirectory(stores.folder).budgets,
    ledger: stores.ledger,
    ledgerName: parsed.stores.counters.kind === "valkey" ? stores.folder : undefined,
    loadNow: () => stores.loader.loadNow(),
    config: () => parsed,
    nowMs: overrides.nowMs ?? (() => NOW_MS),
    log,
  });
  const gateway = createGatewayAddress(() => parsed.listen);
  const batchFiles = fileRoom(dataDirectory(stores.folder).batchFiles);
  const batches = createBatchDesk({
    store: stores.batchStore,
    ledger: stores.ledger,
    removeFile: (id) => batchFiles.remove(id),
    config: () => parsed,
    prices: overrides.prices ?? (() => stores.prices),
    spool: { append: async () => undefined },
    budgets: () => budgets.store(),
    isHeld: () => storesHold.isHeld(),
    gatewayUrl: gateway.url,
    token: TOKEN,
    nowMs: overrides.nowMs ?? (() => NOW_MS),
    log,
  });
  const watched = withBudgetAlarms(parsed);
  const alarms = createAlarmWatch({
    ledger: stores.ledger,
    prices: overrides.prices ?? (() => stores.prices),
    budgets,
    ...factsOfGateway(() => ({ url: gateway.url(), token: TOKEN })),
    state: stores.state,
    config: () => watched,
    nowMs: overrides.nowMs ?? (() => NOW_MS),
    log,
  });
  const importDesk = createImportDesk({
    ledger: stores.ledger,
    prices: overrides.prices ?? (() => stores.prices),
    config: () => parsed,
    nowMs: overrides.nowMs ?? (() => NOW_MS),
  });
  const pulls =
    overrides.pulls ??
    createPullWatch({
      state: stores.state,
      importDesk,
      config: () => parsed,
      folder: dataDirectory(stores.folder).pulls,
      nowMs: overrides.nowMs ?? (() => NOW_MS),
      log,
      // Nobody waits in a test, and nothing is by chance.
      patience: { wait: async () => undefined, random: () => 0.5 },
    });
  const received = createReceivedTally(stores.state, log);
  const nowMs = overrides.nowMs ?? (() => NOW_MS);
  const faces: FaceDependencies = {
    store: stores.batchStore,
    files: batchFiles,
    admit: (requests) => batches.admit(requests),
    cancel: (keyId, which) => batches.cancel(keyId, which),
    config: () => parsed,
    prices: overrides.prices ?? (() => stores.prices),
    nowMs,
    log,
  };
  const keeper = createBatchKeeper(faces);
  const lead = overrides.lead ?? alone;
  const migrationJobs = createMigrationJobs({
    ledger: stores.ledger,
    directory: dataDirectory(stores.folder),
    config: () => parsed,
    hold: storesHold,
    atRest: async () => {
      await keeper.atRest();
      await batches.atRest();
    },
    lead,
    nowMs: () => NOW_MS,
    log,
  });
  const historyTurn = createInTurn();
  const recommendations = createRecommendationDesk({
    ...{ ledger: stores.ledger, state: stores.state, nowMs, historyTurn },
    prices: overrides.prices ?? (() => stores.prices),
    dataDirectory: stores.folder,
    config: () => parsed,
    measured: () => measuredPools({ url: gateway.url(), token: TOKEN }, parsed),
    configFile: createConfigFile({
      path: configFile,
      versions: dataDirectory(stores.folder).configVersions,
      environment: {},
    }),
  });
  const app = createApp({
    config: () => parsed,
    mode: "live",
    dataDirectory: stores.folder,
    keysFile: stores.keysFile,
    consoleDirectory: undefined,
    token: TOKEN,
    startedAtMs: NOW_MS,
    ledger: stores.ledger,
    state: stores.state,
    engines: createEngineWatch({
      stores: parsed.stores,
      ledger: overrides.ledger ?? stores.ledger,
      state: stores.state,
      storeErrors,
      nowMs: () => NOW_MS,
      log,
    }),
    loader: stores.loader,
    prices: () => stores.prices,
    pricesFolder: dataDirectory(stores.folder).prices,
    liveFeed,
    problems: [],
    rerateJobs,
    migrationJobs,
    storesHold,
    importDesk,
    alarms,
    batches,
    gateway,
    budgets,
    pulls,
    received,
    recommendations,
    lead,
    nodeBoard: createNodeBoard({
      ...{ table: undefined, lead, nowMs: () => NOW_MS, log },
      settings: () => ({ config: configDigest(parsed), priceBook: "2026-11-23/000000000000" }),
    }),
    sharedPrices: unsharedPrices,
    historyTurn,
    batchFaces: { dependencies: faces, keeper },
    log,
    nowMs: () => NOW_MS,
    isReady: () => true,
    ...overrides,
  });
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has(INTERNAL_TOKEN_HEADER)) headers.set(INTERNAL_TOKEN_HEADER, TOKEN);
    if (!headers.has(FORWARDED_HOST_HEADER)) headers.set(FORWARDED_HOST_HEADER, "localhost:4100");
    return app.request(path, { ...init, headers });
  };
  return {
    app,
    liveFeed,
    rerateJobs,
    alarms,
    batches,
    keeper,
    budgets,
    pulls,
    received,
    logged,
    ask,
    read: async (path, schema) => {
      const response = await ask(path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return schema.parse(await response.json());
    },
  };
}

/** A JSON body with its content type. */
export const sendJson = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
