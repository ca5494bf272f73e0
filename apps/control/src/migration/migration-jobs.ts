import { randomUUID } from "node:crypto";
import {
  type HeadgateConfig,
  HeadgateError,
  type MigrationJob,
  type MigrationProgress,
  type MigrationRequest,
} from "@headgate/contract";
import type { DataDirectory, LedgerStore } from "@headgate/ledger";
import type { Logger } from "pino";
import { asHeadgateError } from "../http/api-error.ts";
import { copyStores, moveToOf } from "./copy-stores.ts";

/** Copies the stores to where they are to be moved, in the background, while Headgate runs; one at a time. */
export interface MigrationJobs {
  /** Starts a job and tells how it stands. @throws HeadgateError `migration_running`, `migration_unset` */
  start(request: MigrationRequest): MigrationJob;
  /** The last job of this process, as it stands. */
  find(id: string): MigrationJob | undefined;
  /** Ends a job that runs: what was copied by then stays. */
  close(): Promise<void>;
}

type Dependencies = Readonly<{
  ledger: LedgerStore;
  directory: DataDirectory;
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
}>;

export function createMigrationJobs({
  ledger,
  directory,
  config,
  nowMs,
  log,
}: Dependencies): MigrationJobs {
  const stopping = new AbortController();
  let job: MigrationJob | undefined;
  let running: Promise<void> | undefined;

  async function run(id: string, { dry_run: dryRun, rest }: MigrationRequest): Promise<void> {
    const change = (part: Partial<MigrationJob>): void => {
      if (job?.id === id) job = { ...job, ...part };
    };
    try {
      const result = await copyStores({
        config: config(),
        directory,
        ledger,
        dryRun,
        rest,
        onProgress: (progress) => change({ progress }),
        signal: stopping.signal,
      });
      log.info(
        { equal: result.equal, dry_run: dryRun, rest },
        "the stores were copied and compared",
      );
      change({ state: "done", result });
    } catch (thrown) {
      const { code, message, entry } = asHeadgateError(thrown, id);
      log.error({ err: thrown, job: id }, "the stores could not be copied");
      change({ state: "failed", error: { code, message, mend: entry.mend } });
    }
  }

  return {
    start(request) {
      if (running !== undefined) throw new HeadgateError("migration_running");
      moveToOf(config());
      const id = randomUUID();
      job = {
        id,
        ...request,
        state: "running",
        started_at: new Date(nowMs()).toISOString(),
        progress: nothingYet,
        result: null,
        error: null,
      };
      running = run(id, request).finally(() => {
        running = undefined;
      });
      return job;
    },
    find: (id) => (job?.id === id ? job : undefined),
    async close() {
      stopping.abort(new HeadgateError("draining", "Control is stopping."));
      await running;
    },
  };
}

const nothingYet: MigrationProgress = { part: "ledger", table: null, hours: 0, of: 0, copied: 0 };
