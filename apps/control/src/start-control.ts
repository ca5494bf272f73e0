import { mkdir } from "node:fs/promises";
import { type HeadgateConfig, HeadgateError, newCallId } from "@headgate/contract";
import {
  dataDirectory,
  type Loader,
  openLedger,
  openSpool,
  openState,
  startLoader,
} from "@headgate/ledger";
import {
  loadOwnPriceBook,
  type PriceBook,
  readTakenRates,
  takenRatesAgain,
  withTakenRates,
} from "@headgate/pricing";
import type { Logger } from "pino";
import { ALARM_INTERVAL_MS, createAlarmWatch } from "./alarms/alarm-watch.ts";
import { openFaces } from "./batch/faces/open-faces.ts";
import { openBatches } from "./batch/open-batches.ts";
import { BATCH_TICK_MS, createBatchDesk } from "./batch/runner/batch-desk.ts";
import { createGatewayAddress } from "./batch/runner/gateway-address.ts";
import { rememberBilledDays } from "./billing/remember-billed-days.ts";
import { withBudgetAlarms } from "./budgets/budget-alarms.ts";
import { BUDGET_TICK_MS, createBudgetWatch } from "./budgets/budget-watch.ts";
import { createClosingOrder } from "./closing-order.ts";
import type { ControlSettings } from "./control-environment.ts";
import { createApp } from "./create-app.ts";
import type { Problem } from "./dependencies.ts";
import { routingTroubles } from "./gateway/routing-troubles.ts";
import { listen } from "./http/listen.ts";
import { createImportDesk } from "./imports/import-desk.ts";
import { createInTurn } from "./in-turn.ts";
import { createKeyFollower, FOLLOW_KEYS_MS } from "./leading/follow-keys.ts";
import { openLead } from "./leading/lead.ts";
import { ownLedger } from "./leading/own-ledger.ts";
import { createLiveFeed } from "./live/live-feed.ts";
import { createReceivedTally, RECEIVED_FLUSH_MS } from "./otlp/received-tally.ts";
import { createPullWatch, PULL_TICK_MS } from "./pulls/pull-watch.ts";
import { createConfigFile } from "./recommendations/config-file.ts";
import { createRecommendationDesk } from "./recommendations/recommendation-desk.ts";
import { createRerateJobs } from "./rerate/rerate-jobs.ts";
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
  let takenRates = readTakenRates(directory.prices);
  let config = withTakenRates(settings.config, takenRates);
  let ready = true;
  let fail: (reason: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  let prices: PriceBook | undefined;
  const currentPrices = (): PriceBook => {
    prices ??= loadOwnPriceBook(directory.prices);
    return prices;
  };
  try {
    const store = await openLedger(config.stores.ledger, {
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
    });
    closing.last(() => store.close());
    // Everything below writes and reads through this one, the loader and re-ratings too.
    const ledger = rememberBilledDays(store);
    const { stores } = config;
    const state = await openState(stores.state, directory.state);
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
    if (stores.state.kind === "postgres") {
      const follow = createKeyFollower({ state, file: directory.keys, log });
      const followTimer = setInterval(() => void follow(), FOLLOW_KEYS_MS);
      closing.last(() => clearInterval(followTimer));
      if (stores.ledger.kind === "duckdb") {
        problems.push(ownLedger);
        log.warn({ code: ownLedger.code }, ownLedger.message);
      }
    }

    const liveFeed = createLiveFeed({ nowMs });
    const loader = startLoader({
      spoolDirectory: directory.spool,
      quarantineDirectory: directory.quarantine,
      store: ledger,
      onLoaded: (added) => liveFeed.loaded(added),
      onProblem: ({ code, message }) => log.warn({ code }, message),
      nowMs,
    });
    closing.last(() => finishLoading(loader, config.limits.drain_timeout_ms / 4, log));

    // A price file that cannot be used ends the start: history must not be priced without it.
    currentPrices();
    const rerateJobs = createRerateJobs({
      ledger,
      prices: currentPrices,
      config: () => config,
      nowMs,
      log,
    });
    closing.last(() => rerateJobs.close());

    const budgets = createBudgetWatch({
      store: config.stores.counters,
      path: directory.budgets,
      ledger,
      config: () => config,
      nowMs,
      log,
    });
    closing.last(() => budgets.close());
    const budgetTimer = setInterval(
      // What this machine counts is this machine's to look through; what all count is the leader's.
      stores.counters.kind === "local"
        ? () => void budgets.tick()
        : whileLeading(() => budgets.tick()),
      BUDGET_TICK_MS,
    );
    closing.last(() => clearInterval(budgetTimer));

    const spool = await openSpool({
      directory: directory.spool,
      writerId: newCallId(),
      segmentBytes: config.spool.segment_bytes,
      flushIntervalMs: config.spool.flush_interval_ms,
      durability: config.spool.durability,
    });
    closing.last(() => spool.close());
    const gateway = createGatewayAddress(() => config.listen);
    const { store: batchStore, files: batchFiles } = await openBatches(config, directory);
    closing.last(() => batchStore.close());
    const batches = createBatchDesk({
      store: batchStore,
      ledger,
      removeFile: (id) => batchFiles.remove(id),
      config: () => config,
      prices: currentPrices,
      spool,
      budgets: () => budgets.store(),
      gatewayUrl: gateway.url,
      token: settings.token,
      nowMs,
      log,
    });
    closing.last(() => batches.close());
    const batchTimer = setInterval(
      whileLeading(() => batches.tick()),
      BATCH_TICK_MS,
    );
    closing.last(() => clearInterval(batchTimer));

    // The same object while the configuration is the same: what was looked at is known by it.
    let watchedOf: HeadgateConfig | undefined;
    let watchedNow = config;
    const watched = (): HeadgateConfig => {
      if (watchedOf !== config) {
        watchedOf = config;
        watchedNow = withBudgetAlarms(config);
      }
      return watchedNow;
    };
    const alarms = createAlarmWatch({
      ledger,
      prices: currentPrices,
      budgets,
      routingTroubles: () => routingTroubles({ url: gateway.url(), token: settings.token }),
      state,
      config: watched,
      nowMs,
      log,
    });
    closing.last(() => alarms.close());
    // Not at once: what waits in the spool is not in the ledger yet, and would be missed.
    const alarmTimer = setInterval(
      whileLeading(() => alarms.tick()),
      ALARM_INTERVAL_MS,
    );
    closing.last(() => clearInterval(alarmTimer));

    const weekly = createWeeklyWatch({
      ...{ ledger, loader, nowMs, log, prices: currentPrices },
      config: () => config,
      prices: currentPrices,
      folder: directory.reports,
      marks: lead.marks,
    });
    closing.last(() => weekly.close());
    const weeklyTimer = setInterval(
      whileLeading(() => weekly.tick()),
      WEEKLY_INTERVAL_MS,
    );
    closing.last(() => clearInterval(weeklyTimer));
    const importDesk = createImportDesk({
      ledger,
      prices: currentPrices,
      config: () => config,
      nowMs,
    });
    const pulls = createPullWatch({
      state,
      importDesk,
      leads: () => lead.leads(),
      config: () => config,
      folder: directory.pulls,
      nowMs,
      log,
    });
    closing.last(() => pulls.close());
    const pullTimer = setInterval(
      whileLeading(() => pulls.tick()),
      PULL_TICK_MS,
    );
    closing.last(() => clearInterval(pullTimer));

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
      leads: () => lead.leads(),
      config: () => config,
      nowMs,
      log,
    });
    closing.last(() => batchFaces.close());

    const historyTurn = createInTurn();
    const recommendations = createRecommendationDesk({
      ...{ ledger, state, nowMs, historyTurn, prices: currentPrices },
      dataDirectory: directory.root,
      config: () => config,
      configFile: createConfigFile({
        path: settings.configFile,
        versions: directory.configVersions,
        environment: process.env,
        isOneOfSeveral: stores.state.kind === "postgres",
      }),
    });

    const app = createApp({
      config: () => config,
      mode: settings.mode,
      dataDirectory: directory.root,
      keysFile: directory.keys,
      consoleDirectory: settings.consoleDirectory,
      token: settings.token,
      startedAtMs: nowMs(),
      ledger,
      state,
      loader,
      prices: currentPrices,
      pricesFolder: directory.prices,
      liveFeed,
      rerateJobs,
      importDesk,
      alarms,
      batches,
      gateway,
      budgets,
      pulls,
      received,
      recommendations,
      lead,
      historyTurn,
      batchFaces,
      problems,
      log,
      nowMs,
      isReady: () => ready,
    });
    const server = await listen(app, settings.port);
    // A quarter of the drain time for requests, one for the spool's last rows, the rest to close stores.
    closing.last(() => server.close(config.limits.drain_timeout_ms / 4));
    closing.last(() => liveFeed.close());

    return {
      url: server.url,
      failed,
      reconfigure: (changed) => {
        // What guards the management API holds for the life of the process, in the gateway as here.
        const { listen: listenAtStart, admin_key: adminKeyAtStart } = settings.config;
        prices = readAgain(directory.prices, currentPrices(), log);
        takenRates = takenRatesAgain(directory.prices, takenRates, ({ code, message }) =>
          log.error({ code }, `${message} The overlays stay as they were.`),
        );
        config = {
          ...withTakenRates(changed, takenRates),
          listen: listenAtStart,
          admin_key: adminKeyAtStart,
        };
      },
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

/** The price book as its files are now; when they cannot be used, the one before goes on, and that is told. */
function readAgain(folder: string, before: PriceBook, log: Logger): PriceBook {
  try {
    return loadOwnPriceBook(folder);
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    log.error({ code: error.code }, `${error.message} The prices stay as they were.`);
    return before;
  }
}

/** Loads the spool's last rows for at most `limitMs`; what is left is loaded by the next start. */
async function finishLoading(loader: Loader, limitMs: number, log: Logger): Promise<void> {
  const lastLoad = loader.loadNow().catch((error: unknown) => {
    log.warn({ err: error }, "the spool's last rows wait for the next start");
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([lastLoad, limit]);
  clearTimeout(timer);
  await loader.stop();
}

async function makeDataDirectory(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new HeadgateError("data_dir_unusable", root, {}, { cause: error });
  }
}
