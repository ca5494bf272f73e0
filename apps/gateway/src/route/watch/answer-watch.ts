import { join } from "node:path";
import { noChange, noteChange, noteRecovery, qualityBounds } from "@headgate/levers";
import type { Logger } from "pino";
import { z } from "zod";
import { KeptState, readKept } from "../kept-state.ts";
import { policyOfPool } from "../pool-name.ts";
import type { RouteTroubles } from "../route-troubles.ts";

/** A model's answers to a task are watched once so many of its tries say what is usual. */
const LEAST_TRIES = 30;
/** With which what usually fails is no more than is taken for it. */
const CONFIDENCE = 0.95;
/** False alarms: at most one in so many answers that were looked at, and in so many labels. */
const ANSWERS_AN_ALARM = 100_000;
const LABELS_AN_ALARM = 10_000;
/** What is still as bad is taken back at most once in so many tries. */
const TRIES_A_RETURN = 1_000;
/** Where nothing more is learned nothing brings it back: then it is asked, and watched, again. */
const LONGEST_OUT_MS = 86_400_000;
/** How many are remembered; what was not met for the longest is forgotten. */
const MOST = 5_000;
const count = z.int().nonnegative();
const shareSchema = z.strictObject({ seen: count, bad: z.number().nonnegative() });
type Share = z.infer<typeof shareSchema>;
const none: Share = { seen: 0, bad: 0 };

const watchedSchema = z.strictObject({
  /** What the checks found in answers of tries: what is usual. */
  tries: shareSchema,
  /** Of answers that clients got. */
  served: shareSchema,
  /** Evidence that it got worse, and what was seen since there last was none. */
  against: z.number(),
  lately: shareSchema,
  /** Absent while it is in force. */
  out: z
    .strictObject({
      sinceMs: z.number(),
      usual: z.number(),
      inFavour: z.number(),
      tries: shareSchema,
    })
    .optional(),
});
type Watched = z.infer<typeof watchedSchema>;

/** A task of a pool. */
type Task = Readonly<{ pool: string; fingerprint: string }>;
/** Of all that the task's certificate chooses, where no model is named. */
type Subject = Task & Readonly<{ model: string | undefined }>;

type Tried = Readonly<{
  failed: readonly string[];
  ofReference: readonly string[];
  /** Whether it was made for the client, who got it unless a cascade set it aside. */
  isServed: boolean;
}>;

type Options = Readonly<{
  folder: string;
  log: Logger;
  troubles: RouteTroubles;
  nowMs: () => number;
}>;

/** What of a model's answers to a task was looked at. */
type WatchedAnswers = Readonly<{
  tries: Share;
  served: Share;
  outSinceMs: number | undefined;
}>;

/**
 * Sees that answers get worse while what certifies them still holds: labels of weeks outweigh a model that turned bad today. Two
 * things are watched, each by a sequential test with a bound on its false alarms. Of each model and task, how many of the answers that
 * clients got fail the checks that cost nothing, against what of its tries did. And of each certified task, what newest labels say
 * of the calls that were moved, against what the promise allows. What got worse is out of force until tries of it are good again.
 */
export class AnswerWatch {
  readonly #options: Options;
  readonly #watched: Map<string, Watched>;
  readonly #usual = new WeakMap<Watched, number>();
  readonly #kept: KeptState;
  /** Times since the process started that something was put out of force. */
  alarms = 0;

