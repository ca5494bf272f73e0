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
import { policyOfPool } from "./pool-name.ts";
import type { RouteTroubles } from "./route-troubles.ts";
import type { FromStudy, ToStudy } from "./study-messages.ts";
import { type Learned, troublesBetween } from "./troubles-between.ts";

/** Each takes up to some megabytes once it has labels. */
const MOST_POOLS = 200;

type Known = {
  readonly settings: RouteSettings;
  snapshot: RouteSnapshot;
  answers: CascadeSnapshot;
};

const noAnswers: CascadeSnapshot = new Map();

/**
 * What is learned of each pool, as choices are made by it. Learning itself is in a thread, which starts with the first
 * pool; when it ends by a fault, what it told last holds, and it starts again with the next thing to learn.
 */
export class RouteStudy {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #troubles: RouteTroubles;
  readonly #known = new Map<string, Known>();
  #lost = 0;
  readonly #waiting = new Map<number, () => void>();
  #worker: Worker | undefined;
  #lastId = 0;
  #refused: ToStudy = { kind: "refuse", judges: [], corrections: new Map() };

  /** @param folder where learned state is kept, two files a pool */
  constructor({
    folder,
    log,
    troubles,
  }: Readonly<{ folder: string; log: Logger; troubles: RouteTroubles }>) {
    this.#folder = folder;
    this.#log = log;
    this.#troubles = troubles;
  }

  /** What a pool's choices are made by; undefined where it was not asked for yet. */
  snapshotOf(name: string): RouteSnapshot | undefined;
  /**
   * The same, opened with the first question for it, and anew when its models or its promise are others: what is known of each is
   * carried over in the thread, and until then the reference answers. Clients name models, so that pools are bounded: of those
   * beyond nothing is learned.
   */
  snapshotOf(name: string, settings: () => RouteSettings): RouteSnapshot;
  snapshotOf(name: string, settings?: () => RouteSettings): RouteSnapshot | undefined {
    const known = this.#known.get(name);
    if (settings === undefined) return known?.snapshot;
    const made = settings();
    const isSame = known !== undefined && isSamePool(known.settings, made);
    if (isSame && known.settings.quality === made.quality) return known.snapshot;
    if (known === undefined && this.#known.size >= MOST_POOLS) return noSnapshot(made.models);
    // What is certified of other promises holds whichever is configured.
    const { snapshot, answers } = isSame
      ? known
      : { snapshot: noSnapshot(made.models), answers: noAnswers };
    const entry = { settings: made, snapshot, answers };
    this.#known.set(name, entry);
    this.#open(this.#running(), name, made);
    return entry.snapshot;
  }

  /** Of all pools that were asked for: what is learned of each. */
  get snapshots(): ReadonlyMap<string, RouteSnapshot> {
    return new Map([...this.#known].map(([name, { snapshot }]) => [name, snapshot]));
  }

  /** What is known of the answers of a pool's models. */
  answersOf(name: string): CascadeSnapshot {
    return this.#known.get(name)?.answers ?? noAnswers;
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
    if (!this.#known.has(name)) return;
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
      this.#log.error({ error: String(error) }, "the thread that learns routes failed");
    });
    worker.on("exit", () => this.#ended(worker));
    this.#worker = worker;
    worker.postMessage(this.#refused);
    for (const [name, { settings }] of this.#known) this.#open(worker, name, settings);
    return worker;
  }

  #open(worker: Worker, name: string, settings: RouteSettings): void {
    // Names hold what operators and providers call things: a digest is safe as a file's name.
    const file = join(this.#folder, `${hash("sha256", name).slice(0, 32)}.json`);
    worker.postMessage({ kind: "open", name, settings, file } satisfies ToStudy);
  }

  #hear(message: FromStudy): void {
    switch (message.kind) {
      case "snapshot": {
        const known = this.#known.get(message.name);
        // One of the pool as it was before is late.
        if (known === undefined || !isSamePool(known.settings, message.snapshot)) break;
        this.#tellLost(message.name, known, message);
        known.snapshot = message.snapshot;
        known.answers = message.answers;
        break;
      }
      case "learned-anew":
        this.#troubles.note({
          kind: "learned_anew",
          policy: policyOfPool(message.name),
          model: this.#known.get(message.name)?.settings.models[0],
          note: message.reasons.join("; "),
        });
        break;
      case "warning":
        this.#log.warn(
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

  #tellLost(name: string, { settings, ...before }: Known, after: Learned): void {
    const policy = policyOfPool(name);
    for (const trouble of troublesBetween(before, after, settings.quality)) {
      if (trouble.kind === "certificate_lost") this.#lost += 1;
      this.#troubles.note({ ...trouble, policy });
    }
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
