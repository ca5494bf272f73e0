import { createHmac } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { type HeadgateConfig, HeadgateError, newCallId } from "@headgate/contract";
import {
  dataDirectory,
  openLedger,
  openSpool,
  openState,
  readHistorySalt,
  startLoader,
} from "@headgate/ledger";
import type { Logger } from "pino";
import { ALARM_INTERVAL_MS, createAlarmWatch } from "./alarms/alarm-watch.ts";
import { openFaces } from "./batch/faces/open-faces.ts";
import { openBatches } from "./batch/open-batches.ts";
import { BATCH_TICK_MS, createBatchDesk } from "./batch/runner/batch-desk.ts";
import { createGatewayAddress } from "./batch/runner/gateway-address.ts";
import { billedLedger } from "./billing/remember-billed-days.ts";
import { alarmedConfig } from "./budgets/budget-alarms.ts";
import { BUDGET_TICK_MS, createBudgetWatch, OPENING_LOOK_MS } from "./budgets/budget-watch.ts";
import { createClosingOrder } from "./closing-order.ts";
import type { ControlSettings } from "./control-environment.ts";
import { createApp } from "./create-app.ts";
import { createCurrentSettings } from "./current-settings.ts";
import type { Problem } from "./dependencies.ts";
import { createEngineWatch, ENGINE_TICK_MS } from "./engines/engine-watch.ts";
import { createStoreErrors } from "./engines/store-errors.ts";
import { finishLoading } from "./finish-loading.ts";
import { factsOfGateway } from "./gateway/facts-of-gateway.ts";
import { measuredPools } from "./gateway/measured-pools.ts";
import { listen } from "./http/listen.ts";
import { createImportDesk } from "./imports/import-desk.ts";
import { createInTurn } from "./in-turn.ts";
import { keepSums } from "./leading/keep-sums.ts";
import { openLead } from "./leading/lead.ts";
import { createLoadsElsewhere } from "./leading/loads-elsewhere.ts";
import { ownPlaces } from "./leading/own-places.ts";
import { shareWithNodes } from "./leading/share-with-nodes.ts";
import { createLiveFeed } from "./live/live-feed.ts";
import { createMigrationJobs } from "./migration/migration-jobs.ts";
import { openStoresHold } from "./migration/stores-hold.ts";
import { createReceivedTally, RECEIVED_FLUSH_MS } from "./otlp/received-tally.ts";
import { publishKeysAlone } from "./publish-keys-alone.ts";
import { createPullWatch, PULL_TICK_MS } from "./pulls/pull-watch.ts";
import { createConfigFile } from "./recommendations/config-file.ts";
import { createRecommendationDesk } from "./recommendations/recommendation-desk.ts";
import { createRerateJobs } from "./rerate/rerate-jobs.ts";
import { ANSWERS_END_WITHIN_MS, SPOOL_LOADS_WITHIN_MS } from "./stop-times.ts";
import { createWeeklyWatch, WEEKLY_INTERVAL_MS } from "./weekly/weekly-watch.ts";

export interface RunningControl {
  readonly url: string;
  /**
   * Resolves with the reason when control cannot go on: its ledger's thread has ended. It is no longer
   * ready then, and a new process has to take over. Never resolves otherwise.
   */
  readonly failed: Promise<Error>;
  /** Takes a changed configuration; what needs a restart (`listen`, `admin_key`) stays as it was. */
  reconfigure(config: HeadgateConfig): void;
  /** Answers what is in flight, loads what is in the spool, closes the stores. Twice is once. */
  stop(): Promise<void>;
}

type Options = Readonly<{ settings: ControlSettings; log: Logger; nowMs?: () => number }>;

/**
 * Opens the stores, starts the loader and answers requests.
 * @throws HeadgateError `data_dir_unusable`, `ledger_locked`, `ledger_corrupt`, `state_unusable` or
 *   `port_taken`; whatever was opened by then is closed again
 */
