import { isDeepStrictEqual } from "node:util";
import { copyBatchStore } from "@headgate/batch";
import {
  type HeadgateConfig,
  HeadgateError,
  type MigrationProgress,
  type MigrationResult,
} from "@headgate/contract";
import {
  copyLedger,
  copyState,
  type DataDirectory,
  type LedgerStore,
  openLedger,
} from "@headgate/ledger";
import { copyBatchFiles } from "./copy-batch-files.ts";

export type CopyStoresOptions = Readonly<{
  config: Pick<HeadgateConfig, "stores" | "move_to" | "spool" | "budgets">;
  directory: DataDirectory;
  /** The ledger that is open already, as it is in a process that runs. */
  ledger: LedgerStore;
  dryRun: boolean;
  /** Only adds what the ledger of `move_to` was given after it was copied for the last time to the one that is open. */
  rest: boolean;
  onProgress: (progress: MigrationProgress) => void;
  signal: AbortSignal;
}>;

/** @throws HeadgateError `migration_unset` where the configuration does not say where to, or names the same places */
export function moveToOf({
  stores,
  move_to: moveTo,
}: Pick<HeadgateConfig, "stores" | "move_to">): NonNullable<HeadgateConfig["move_to"]> {
  if (moveTo === undefined) throw new HeadgateError("migration_unset");
  if (isDeepStrictEqual(stores, moveTo)) {
    throw new HeadgateError("migration_unset", "`move_to` names the same places as `stores`.");
  }
  return moveTo;
}

/** What was copied; whether anything is held is known to whoever asked. */
export type CopiedStores = Omit<MigrationResult, "held">;

/**
 * Copies what `stores` names to where `move_to` says, and compares both sides. Counters are not copied: what was spent is read
 * anew from the ledger where budgets are new, and the result says so.
 *
 * @throws HeadgateError `migration_unset` where nothing is to be moved, and as the stores do that are opened
 */
export async function copyStores(options: CopyStoresOptions): Promise<CopiedStores> {
  const { config, directory, ledger: open, dryRun, rest, onProgress, signal } = options;
  const { stores } = config;
  const moveTo = moveToOf(config);
  const counters = isDeepStrictEqual(stores.counters, moveTo.counters)
    ? null
    : { budgets: config.budgets.length };

  let ledger: MigrationResult["ledger"] = null;
  if (!isDeepStrictEqual(stores.ledger, moveTo.ledger)) {
    const other = await openLedger(moveTo.ledger, { path: directory.ledger });
    try {
      const copy = await copyLedger({
        ...(rest ? { source: other, target: open } : { source: open, target: other }),
        dryRun,
        rest,
        signal,
        folder: directory.migration,
        onProgress: (progress) => onProgress({ part: "ledger", ...progress }),
      });
      await other.checkpoint();
      ledger = {
        ...copy,
        tables: copy.tables.map((table) => ({ ...table, days: [...table.days] })),
      };
    } finally {
      await other.close();
    }
  }
  const without = { state: null, batch: null, files: null, counters };
  if (ledger !== null && ledger.ahead > 0) return { equal: false, ledger, ...without };
  if (rest || isDeepStrictEqual(stores.state, moveTo.state)) {
    return { equal: ledger?.equal ?? true, ledger, ...without };
  }

  const between = { from: stores.state, to: moveTo.state, dryRun };
  const begin = (part: MigrationProgress["part"]): void => {
    signal.throwIfAborted();
    onProgress({ part, table: null, hours: 0, of: 0, copied: 0 });
  };
  begin("state");
  const state = plain(await copyState({ ...between, path: directory.state }));
  if (state.ahead !== null) return { equal: false, ledger, ...without, state };
  begin("batch");
  const batch = plain(await copyBatchStore({ ...between, path: directory.batch }));
  if (batch.ahead !== null) return { equal: false, ledger, state, batch, files: null, counters };
  begin("files");
  const files = await copyBatchFiles({ config, to: moveTo, directory, dryRun });
  const parts = [ledger, state, batch, files];
  const equal = parts.every((part) => part?.equal ?? true);
  return { equal, ledger, state, batch, files, counters };
}

const plain = ({ equal, ahead, tables }: Awaited<ReturnType<typeof copyState>>) => ({
  equal,
  ahead,
  tables: [...tables],
});
