import {
  type CertifiedDial,
  certifyDial,
  type DialPromise,
  frontierOf,
  type JudgedCall,
} from "./certify-dial.ts";
import type { Example, ReadPrompt } from "./example.ts";
import { mix, uniformAt } from "./hashing.ts";
import { crowdedOut } from "./key-share.ts";
import { type LabelSource, maySpeakFor } from "./label-source.ts";
import { readPlainData, writePlainData } from "./plain-data.ts";
import { fitQuality, type QualityModel } from "./quality-model.ts";
import { emptyTable, noteQualities, type QualityTable } from "./quality-table.ts";
import {
  candidatesOf,
  decideRoute,
  NO_FINGERPRINT,
  type RouteDecision,
  type RouteSnapshot,
} from "./route-snapshot.ts";

export type RouteSettings = DialPromise &
  Readonly<{
    /** The pool, the reference first. */
    models: readonly string[];
    /** Promises that are certified beside that of `quality`, so that the dial can be turned at once. */
    notches: readonly number[];
    /** How many of the newest labels the heads are fitted on and the dial is certified by. */
    memory: number;
    /** How many prompts without a label tell how prompts differ. */
    prompts: number;
    /** After how many new labels everything is fitted anew. */
    refitEvery: number;
    /** What is kept of a fingerprint's older labels at each new one: 0.997 remembers 333. */
    kept: number;
  }>;

export const defaultRouteSettings = {
  quality: 0.95,
  confidence: 0.95,
  leastLabels: 300,
  notches: [],
  memory: 3_000,
  prompts: 4_000,
  refitEvery: 100,
  kept: 0.997,
} as const satisfies Omit<RouteSettings, "models">;

/** A call on which some models of the pool were tried, with what each would have cost. */
export type JudgedExample = Example & Readonly<{ costs: Float64Array; by: LabelSource }>;

const VERSION = 3;

type State = {
  version: number;
  models: readonly string[];
  examples: JudgedExample[];
  prompts: ReadPrompt[];
  promptsSeen: number;
  labels: number;
  fingerprints: QualityTable;
  model: QualityModel | undefined;
  certified: RouteSnapshot["certified"];
  evidence: RouteSnapshot["evidence"];
  /** Judges whose labels certify nothing. */
  refusedJudges: readonly string[];
};

/**
 * Learns on line which calls a cheaper model answers well enough, and decides. The same calls in the same order give
 * the same decisions. Fitting takes seconds of a processor: it is asked for by `refit`, where no call waits.
 */
export class RouteLearner {
  readonly #settings: RouteSettings;
  #state: State;

