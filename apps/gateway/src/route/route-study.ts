import { hash } from "node:crypto";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { startThread } from "@headgate/ledger";
import {
  type CascadeSnapshot,
  type JudgeCorrections,
  type JudgedExample,
  type JudgedLook,
  noSnapshot,
  type ReadPrompt,
  type RouteSettings,
  type RouteSnapshot,
} from "@headgate/levers";
import type { Logger } from "pino";
import { keyOfAged, withoutAged } from "./aged-certificates.ts";
import { policyOfPool, referenceOfPool } from "./pool-name.ts";
import type { RouteTroubles } from "./route-troubles.ts";
import type { FromStudy, ToStudy } from "./study-messages.ts";
import { type Learned, troublesBetween } from "./troubles-between.ts";

/** Each takes up to some tens of megabytes once it has labels. */
const MOST_POOLS = 200;
/** Whoever names models without end is told of so often. */
const TOLD_AGAIN_MS = 3_600_000;

type Known = {
  readonly settings: RouteSettings;
  snapshot: RouteSnapshot;
  answers: CascadeSnapshot;
  /** When the next of its certificates ends by its age. */
  untilMs: number;
  /** When the newest label of those was that ended so, by `keyOfAged`. */
  readonly aged: Map<string, number>;
  hasLabels: boolean;
  /** The higher, the later it was asked for last. */
  lastUse: number;
};

const noAnswers: CascadeSnapshot = new Map();

type StudyOptions = Readonly<{
  /** Where learned state is kept, two files a pool. */
  folder: string;
  log: Logger;
  troubles: RouteTroubles;
  nowMs: () => number;
  /** What a policy's dial was turned to; undefined where the configuration holds. */
  turnedTo: (policy: string | undefined) => number | undefined;
}>;

/**
 * What is learned of each pool, as choices are made by it. Learning itself is in a thread, which starts with the first
 * pool; when it ends by a fault, what it told last holds, and it starts again with the next thing to learn.
 */
export class RouteStudy {
  readonly #options: StudyOptions;
  readonly #known = new Map<string, Known>();
  #uses = 0;
  /** When it was told last that a policy has pools without end. */
  readonly #toldCrowdedAtMs = new Map<string | undefined, number>();
  #lost = 0;
  readonly #waiting = new Map<number, () => void>();
  #worker: Worker | undefined;
  #lastId = 0;
  #refused: ToStudy = { kind: "refuse", judges: [], corrections: new Map() };

  constructor(options: StudyOptions) {
    this.#options = options;
  }

