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
  /** Starts a job and tells how it stands. @throws HeadgateError `migration_running`, `migration_unset`, `nodes_not_stopped` */
  start(request: MigrationRequest): MigrationJob;
  /** Ends a last copy that runs as well. @returns whether anything was held for a move, or about to be */
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
  let lifting = new AbortController();

  /** Holds what is about to move: a ledger alone is given afterwards what it lacks. */
  async function holdIfLast({ last }: MigrationRequest, signal: AbortSignal): Promise<void> {
    const { stores, move_to: moveTo } = config();
    if (!last || isDeepStrictEqual(stores.state, moveTo?.state)) return;
    await unlessStopped(hold.hold().then(atRest), signal);
  }

  /** What comes at another node would be taken in there, into the stores that are left. */
  function checkAlone(): void {
    const processes = lead.processes()?.length ?? 1;
    if (processes === 1) return;
    throw new HeadgateError(
      "nodes_not_stopped",
      processes === 0 ? "Which of them run is not known just now." : `${processes} of them run.`,
    );
  }

  async function run(id: string, request: MigrationRequest, signal: AbortSignal): Promise<void> {
    const { dry_run: dryRun, rest, last } = request;
    const change = (part: Partial<MigrationJob>): void => {
      if (job?.id === id) job = { ...job, ...part };
    };
    try {
      await holdIfLast(request, signal);
      const copied = await copyStores({
        config: config(),
        directory,
        ledger,
        dryRun,
        rest,
        onProgress: (progress) => change({ progress }),
        signal,
      });
      signal.throwIfAborted();
      if (last) checkAlone();
      // Nobody moves to what differs; work that waits must not wait for it.
      if (last && !copied.equal) await hold.lift();
      log.info(
        { equal: copied.equal, dry_run: dryRun, rest, last },
        "the stores were copied and compared",
      );
      change({ state: "done", result: { ...copied, held: hold.isHeld() } });
    } catch (thrown) {
      const wasHeld = last && (await hold.lift());
      const { code, message, entry } = asHeadgateError(thrown, id);
      log.error({ err: thrown, job: id }, "the stores could not be copied");
      const told = wasHeld ? `${message} ${HELD_NO_LONGER}` : message;
      change({ state: "failed", error: { code, message: told, mend: entry.mend } });
    }
  }

  return {
    start(request) {
      if (running !== undefined) throw new HeadgateError("migration_running");
      moveToOf(config());
      if (request.last) checkAlone();
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
      lifting = new AbortController();
      const signal = AbortSignal.any([stopping.signal, lifting.signal]);
      running = run(id, request, signal).finally(() => {
        running = undefined;
      });
      return job;
    },
    async lift() {
      // A copy that holds nothing goes on: what it copies is of use to the next one.
      if (running === undefined || job?.last !== true) return hold.lift();
      lifting.abort(new HeadgateError("migration_lifted"));
      await running;
      // It may have come to its end before.
      await hold.lift();
      return true;
    },
    find: (id) => (job?.id === id ? job : undefined),
    async close() {
      stopping.abort(new HeadgateError("draining", "Control is stopping."));
      await running;
    },
  };
}

/** Also what an earlier last copy held: nobody moves to what a later one did not complete. */
const HELD_NO_LONGER =
  "Nothing is held any longer: give `headgate migrate --last` again before you move.";

const nothingYet: MigrationProgress = { part: "ledger", table: null, hours: 0, of: 0, copied: 0 };

/** @throws the signal's reason, at once */
function unlessStopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