  constructor(settings: RouteSettings, state?: State) {
    this.#settings = settings;
    this.#state = state ?? {
      version: VERSION,
      models: settings.models,
      examples: [],
      prompts: [],
      promptsSeen: 0,
      labels: 0,
      fingerprints: emptyTable(settings.models.length),
      model: undefined,
      certified: new Map(),
      evidence: new Map(),
      refusedJudges: [],
    };
  }

  /** Whether so many labels have come that everything should be fitted anew. */
  get isDue(): boolean {
    return this.#state.labels >= this.#settings.refitEvery;
  }

  /** What is certified of the promised quality, by fingerprint ("" for calls without one). */
  get certified(): ReadonlyMap<string, CertifiedDial> {
    return this.#state.certified.get(this.#settings.quality) ?? new Map();
  }

  /** Takes note of a prompt, whatever becomes of it: of all that were seen each is kept as likely as another. */
  see(prompt: ReadPrompt): void {
    const { prompts } = this.#state;
    const place =
      prompts.length < this.#settings.prompts
        ? prompts.length
        : Math.floor(uniformAt(this.#state.promptsSeen, mix(3)) * (this.#state.promptsSeen + 1));
    this.#state.promptsSeen += 1;
    if (place < this.#settings.prompts) prompts[place] = prompt;
  }

  /**
   * Has labels of these judges certify nothing, those that were learned before too, from the next `refit` on.
   * @returns whether that changes anything
   */
  refuse(judges: readonly string[]): boolean {
    const isSame = judges.join("\n") === this.#state.refusedJudges.join("\n");
    if (!isSame) this.#state.refusedJudges = judges;
    return !isSame;
  }

  /**
   * Takes note of a call's qualities (NaN: not tried). Means by fingerprint act at once, the rest from `refit` on. Of a key
   * whose people have said as much as one voice may, the newest takes the place of the oldest.
   */
  learn(example: JudgedExample): void {
    const { examples, fingerprints } = this.#state;
    const crowded = crowdedOut(examples, example.by);
    if (crowded !== undefined) examples.splice(crowded, 1);
    examples.push(example);
    if (examples.length > this.#settings.memory) examples.shift();
    this.#state.labels += 1;
    // What was noted of means cannot be taken back: beyond its share a key adds nothing to them.
    if (example.fingerprint !== undefined && crowded === undefined) {
      const { qualities } = example;
      noteQualities(fingerprints, example.fingerprint, { qualities, kept: this.#settings.kept });
    }
  }

  /** Fits everything anew on the newest labels and certifies each fingerprint's dial by them. */
  refit(): void {
    const { examples, prompts, fingerprints } = this.#state;
    this.#state.labels = 0;
    if (examples.length < 2) return;
    const { model, unseen } = fitQuality(examples, prompts.length === 0 ? examples : prompts);
    this.#state.model = { ...model, parts: { ...model.parts, fingerprints } };
    const judged = new Map<string, JudgedCall[]>();
    const refused = new Set(this.#state.refusedJudges);
    for (const [index, example] of examples.entries()) {
      if (!tellsOfAll(example) || !maySpeakFor(example.by, refused)) continue;
      const calls = judged.get(example.fingerprint ?? NO_FINGERPRINT) ?? [];
      judged.set(example.fingerprint ?? NO_FINGERPRINT, calls);
      calls.push({
        expected: candidatesOf(this.#settings.models, unseen[index] as Float64Array, example.costs),
        qualities: [...example.qualities],
      });
    }
    this.#certify(judged);
  }

  #certify(judged: ReadonlyMap<string, readonly JudgedCall[]>): void {
    const { notches, confidence } = this.#settings;
    const { fingerprints } = this.#state;
    this.#state.certified = new Map(
      [...new Set([this.#settings.quality, ...notches])].map((quality) => [
        quality,
        new Map(
          [...judged].flatMap(([fingerprint, calls]) => {
            const certified = certifyDial(calls, { ...this.#settings, quality });
            return certified === undefined ? [] : [[fingerprint, certified] as const];
          }),
        ),
      ]),
    );
    this.#state.evidence = new Map(
      [...new Set([...judged.keys(), ...fingerprints.cells.keys()])].map((fingerprint) => {
        const calls = judged.get(fingerprint) ?? [];
        const models = meansOf(fingerprints, fingerprint);
        return [
          fingerprint,
          { judged: calls.length, frontier: frontierOf(calls, { confidence }), models },
        ];
      }),
    );
  }

  /** What choices are made by. It is not changed by what is learned later, but for fingerprints' own means. */
  get snapshot(): RouteSnapshot {
    const { models } = this.#settings;
    const { model, certified, evidence } = this.#state;
    return { models, model, certified, evidence };
  }

  /** Which model to ask; the reference until its fingerprint's promise is certified. `costs` as the pool stands. */
  decide(prompt: ReadPrompt, costs: Float64Array): RouteDecision {
    return decideRoute(this.snapshot, prompt, { costs, quality: this.#settings.quality });
  }

  /** All that was learned, as text. No prompt's text is in it. */
  save(): string {
    return writePlainData(this.#state);
  }

  /** Goes on from what was saved. Throws where it is of another version or pool. */
  static load(text: string, settings: RouteSettings): RouteLearner {
    const state = readPlainData(text) as State;
    if (state.version !== VERSION) {
      throw new SyntaxError(`learned routing is of version ${state.version}, not ${VERSION}`);
    }
    if (state.models.join("\n") !== settings.models.join("\n")) {
      throw new SyntaxError(
        `learned routing is of the pool ${state.models.join(", ")}, not of ${settings.models.join(", ")}`,
      );
    }
    const { model, fingerprints } = state;
    if (model !== undefined) state.model = { ...model, parts: { ...model.parts, fingerprints } };
    return new RouteLearner(settings, state);
  }
}

/** Whether each model that could have been chosen was tried: those that cost no less than the reference never are. */
const tellsOfAll = ({ qualities, costs }: JudgedExample): boolean => {
  const [reference = Number.NaN] = costs;
  return (
    Number.isFinite(reference) &&
    qualities.every(
      (quality, index) =>
        !Number.isNaN(quality) || (index > 0 && (costs[index] as number) >= reference),
    )
  );
};

const meansOf = ({ models, cells }: QualityTable, fingerprint: string) =>
  Array.from({ length: models }, (_, model) => {
    const labels = cells.get(fingerprint)?.[2 * model] ?? 0;
    const sum = cells.get(fingerprint)?.[2 * model + 1] ?? 0;
    return { labels, mean: labels === 0 ? undefined : sum / labels };
  });