  /** What a pool's choices are made by; undefined where it was not asked for yet. */
  snapshotOf(name: string): RouteSnapshot | undefined;
  /**
   * The same, opened with the first question for it, and anew when its models or its promise are others: what is known of each is
   * carried over in the thread, and until then the reference answers. Clients name models, so that pools are bounded: for one
   * more the one that matters least goes back to its file.
   */
  snapshotOf(name: string, settings: () => RouteSettings): RouteSnapshot;
  snapshotOf(name: string, settings?: () => RouteSettings): RouteSnapshot | undefined {
    const known = this.#known.get(name);
    if (settings === undefined) return known && this.#asOfNow(name, known).snapshot;
    const made = settings();
    this.#uses += 1;
    const isSame = known !== undefined && isSamePool(known.settings, made);
    if (isSame && known.settings.quality === made.quality) {
      known.lastUse = this.#uses;
      return this.#asOfNow(name, known).snapshot;
    }
    if (known === undefined) this.#makeRoomFor(name);
    const lastUse = this.#uses;
    // What is certified of other promises holds whichever is configured.
    const entry: Known = isSame
      ? { ...this.#asOfNow(name, known), settings: made, lastUse }
      : {
          ...{ settings: made, snapshot: noSnapshot(made.models), answers: noAnswers },
          ...{ untilMs: Number.POSITIVE_INFINITY, aged: new Map() },
          ...{ hasLabels: known?.hasLabels === true, lastUse },
        };
    this.#known.set(name, entry);
    this.#open(this.#running(), name, made);
    return entry.snapshot;
  }

  /** Of all pools that were asked for: what is learned of each. */
  get snapshots(): ReadonlyMap<string, RouteSnapshot> {
    return new Map(
      [...this.#known].map(([name, known]) => [name, this.#asOfNow(name, known).snapshot]),
    );
  }

  /** The promise that holds for a pool: what its policy's dial was turned to, else the configured one. Undefined for no pool of ours. */
  promiseOf(name: string): number | undefined {
    const known = this.#known.get(name);
    return known && this.#promise(name, known);
  }

  /** What is known of the answers of a pool's models. */
  answersOf(name: string): CascadeSnapshot {
    const known = this.#known.get(name);
    return known === undefined ? noAnswers : this.#asOfNow(name, known).answers;
  }

  /** How often newer labels took a certificate away. */
  get certificatesLost(): number {
    return this.#lost;
  }

  see(name: string, prompt: ReadPrompt): void {
    if (!this.#known.has(name)) return;
    this.#post({ kind: "see", name, prompt });
  }

  learn(name: string, example: JudgedExample): void {
    const known = this.#known.get(name);
    if (known === undefined) return;
    known.hasLabels = true;
    this.#post({ kind: "learn", name, example });
  }

  /** A cheaper model's answer that was looked at, and judged. */
  learnAnswer(name: string, look: JudgedLook): void {
    if (!this.#known.has(name)) return;
    this.#post({ kind: "look", name, look });
  }

  /** Has labels of these judges certify nothing, and those of others be corrected, in all pools. */
  refuse(judges: readonly string[], corrections: JudgeCorrections): void {
    this.#refused = { kind: "refuse", judges, corrections };
    this.#worker?.postMessage(this.#refused);
  }

  /** Fits a pool now; resolves when its new snapshot holds. */
  fit(name: string): Promise<void> {
    return this.#ask((id) => ({ kind: "fit", name, id }));
  }

  /** Saves what was learned and ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    await this.#ask((id) => ({ kind: "save", id }));
    this.#worker = undefined;
    await worker.terminate();
  }

  #ask(message: (id: number) => ToStudy): Promise<void> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#post(message(id));
    });
  }

  #post(message: ToStudy): void {
    this.#running().postMessage(message);
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = startThread(new URL("./study-thread.js", import.meta.url), {});
    // It does not keep the process alive.
    worker.unref();
    worker.on("message", (message: FromStudy) => this.#hear(message));
    worker.on("error", (error: unknown) => {
      this.#options.log.error({ error: String(error) }, "the thread that learns routes failed");
    });
    worker.on("exit", () => this.#ended(worker));
    this.#worker = worker;
    worker.postMessage(this.#refused);
    for (const [name, { settings }] of this.#known) this.#open(worker, name, settings);
    return worker;
  }

  #open(worker: Worker, name: string, settings: RouteSettings): void {
    // Names hold what operators and providers call things: a digest is safe as a file's name.
    const file = join(this.#options.folder, `${hash("sha256", name).slice(0, 32)}.json`);
    worker.postMessage({ kind: "open", name, settings, file } satisfies ToStudy);
  }

  #hear(message: FromStudy): void {
    switch (message.kind) {
      case "snapshot": {
        const known = this.#known.get(message.name);
        // One of the pool as it was before is late.
        if (known === undefined || !isSamePool(known.settings, message.snapshot)) break;
        this.#tellLost(message.name, known, message);
        known.hasLabels ||= message.snapshot.evidence.size > 0;
        this.#serveBy(message.name, known, message);
        break;
      }
      case "learned-anew":
        this.#options.troubles.note({
          kind: "learned_anew",
          policy: policyOfPool(message.name),
          model: this.#known.get(message.name)?.settings.models[0],
          note: message.reasons.join("; "),
        });
        break;
      case "warning":
        this.#options.log.warn(
          { pool: message.name, reason: message.message },
          "what was learned of a pool could not be kept; learning goes on",
        );
        break;
      case "done":
        this.#waiting.get(message.id)?.();
        this.#waiting.delete(message.id);
        break;
      default:
        message satisfies never;
    }
  }

  #tellLost(name: string, before: Known, after: Learned): void {
    const policy = policyOfPool(name);
    for (const trouble of troublesBetween(before, after, this.#promise(name, before))) {
      if (trouble.kind === "certificate_lost") this.#lost += 1;
      this.#options.troubles.note({ ...trouble, policy });
    }
  }

  #promise(name: string, { settings }: Known): number {
    return this.#options.turnedTo(policyOfPool(name)) ?? settings.quality;
  }

  /** A pool, once its certificates that have ended by now are taken out. */
  #asOfNow(name: string, known: Known): Known {
    if (this.#options.nowMs() >= known.untilMs) this.#serveBy(name, known, known);
    return known;
  }

  /** Has choices be made by what was learned, but for certificates that no label has upheld for long: those are told once. */
  #serveBy(name: string, known: Known, { snapshot, answers }: Learned): void {
    const { troubles, nowMs } = this.#options;
    const { learned, ended, untilMs } = withoutAged({ snapshot, answers }, nowMs());
    known.snapshot = learned.snapshot;
    known.answers = learned.answers;
    known.untilMs = untilMs;
    for (const one of ended) {
      const key = keyOfAged(one);
      if (known.aged.get(key) === one.newestAtMs) continue;
      known.aged.set(key, one.newestAtMs);
      troubles.note({
        ...{ kind: "certificate_aged", policy: policyOfPool(name) },
        ...{ fingerprint: one.fingerprint, model: one.model },
        note: `its newest label is of ${new Date(one.newestAtMs).toISOString().slice(0, 10)}`,
      });
    }
  }

  /** Sets the pool down that matters least: of those without a label, else of all, the one that was asked for longest ago. */
  #makeRoomFor(name: string): void {
    if (this.#known.size < MOST_POOLS) return;
    const [least] = [...this.#known].sort(
      ([, a], [, b]) => Number(a.hasLabels) - Number(b.hasLabels) || a.lastUse - b.lastUse,
    );
    if (least === undefined) return;
    this.#known.delete(least[0]);
    // Its labels are in its file from then on, and are known again with the next call for it.
    this.#worker?.postMessage({ kind: "close", name: least[0] } satisfies ToStudy);
    const { troubles, nowMs } = this.#options;
    const policy = policyOfPool(name);
    const toldAtMs = this.#toldCrowdedAtMs.get(policy);
    if (toldAtMs !== undefined && nowMs() - toldAtMs < TOLD_AGAIN_MS) return;
    this.#toldCrowdedAtMs.set(policy, nowMs());
    troubles.note({
      ...{ kind: "pools_crowded", policy },
      note: `more than ${MOST_POOLS} models were asked for as references; ${referenceOfPool(least[0])} was set down for ${referenceOfPool(name)}`,
    });
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const resolve of this.#waiting.values()) resolve();
    this.#waiting.clear();
  }
}

type Models = Readonly<{ models: readonly string[] }>;
const isSamePool = ({ models }: Models, other: Models): boolean =>
  models.length === other.models.length &&
  models.every((model, place) => model === other.models[place]);