  constructor(options: Options) {
    const { folder, log } = options;
    const file = join(folder, "answer-watch.json");
    const lost = "what is usual of models' answers is learned anew";
    const schema = z.record(z.string(), watchedSchema);
    this.#options = options;
    this.#watched = new Map(Object.entries(readKept(file, schema, { log, lost }) ?? {}));
    this.#kept = new KeptState({
      ...{ file, log },
      value: () => Object.fromEntries(this.#watched),
    });
  }

  /** Whether a model's answers to a task are worth a look: what is usual is known, and it is in force. */
  isWatching(of: Subject): boolean {
    const known = this.#watched.get(keyOf(of));
    return known !== undefined && known.out === undefined && known.tries.seen >= LEAST_TRIES;
  }

  /** Whether a model is not to be chosen for a task now. */
  isOut({ pool, fingerprint, model }: Subject): boolean {
    return [model, undefined].some((one) => {
      const known = this.#watched.get(keyOf({ pool, fingerprint, model: one }));
      if (known?.out === undefined) return false;
      if (this.#options.nowMs() - known.out.sinceMs < LONGEST_OUT_MS) return true;
      this.#bringBack(known, { pool, fingerprint, model: one }, known.tries);
      return false;
    });
  }

  /** How a model's answers to a task stand; undefined where none was looked at. */
  of(of: Subject): WatchedAnswers | undefined {
    const known = this.#watched.get(keyOf(of));
    if (known === undefined) return undefined;
    const { tries, served, out } = known;
    return { tries, served, outSinceMs: out?.sinceMs };
  }

  /** Takes note of the checks that an answer failed which a client got. */
  served(of: Subject, failed: readonly string[]): void {
    if (!this.isWatching(of)) return;
    const known = this.#met(of);
    const bad = failed.length > 0 ? 1 : 0;
    known.served = added(known.served, bad);
    const usual = this.#usualOf(known);
    const { tries } = known;
    this.#noteAgainst(of, known, { bad, usual, every: ANSWERS_AN_ALARM }, ({ seen, bad }) => {
      const last = failed.join(", ");
      return `${bad} of its last ${seen} answers failed checks (the last: ${last}); of ${tries.seen} tries ${tries.bad} did`;
    });
  }

  /**
   * Takes note of an answer that is compared.
   * @param failed the checks that it failed
   * @param ofReference those that the reference's answer to the same call did
   */
  tried(of: Subject, { failed, ofReference, isServed }: Tried): void {
    const known = this.#met(of);
    const bad = failed.length > 0 ? 1 : 0;
    this.#kept.changed();
    if (known.out === undefined) {
      // What is watched would else become what is usual while it gets worse.
      if (isServed && known.tries.seen >= LEAST_TRIES) return;
      known.tries = added(known.tries, bad);
      this.#usual.delete(known);
      return;
    }
    // What the reference's own answer fails does not keep a model out.
    const isWorse = failed.some((check) => !ofReference.includes(check));
    this.#noteInFavour(of, known, { bad: isWorse ? 1 : 0, tried: bad });
  }

  /**
   * Takes note of what a certificate's choice lost on a call that was labelled.
   * @param loss from 0 to 1, beside the reference
   * @param isOut whether the reference answered the call instead, since the choice was out of force
   */
  labelled(
    task: Task,
    { promise, loss, isOut }: Readonly<{ promise: number; loss: number; isOut: boolean }>,
  ): void {
    const of = { ...task, model: undefined };
    const known = this.#met(of);
    // Labels come late: those of before it was put out, or brought back, say nothing of after.
    if (isOut !== (known.out !== undefined)) return;
    this.#kept.changed();
    if (known.out !== undefined) {
      this.#noteInFavour(of, known, { bad: loss, tried: undefined });
      return;
    }
    const usual = 1 - promise;
    this.#noteAgainst(of, known, { bad: loss, usual, every: LABELS_AN_ALARM }, ({ seen, bad }) => {
      return `its choices lost ${bad.toFixed(1)} of the last ${seen} labelled calls, where the promise allows ${percent(usual)}`;
    });
  }

  save(): void {
    this.#kept.save();
  }

  #noteAgainst(
    of: Subject,
    known: Watched,
    { bad, usual, every }: Readonly<{ bad: number; usual: number; every: number }>,
    note: (lately: Share) => string,
  ): void {
    known.against = noteChange(known.against, { bad, usual });
    known.lately = known.against === noChange ? none : added(known.lately, bad);
    this.#kept.changed();
    if (known.against < Math.log(every)) return;
    this.alarms += 1;
    const { pool, fingerprint, model } = of;
    const about = { policy: policyOfPool(pool), fingerprint, model };
    this.#options.troubles.note({ kind: "answers_worse", ...about, note: note(known.lately) });
    const sinceMs = this.#options.nowMs();
    known.out = { sinceMs, usual, inFavour: noChange, tries: none };
  }

  /** @param seen `tried` is what all checks found in the try that says so; undefined where a label does */
  #noteInFavour(
    of: Subject,
    known: Watched,
    { bad, tried }: Readonly<{ bad: number; tried: number | undefined }>,
  ): void {
    const { out } = known;
    if (out === undefined) return;
    out.inFavour = noteRecovery(out.inFavour, { bad, usual: out.usual });
    // Tries of the bad time are no part of what is usual after it: a relapse would be as usual.
    if (out.inFavour === noChange) out.tries = none;
    else if (tried !== undefined) out.tries = added(out.tries, tried);
    if (out.inFavour < Math.log(TRIES_A_RETURN)) return;
    this.#bringBack(known, of, usualAfter(known.tries, out.tries));
  }

  #bringBack(known: Watched, { pool, fingerprint, model }: Subject, tries: Share): void {
    known.out = undefined;
    Object.assign(known, { tries, against: noChange, lately: none });
    this.#usual.delete(known);
    this.#kept.changed();
    this.#options.log.info(
      { pool, fingerprint, model },
      "answers that had got worse are given again",
    );
  }

  /** The share of a model's answers that usually fails a check, at most. */
  #usualOf(known: Watched): number {
    const before = this.#usual.get(known);
    if (before !== undefined) return before;
    const { seen: labels, bad: qualities } = known.tries;
    const { upper } = qualityBounds({ labels, qualities }, CONFIDENCE);
    this.#usual.set(known, upper);
    return upper;
  }

  #met(of: Subject): Watched {
    const key = keyOf(of);
    const known = this.#watched.get(key) ?? {
      ...{ tries: none, served: none, against: noChange, lately: none },
    };
    // Met again, it is the last to be forgotten.
    this.#watched.delete(key);
    this.#watched.set(key, known);
    const [oldest] = this.#watched.keys();
    if (this.#watched.size > MOST && oldest !== undefined) this.#watched.delete(oldest);
    return known;
  }
}

const keyOf = ({ pool, fingerprint, model }: Subject): string =>
  JSON.stringify([pool, fingerprint, model ?? null]);

const added = ({ seen, bad }: Share, more: number): Share => ({ seen: seen + 1, bad: bad + more });

/**
 * What is usual from here on: what the tries that brought a model back were like. Where they are too few to watch by, and fail no
 * more often than those of before, it is those.
 */
const usualAfter = (before: Share, since: Share): Share =>
  since.seen >= LEAST_TRIES || since.bad * before.seen > before.bad * since.seen ? since : before;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
