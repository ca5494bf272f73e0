import { join } from "node:path";
import type {
  ContextLever,
  LearnedLimits,
  NearGroups,
  PrefixCache,
  PromptLever,
} from "@headgate/levers";
import type { Logger } from "pino";
import { KeptFile } from "./kept-file.ts";
import {
  keptContextSessions,
  keptLengths,
  keptNearHits,
  keptNearThresholds,
  keptPromptSessions,
  keptReuse,
} from "./kept-schemas.ts";

/** What is lost when a process is killed, but that near questions are served nothing; one that is shut down loses nothing. */
const EVERY_MS = 600_000;

type Learning = Readonly<{
  folder: string;
  learnedLimits: LearnedLimits;
  promptLever: PromptLever;
  context: ContextLever;
  prefixCache: PrefixCache;
  nearGroups: NearGroups;
  log: Pick<Logger, "warn">;
}>;

/**
 * Keeps what levers learn of traffic beyond the process, a file each: lengths of answers, what sessions began with and what
 * was decided for them, how soon prompts are used again, and how often near questions' answers were right. Digests, sizes, times and
 * likenesses; no text.
 */
export class KeptLearning {
  readonly #saves: readonly (() => void)[];
  readonly #timer: NodeJS.Timeout;
  #next = 0;
  #soon: NodeJS.Immediate | undefined;

  constructor({
    folder,
    learnedLimits,
    promptLever,
    context,
    prefixCache,
    nearGroups,
    log,
  }: Learning) {
    const path = (name: string): string => join(folder, `${name}.json`);
    const version = 1;
    const lengths = new KeptFile({
      // Since the second one a feature and a task are told apart: what was learned of both together holds of neither.
      ...{ path: path("output-lengths"), version: 2, log },
      schema: keptLengths,
    });
    const sessions = new KeptFile({
      ...{ path: path("prompt-sessions"), version, log },
      schema: keptPromptSessions,
    });
    const decisions = new KeptFile({
      ...{ path: path("context-sessions"), version, log },
      schema: keptContextSessions,
    });
    const reuse = new KeptFile({
      ...{ path: path("prefix-reuse"), version, log },
      schema: keptReuse,
    });
    const hits = new KeptFile({
      ...{ path: path("near-hits"), version, log },
      schema: keptNearHits,
    });
    const thresholds = new KeptFile({
      ...{ path: path("near-thresholds"), version, log },
      schema: keptNearThresholds,
    });
    lengths.restore((kept) => learnedLimits.restore(kept));
    sessions.restore((kept) => promptLever.sessions.restore(kept));
    decisions.restore((kept, agoMs) => context.restore(kept, agoMs));
    reuse.restore((kept) => prefixCache.restore(kept));
    hits.restore((kept) => nearGroups.restore(kept));
    thresholds.restore((kept) => nearGroups.restoreThresholds(kept));
    this.#saves = [
      () => lengths.write(learnedLimits.plain()),
      () => sessions.write(promptLever.sessions.plain()),
      () => decisions.write(context.plain()),
      () => reuse.write(prefixCache.plain()),
      () => hits.write(nearGroups.plain()),
      () => thresholds.write(nearGroups.plainThresholds()),
    ];
    // A process that is killed must not serve again what was found wrong before.
    nearGroups.whenSwitchedOff(() => {
      this.#soon ??= setImmediate(() => {
        this.#soon = undefined;
        hits.write(nearGroups.plain());
        thresholds.write(nearGroups.plainThresholds());
      });
    });
    // One file at a time: calls wait while one is written.
    this.#timer = setInterval(() => this.#saveNext(), EVERY_MS / this.#saves.length);
    this.#timer.unref();
  }

  /** Writes all of it. */
  close(): void {
    clearInterval(this.#timer);
    clearImmediate(this.#soon);
    for (const save of this.#saves) save();
  }

  #saveNext(): void {
    this.#saves[this.#next]?.();
    this.#next = (this.#next + 1) % this.#saves.length;
  }
}
