import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  type HeadgateConfig,
  HeadgateError,
  type PullConfig,
  type PullStatus,
} from "@headgate/contract";
import type { PullStanding, PullStore } from "@headgate/ledger";
import { type Asking, askedDelayMs, inLargeBatches, pullSubject, runPull } from "@headgate/sources";
import type { Logger } from "pino";
import { oneAtATime } from "../alarms/one-at-a-time.ts";
import type { ImportDesk } from "../imports/import-desk.ts";
import { nextRunMs, nextTryMs } from "./next-run.ts";
import { createPullSink } from "./pull-sink.ts";
import { pullStatus } from "./pull-status.ts";

/** How often it is looked for pulls that are due. */
export const PULL_TICK_MS = 5_000;
/** A slow provider holds a place; the others have theirs. */
const MOST_AT_ONCE = 8;
/** A pull that was cut off, by a crash or a restart, goes on after that. */
const RESUME_MS = 60_000;
const MINUTE_MS = 60_000;

export interface PullWatch {
  /** Begins the pulls that are due, and returns; what fails is logged, shown, and tried again later. */
  tick(): Promise<void>;
  /** Begins one now, whatever its time; one that is under way goes on. @throws HeadgateError `not_found` */
  pull(name: string): Promise<PullStatus>;
  /** The configured pulls in their order. */
  list(): Promise<readonly PullStatus[]>;
  /** Resolves when no pull is under way. */
  idle(): Promise<void>;
  /** Pulls that failed since the start, by name. */
  readonly failures: ReadonlyMap<string, number>;
  /** Ends what is under way; the next start goes on with it. */
  close(): Promise<void>;
}

type Options = Readonly<{
  state: PullStore;
  importDesk: ImportDesk;
  /** Whether this process alone changes how pulls stand; where it does not, another may have. Always unless said. */
  leads?: () => boolean;
  config: () => Pick<HeadgateConfig, "sources">;
  /** For the pages of pulls under way; emptied. */
  folder: string;
  nowMs: () => number;
  log: Logger;
  /** The clock's and chance's own unless said. */
  patience?: Pick<Asking, "wait" | "random">;
}>;

const realPatience: Pick<Asking, "wait" | "random"> = {
  wait: (ms, signal) => delay(ms, undefined, { signal }),
  random: Math.random,
};