export async function startControl({
  settings,
  log,
  nowMs = Date.now,
}: Options): Promise<RunningControl> {
  const directory = dataDirectory(settings.dataDirectory);
  const closing = createClosingOrder(log);
  const problems: Problem[] = [];
  await makeDataDirectory(directory.root);
  const current = createCurrentSettings(settings.config, directory.prices, log);
  const { config, prices } = current;
  let ready = true;
  let fail: (reason: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const every = (intervalMs: number, tick: () => unknown): void => {
    const timer = setInterval(tick, intervalMs);
    closing.last(() => clearInterval(timer));
  };
  try {
    const storeErrors = createStoreErrors();
    const store = await openLedger(
      config().stores.ledger,
      {
        path: directory.ledger,
        onProblem: (problem) => {
          problems.push(problem);
          log.error({ code: problem.code }, problem.message);
        },
        onEnded: (reason) => {
          ready = false;
          log.fatal({ err: reason }, "control cannot go on without its ledger");
          fail(reason);
        },
      },
      storeErrors.of("ledger"),
    ).catch(async (error: unknown) => {
      // The gateway goes on by itself meanwhile: it must not take keys for good that were revoked since.
      if (error instanceof HeadgateError && error.code === "ledger_unreachable") {
        await publishKeysAlone(config().stores.state, directory, log);
      }
      throw error;
    });
    closing.last(() => store.close());
    // Everything below writes and reads through this one, the loader and re-ratings too.
    const ledger = billedLedger(config().stores.ledger, store);
    // Before the state is opened: a start that fails since PostgreSQL is away has shipped what waited, each time anew.
    const liveFeed = createLiveFeed({ nowMs });
    const loads = createLoadsElsewhere({ onLoaded: (rows) => liveFeed.loaded(rows), log });
    const loader = startLoader({
      spoolDirectory: directory.spool,
      quarantineDirectory: directory.quarantine,
      store: ledger,
      isShared: config().stores.ledger.kind !== "duckdb",
      onLoaded: (added) => {
        liveFeed.loaded(added);
        loads.loaded(added);
      },
      onProblem: ({ code, message }) => log.warn({ code }, message),
      nowMs,
    });
    closing.last(() => finishLoading(loader, SPOOL_LOADS_WITHIN_MS, log));

    const { stores } = config();
    const state = await openState(stores.state, directory.state, storeErrors.of("state"));
    closing.last(() => state.close());
    // The file may be missing or older than the store: gateways must not trust keys revoked since.
    await state.publishKeys(directory.keys);
    const lead = await openLead({
      state: stores.state,
      lost: (reason) => {
        // What is under way for all nodes ends with the process; the supervisor starts one that follows.
        ready = false;
        log.fatal({ err: reason }, "control ends, since another may lead now");
        fail(reason);
      },
      log,
    });
    closing.last(() => lead.close());
    const whileLeading = (tick: () => unknown) => () => {
      if (lead.leads()) tick();
    };
    for (const problem of ownPlaces(stores)) {
      problems.push(problem);
      log.warn({ code: problem.code }, problem.message);
    }

    const { nodeBoard, sharedPrices } = shareWithNodes({
      ...{ lead, state, stores, directory, loads, every, nowMs, log },
      settings: current.digests,
    });

    const engines = createEngineWatch({
      ...{ stores, ledger, state, storeErrors, nowMs, log },
      ledgerClockMs: store.clockMs?.bind(store),
      stateSkewMs: () => lead.skewMs?.(),
    });
    every(ENGINE_TICK_MS, () => void engines.tick());
    const sums = keepSums({ store: stores.ledger, ledger, leads: () => lead.leads(), log });
    closing.last(() => sums.close());

    // A price file that cannot be used ends the start: history must not be priced without it.
    prices();
    const rerateJobs = createRerateJobs({ ledger, prices, config, nowMs, log });
    closing.last(() => rerateJobs.close());

    // Each node tells shared budgets what its own ledger has. Its salt is no other node's, and cannot be read from the name.
    const hasLedgerOfItsOwn = stores.counters.kind === "valkey" && stores.ledger.kind === "duckdb";
    const budgets = createBudgetWatch({
      store: config().stores.counters,
      failed: storeErrors.of("counters"),
      path: directory.budgets,
      ledger,
      ledgerName: hasLedgerOfItsOwn
        ? createHmac("sha256", readHistorySalt(directory.historySalt))
            .update("the ledger of budgets")
            .digest("hex")
            .slice(0, 16)
        : undefined,
      loadNow: async () => {
        const unreadable = await loader.loadReadable();
        // It may never be mended, and would keep each new budget closed until then.
        if (unreadable === undefined) return;
        log.warn(
          { err: unreadable },
          "budgets are opened without a file of the spool that cannot be read",
        );
      },
      config,
      nowMs,
      log,
    });
    closing.last(() => budgets.close());
    // What this machine counts, or its ledger alone can tell, is this machine's to look through; else it is the leader's.
    const whereCounted = (look: () => void) =>
      stores.counters.kind === "local" || hasLedgerOfItsOwn ? look : whileLeading(look);
    every(
      BUDGET_TICK_MS,
      whereCounted(() => void budgets.tick()),
    );
    every(
      OPENING_LOOK_MS,
      whereCounted(() => void budgets.openClosed()),
    );

    const spool = await openSpool({
      directory: directory.spool,
      writerId: newCallId(),
      segmentBytes: config().spool.segment_bytes,
      flushIntervalMs: config().spool.flush_interval_ms,
      durability: config().spool.durability,
    });
    closing.last(() => spool.close());
    const gateway = createGatewayAddress(() => config().listen);
    const held = { path: directory.storesHeld, state: stores.state };
    const storesHold = await openStoresHold({ ...held, nowMs, log });
    const { store: batchStore, files: batchFiles } = await openBatches(config(), directory);
    closing.last(() => batchStore.close());
    const batches = createBatchDesk({
      store: batchStore,
      ledger,
      removeFile: (id) => batchFiles.remove(id),
      config,
      prices,
      spool,
      budgets: () => budgets.store(),
      isHeld: () => storesHold.isHeld(),
      gatewayUrl: gateway.url,
      token: settings.token,
      nowMs,
      log,
    });
    closing.last(() => batches.close());
    every(
      BATCH_TICK_MS,
      whileLeading(() => batches.tick()),
    );

    const alarms = createAlarmWatch({
      ledger,
      prices,
      budgets,
      ...factsOfGateway(() => ({ url: gateway.url(), token: settings.token })),
      state,
      config: alarmedConfig(config),
      nowMs,
      log,
    });
    closing.last(() => alarms.close());
    // Not at once: what waits in the spool is not in the ledger yet, and would be missed.
    every(
      ALARM_INTERVAL_MS,
      whileLeading(() => alarms.tick()),
    );

    const weekly = createWeeklyWatch({
      ...{ ledger, loader, nowMs, log, config, prices },
      folder: directory.reports,
      marks: lead.marks,
    });
    closing.last(() => weekly.close());
    every(
      WEEKLY_INTERVAL_MS,
      whileLeading(() => weekly.tick()),
    );
    const importDesk = createImportDesk({ ledger, prices, config, nowMs });
    const pulls = createPullWatch({
      state,
      importDesk,
      leads: () => lead.leads(),
      config,
      folder: directory.pulls,
      nowMs,
      log,
    });
    closing.last(() => pulls.close());
    every(
      PULL_TICK_MS,
      whileLeading(() => pulls.tick()),
    );

    const received = createReceivedTally(state, log);
    const flushTimer = setInterval(() => void received.flush(), RECEIVED_FLUSH_MS);
    closing.last(async () => {
      clearInterval(flushTimer);
      await received.flush();
    });

    const batchFaces = openFaces({
      store: batchStore,
      files: batchFiles,
      admit: (requests) => batches.admit(requests),
      cancel: (keyId, which) => batches.cancel(keyId, which),
      takesOn: () => lead.leads() && !storesHold.isHeld(),
      config,
      prices,
      nowMs,
      log,
    });
    closing.last(() => batchFaces.close());

    const migrationJobs = createMigrationJobs({
      ...{ ledger, directory, config, lead, nowMs, log },
      hold: storesHold,
      atRest: async () => {
        await batchFaces.keeper.atRest();
        await batches.atRest();
      },
    });
    closing.last(() => migrationJobs.close());

    const historyTurn = createInTurn();
    const recommendations = createRecommendationDesk({
      ...{ ledger, state, nowMs, historyTurn, prices, config, dataDirectory: directory.root },
      measured: () => measuredPools({ url: gateway.url(), token: settings.token }, config()),
      configFile: createConfigFile({
        path: settings.configFile,
        versions: directory.configVersions,
        environment: process.env,
        isOneOfSeveral: stores.state.kind === "postgres",
      }),
    });
    closing.last(() => recommendations.close());

    const app = createApp({
      config,
      mode: settings.mode,
      dataDirectory: directory.root,
      keysFile: directory.keys,
      consoleDirectory: settings.consoleDirectory,
      token: settings.token,
      startedAtMs: nowMs(),
      ledger,
      state,
      engines,
      loader,
      prices,
      pricesFolder: directory.prices,
      liveFeed,
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
      nodeBoard,
      sharedPrices,
      historyTurn,
      batchFaces,
      problems,
      log,
      nowMs,
      isReady: () => ready,
    });
    const server = await listen(app, settings.port);
    closing.last(() =>
      server.close(Math.min(config().limits.drain_timeout_ms / 4, ANSWERS_END_WITHIN_MS)),
    );
    closing.last(() => liveFeed.close());

    return {
      url: server.url,
      failed,
      reconfigure: current.change,
      stop: () => {
        ready = false;
        return closing.close();
      },
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function makeDataDirectory(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new HeadgateError("data_dir_unusable", root, {}, { cause: error });
  }
}
