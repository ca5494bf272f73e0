import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
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
import type { Lead } from "../leading/lead.ts";
import { copyStores, moveToOf } from "./copy-stores.ts";
import type { StoresHold } from "./stores-hold.ts";

/** Copies the stores to where they are to be moved, in the background, while Headgate runs; one at a time. */
export interface MigrationJobs {
  /** Starts a job and tells how it stands. @throws HeadgateError `migration_running`, `migration_unset` */
  start(request: MigrationRequest): MigrationJob;
  /** @returns whether anything was held for a move. @throws HeadgateError `migration_running` */
  lift(): Promise<boolean>;
  /** The last job of this process, as it stands. */
  find(id: string): MigrationJob | undefined;
  /** Ends a job that runs: what was copied by then stays. */
  close(): Promise<void>;
}

type Dependencies = Readonly<{
  ledger: LedgerStore;
  directory: DataDirectory;
  config: () => HeadgateConfig;
  hold: StoresHold;
  /** Waits until what was begun of work that waits is written down; nothing more is begun while it is held. */
  atRest: () => Promise<void>;
  lead: Pick<Lead, "processes">;
  nowMs: () => number;
  log: Logger;
}>;

export function createMigrationJobs({
  ledger,
  directory,
  config,
  hold,
  atRest,
  lead,
  nowMs,
  log,
}: Dependencies): MigrationJobs {
  const stopping = new AbortController();
  let job: MigrationJob | undefined;
  let running: Promise<void> | undefined;

  /** Holds what is about to move: a ledger alone is given afterwards what it lacks. */
  async function holdIfLast({ last }: MigrationRequest): Promise<void> {
    const { stores, move_to: moveTo } = config();
    if (!last || isDeepStrictEqual(stores.state, moveTo?.state)) return;
    await unlessStopped(hold.hold().then(atRest), stopping.signal);
  }

  async function run(id: string, request: MigrationRequest): Promise<void> {
    const { dry_run: dryRun, rest, last } = request;
    const change = (part: Partial<MigrationJob>): void => {
      if (job?.id === id) job = { ...job, ...part };
    };
    try {
      await holdIfLast(request);
      const copied = await copyStores({
        config: config(),
        directory,
        ledger,
        dryRun,
        rest,
        onProgress: (progress) => change({ progress }),
        signal: stopping.signal,
      });
      // Nobody moves to what differs; work that waits must not wait for it.
      if (last && !copied.equal) await hold.lift();
      log.info(
        { equal: copied.equal, dry_run: dryRun, rest, last },
        "the stores were copied and compared",
      );
      change({ state: "done", result: { ...copied, held: hold.isHeld() } });
    } catch (thrown) {
      if (last) await hold.lift();
      const { code, message, entry } = asHeadgateError(thrown, id);
      log.error({ err: thrown, job: id }, "the stores could not be copied");
      change({ state: "failed", error: { code, message, mend: entry.mend } });
    }
  }

  return {
    start(request) {
      if (running !== undefined) throw new HeadgateError("migration_running");
      moveToOf(config());
      // What comes at another node would be taken in there, into the stores that are left.
      const processes = lead.processes()?.length ?? 1;
      if (request.last && processes > 1) {
        throw new HeadgateError("nodes_not_stopped", `${processes} of them run.`);
      }
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
    async lift() {
      if (running !== undefined) throw new HeadgateError("migration_running");
      return hold.lift();
    },
    find: (id) => (job?.id === id ? job : undefined),
    async close() {
      stopping.abort(new HeadgateError("draining", "Control is stopping."));
      await running;
    },
  };
}

const nothingYet: MigrationProgress = { part: "ledger", table: null, hours: 0, of: 0, copied: 0 };

/** @throws the signal's reason, at once */
function unlessStopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