/** Pulls what the configuration says; the state store alone knows how far each has come. */
export function createPullWatch(options: Options): PullWatch {
  const {
    state,
    importDesk,
    config,
    folder,
    nowMs,
    log,
    patience = realPatience,
    leads = () => true,
  } = options;
  const stop = new AbortController();
  const running = new Map<string, Promise<void>>();
  const failures = new Map<string, number>();
  let standings: Map<string, PullStanding> | undefined;

  const known = async (): Promise<Map<string, PullStanding>> => {
    if (standings === undefined || !leads()) {
      const read = (await state.pullStandings()).map((one) => [one.pull, one] as const);
      if (!leads()) return new Map(read);
      standings ??= new Map(read);
    }
    return standings;
  };
  const standingOf = async (pull: PullConfig): Promise<PullStanding> => {
    const subject = pullSubject(pull);
    const standing = (await known()).get(pull.name);
    return standing?.subject === subject ? standing : unpulled(pull.name, subject);
  };
  const save = async (standing: PullStanding): Promise<void> => {
    (await known()).set(standing.pull, standing);
    await state.savePull(standing);
  };

  const run = async (pull: PullConfig): Promise<void> => {
    const { name } = pull;
    const intervalMs = pull.interval_minutes * MINUTE_MS;
    let standing = await standingOf(pull);
    const change = async (changes: Partial<PullStanding>): Promise<void> => {
      standing = { ...standing, ...changes };
      await save(standing);
    };
    const asking: Asking = { ...patience, signal: stop.signal, nowMs };
    try {
      await change({ lastStartedAtMs: nowMs(), nextRunAtMs: nowMs() + RESUME_MS });
      const lastResult = await runPull({
        config: pull,
        finishedUntilMs: standing.finishedUntilMs,
        folder: join(folder, name),
        sink: inLargeBatches(createPullSink(importDesk, asking)),
        asking,
        onFinished: (untilMs) =>
          change({ finishedUntilMs: Math.max(untilMs, standing.finishedUntilMs ?? 0) }),
      });
      await change({
        lastSuccessAtMs: nowMs(),
        lastResult,
        lastError: undefined,
        lastErrorAtMs: undefined,
        failuresInARow: 0,
        nextRunAtMs: nextRunMs({ nowMs: nowMs(), intervalMs, random: patience.random() }),
      });
    } catch (error) {
      // A stop is no failure: the next start goes on.
      if (stop.signal.aborted) return;
      failures.set(name, (failures.get(name) ?? 0) + 1);
      log.error({ err: error, source: name }, "a pull failed");
      const failuresInARow = standing.failuresInARow + 1;
      await change({
        lastError: error instanceof HeadgateError ? error.message : "It failed; the log says why.",
        lastErrorAtMs: nowMs(),
        failuresInARow,
        nextRunAtMs: nextTryMs({
          nowMs: nowMs(),
          intervalMs,
          random: patience.random(),
          failuresInARow,
          askedDelayMs: askedDelayMs(error),
        }),
      });
    }
  };

  const begin = (pull: PullConfig): void => {
    if (running.has(pull.name) || stop.signal.aborted) return;
    const ended = run(pull)
      .catch((error: unknown) => {
        log.error({ err: error, source: pull.name }, "how a pull stands could not be kept");
      })
      .finally(() => running.delete(pull.name));
    running.set(pull.name, ended);
  };

  const beginDue = oneAtATime(async () => {
    const { sources } = config();
    await forgetOthers(sources.map(({ name }) => name));
    const due = [];
    for (const pull of sources) {
      const dueMs = dueAtMs(pull, await standingOf(pull));
      if (dueMs <= nowMs()) due.push({ pull, dueMs });
    }
    // Those that wait longest first: none is left out for good.
    due.sort((left, right) => left.dueMs - right.dueMs);
    for (const { pull } of due) {
      if (running.size >= MOST_AT_ONCE) return;
      begin(pull);
    }
  });

  const forgetOthers = async (names: readonly string[]): Promise<void> => {
    const others = [...(await known()).keys()].filter(
      (name) => !names.includes(name) && !running.has(name),
    );
    if (others.length === 0) return;
    await state.keepPulls([...names, ...running.keys()]);
    for (const name of others) standings?.delete(name);
  };

  const statusOf = async (pull: PullConfig): Promise<PullStatus> =>
    pullStatus(pull, await standingOf(pull), {
      isRunning: running.has(pull.name),
      nowMs: nowMs(),
    });

  return {
    failures,
    tick: async () => {
      try {
        await beginDue();
      } catch (error) {
        log.error({ err: error }, "pulls wait for the next look");
      }
    },
    pull: async (name) => {
      const pull = config().sources.find((candidate) => candidate.name === name);
      if (pull === undefined) throw new HeadgateError("not_found", `source ${name}`);
      begin(pull);
      return statusOf(pull);
    },
    list: () => Promise.all(config().sources.map(statusOf)),
    idle: async () => {
      await Promise.all(running.values());
    },
    close: async () => {
      stop.abort();
      await Promise.allSettled([beginDue.underWay(), ...running.values()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An interval that was made shorter holds at once. */
function dueAtMs(pull: PullConfig, standing: PullStanding): number {
  const { nextRunAtMs, lastStartedAtMs, failuresInARow } = standing;
  if (nextRunAtMs === undefined || lastStartedAtMs === undefined) return 0;
  if (failuresInARow > 0) return nextRunAtMs;
  return Math.min(nextRunAtMs, lastStartedAtMs + 1.1 * pull.interval_minutes * MINUTE_MS);
}

const unpulled = (pull: string, subject: string): PullStanding => ({
  pull,
  subject,
  finishedUntilMs: undefined,
  lastStartedAtMs: undefined,
  lastSuccessAtMs: undefined,
  lastResult: undefined,
  lastError: undefined,
  lastErrorAtMs: undefined,
  failuresInARow: 0,
  nextRunAtMs: undefined,
});
