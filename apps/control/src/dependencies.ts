import type { HeadgateConfig, LoaderStatus } from "@headgate/contract";
import type { LedgerStore, StateStore } from "@headgate/ledger";
import type { PriceBook } from "@headgate/pricing";
import type { Logger } from "pino";
import type { AlarmWatch } from "./alarms/alarm-watch.ts";
import type { BatchFaces } from "./batch/faces/open-faces.ts";
import type { BatchDesk } from "./batch/runner/batch-desk.ts";
import type { GatewayAddress } from "./batch/runner/gateway-address.ts";
import type { BudgetWatch } from "./budgets/budget-watch.ts";
import type { EngineWatch } from "./engines/engine-watch.ts";
import type { ImportDesk } from "./imports/import-desk.ts";
import type { InTurn } from "./in-turn.ts";
import type { Lead } from "./leading/lead.ts";
import type { NodeBoard } from "./leading/node-board.ts";
import type { SharedPrices } from "./leading/shared-prices.ts";
import type { LiveFeed } from "./live/live-feed.ts";
import type { MigrationJobs } from "./migration/migration-jobs.ts";
import type { StoresHold } from "./migration/stores-hold.ts";
import type { ReceivedTally } from "./otlp/received-tally.ts";
import type { PullWatch } from "./pulls/pull-watch.ts";
import type { RecommendationDesk } from "./recommendations/recommendation-desk.ts";
import type { RerateJobs } from "./rerate/rerate-jobs.ts";

/** A failure that did not stop the process, with its code of the catalogue. */
export type Problem = Readonly<{ code: string; message: string }>;

/** All that the HTTP face needs; {@link createApp} adds nothing of its own but the routes. */
export type ControlDependencies = Readonly<{
  /** The configuration as it holds now; the supervisor sends a new one when the file changes. */
  config: () => HeadgateConfig;
  mode: "demo" | "live";
  /** The root of the data directory, as people know it. */
  dataDirectory: string;
  /** Where the snapshot of live keys is published for the gateways. */
  keysFile: string;
  /** The folder with the built console; `undefined` where none was given. */
  consoleDirectory: string | undefined;
  /** The secret of this run, which every request carries. */
  token: string;
  startedAtMs: number;
  ledger: LedgerStore;
  state: StateStore;
  /** Whether the servers answer that stores are on: nobody waits for them for long. */
  engines: EngineWatch;
  loader: Readonly<{ status(): LoaderStatus }>;
  /** The price book as it holds now: its files can change while control runs. */
  prices: () => PriceBook;
  /** The folder with the price files of the data directory. */
  pricesFolder: string;
  liveFeed: LiveFeed;
  rerateJobs: RerateJobs;
  migrationJobs: MigrationJobs;
  /** Whether what would stay behind is held for a move of the stores. */
  storesHold: StoresHold;
  importDesk: ImportDesk;
  alarms: AlarmWatch;
  batches: BatchDesk;
  /** Learns where the gateway can be asked from what it passes on. */
  gateway: GatewayAddress;
  budgets: BudgetWatch;
  pulls: PullWatch;
  received: ReceivedTally;
  /** Who does what must be done once, where several share the state. */
  lead: Lead;
  /** What this node and others of the state go by. */
  nodeBoard: NodeBoard;
  /** Hands prices that were imported or taken over to the other nodes. */
  sharedPrices: SharedPrices;
  recommendations: RecommendationDesk;
  /** For work that holds a history in memory: one at a time. */
  historyTurn: InTurn;
  batchFaces: Pick<BatchFaces, "dependencies" | "keeper">;
  /** What went wrong, was survived and still matters, e.g. a ledger that had to be begun afresh; grows. */
  problems: readonly Problem[];
  log: Logger;
  nowMs: () => number;
  /** False from the moment the process begins to stop. */
  isReady: () => boolean;
}>;
