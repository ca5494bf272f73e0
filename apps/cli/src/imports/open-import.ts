import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { configSchema, type HeadgateConfig, HeadgateError, statusSchema } from "@headgate/contract";
import { dataDirectory, type LedgerStore, openLedger, readHistorySalt } from "@headgate/ledger";
import {
  loadOwnPriceBook,
  type PriceBook,
  readTakenRates,
  withTakenRates,
} from "@headgate/pricing";
import {
  createLedgerSink,
  createPromptReader,
  type ImportSink,
  importMemoryLimit,
  inLargeBatches,
  openTemporaryLedger,
  type PromptReader,
} from "@headgate/sources";
import { dataDirectoryPath, prepareDataDirectory } from "../management/data-directory.ts";
import type { ManagementApi } from "../management/management-api.ts";
import { lockDataDirectory } from "../supervisor/data-lock.ts";
import { findConfigSource, readConfig } from "../supervisor/start-plan.ts";
import { createHttpSink } from "./http-sink.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type ImportPlace = Readonly<{
  api: ManagementApi;
  isAddressGiven: boolean;
  data: string | undefined;
  config: string | undefined;
  dryRun: boolean;
  environment: Environment;
  workingDirectory: string;
  /** Told where the import goes when no running Headgate takes it. */
  onDirect: (root: string) => void;
  /** Told where requests are keyed with a salt that may not be that of the Headgate which takes them. */
  onSaltUnknown: () => void;
}>;

/** A sink, and what has to be closed behind it. */
export type OpenImport = Readonly<{
  sink: ImportSink;
  /** What requests are looked at with; undefined where the configuration keeps nothing of them. */
  prompts: PromptReader | undefined;
  close(): Promise<void>;
}>;

/**
 * Where an import goes: the Headgate that runs, or the data directory's ledger, opened under its lock, when
 * none answers or `--data` names one; a dry run to a ledger that is deleted afterwards.
 *
 * @throws HeadgateError `ledger_locked` when another process has the data directory, `gateway_unreachable` where the ledger is on a server
 */
export async function openImport(place: ImportPlace): Promise<OpenImport> {
  if (place.dryRun) return openPassingImport(place);
  if (place.data === undefined || place.isAddressGiven) {
    try {
      await place.api.get("/api/status", {}, statusSchema);
      // Where its configuration keeps nothing of requests, it takes nothing of them.
      const prompts = createPromptReader(configSchema.parse({}), await runningSalt(place));
      return {
        sink: inLargeBatches(createHttpSink(place.api)),
        prompts,
        close: async () => undefined,
      };
    } catch (error) {
      const isAway = error instanceof HeadgateError && error.code === "gateway_unreachable";
      if (!isAway || place.isAddressGiven) throw error;
    }
  }
  return openDirect(place);
}

/** What a ledger that is opened here is prepared by. */
type LedgerPlace = Pick<ImportPlace, "data" | "config" | "environment" | "workingDirectory">;

/** An import into a ledger of this process, which answers reports as well. */
export type OpenLedgerImport = OpenImport &
  Readonly<{ store: LedgerStore; config: HeadgateConfig; prices: PriceBook }>;

const openDirect = async (place: ImportPlace): Promise<OpenImport> => {
  const opened = await openDirectImport(place);
  place.onDirect(opened.root);
  return opened;
};

/** A ledger on a server has no lock here: other nodes may be importing, and are priced and labelled by their own files. */
function refuseShared({ stores }: HeadgateConfig): void {
  if (stores.ledger.kind === "duckdb") return;
  throw new HeadgateError(
    "gateway_unreachable",
    `The ledger is at ${new URL(stores.ledger.url).host}, where other nodes may write to it: an import goes through one of these. Name it with --url.`,
  );
}

/**
 * Opens the data directory's ledger, under its lock, for an import.
 *
 * @throws HeadgateError `ledger_locked` when another process has the data directory, `gateway_unreachable` where the ledger is on a server
 */
export async function openDirectImport(
  place: LedgerPlace,
): Promise<OpenLedgerImport & Readonly<{ root: string }>> {
  const config = await configOf(place);
  refuseShared(config);
  const root = dataDirectoryPath(place.data, place.environment);
  await prepareDataDirectory(root);
  const unlock = await lockDataDirectory(root);
  try {
    const directory = dataDirectory(root);
    const book = loadOwnPriceBook(directory.prices);
    const store = await openLedger(config.stores.ledger, {
      path: directory.ledger,
      memoryLimit: importMemoryLimit,
    });
    return {
      root,
      store,
      config,
      prices: book,
      prompts: createPromptReader(
        config,
        readHistorySalt(directory.historySalt, config.history_salt),
      ),
      sink: createLedgerSink({ store, book, config, nowMs: Date.now }),
      close: async () => {
        try {
          await store.checkpoint();
          await store.close();
        } finally {
          await unlock();
        }
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Opens a ledger for an import of which nothing is kept: it is deleted when it is closed. */
export async function openPassingImport(place: LedgerPlace): Promise<OpenLedgerImport> {
  const config = await configOf(place);
  const { prices } = directoryOf(place);
  const book = loadOwnPriceBook(prices);
  const { store, close } = await openTemporaryLedger();
  const sink = createLedgerSink({ store, book, config, nowMs: Date.now });
  return {
    store,
    config,
    prices: book,
    // What is not kept is compared with nothing else.
    prompts: createPromptReader(config, newSalt()),
    // What a ledger without any row would make of it; nothing is kept, so it has no number.
    sink: {
      ...sink,
      finish: async (ending) => ({ ...(await sink.finish(ending)), import_number: null }),
    },
    close,
  };
}

/** What the Headgate that runs keys requests with, as far as it can be known here: a salt never leaves its machine. */
async function runningSalt(place: ImportPlace): Promise<Buffer> {
  const { historySalt } = directoryOf(place);
  let configured: string | undefined;
  let isRead = true;
  try {
    configured = (await configOf(place)).history_salt;
  } catch (error) {
    // It may need secrets that only the Headgate that runs is given.
    if (!(error instanceof HeadgateError) || error.code !== "config_invalid") throw error;
    isRead = false;
  }
  const isKnown = configured !== undefined || existsSync(historySalt);
  if (!isKnown || !isRead) place.onSaltUnknown();
  return isKnown ? readHistorySalt(historySalt, configured) : newSalt();
}

/** The configuration that a start would take, an empty one where there is none, with overlays taken over from bills. */
async function configOf(place: LedgerPlace): Promise<HeadgateConfig> {
  const { config, environment, workingDirectory } = place;
  const source = findConfigSource(config, environment, workingDirectory);
  const own = (await readConfig(source, environment, {})) ?? configSchema.parse({});
  return withTakenRates(own, readTakenRates(directoryOf(place).prices));
}

const directoryOf = ({ data, environment }: Pick<LedgerPlace, "data" | "environment">) =>
  dataDirectory(dataDirectoryPath(data, environment));

const newSalt = (): Buffer => randomBytes(32);
