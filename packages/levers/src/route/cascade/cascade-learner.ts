import { correctionOf, type JudgeCorrections } from "../judge-corrections.ts";
import { crowdedOut } from "../key-share.ts";
import { certifyingPlaces, isUndecided, keepNewest, type LabelSource } from "../label-source.ts";
import { newestOf, timedLabels, timedOf, withoutOutlived } from "../label-times.ts";
import { keepOlder } from "../older-labels.ts";
import { readPlainData, writePlainData } from "../plain-data.ts";
import type { RouteSettings } from "../route-settings.ts";
import {
  type AnswerOf,
  type CascadeEvidence,
  type CascadeScope,
  type CascadeSnapshot,
  cascadeKey,
  cascadeScopes,
} from "./cascade-snapshot.ts";
import { certifyCascade, type JudgedPair } from "./judge-answer.ts";
import { failedChecks } from "./look-at-answer.ts";
import { fitPOk, type LookedAt, pOk } from "./p-ok.ts";

/** A cheaper model's answer that was looked at, and what it was worth once somebody had judged it. */
export type JudgedLook = LookedAt &
  AnswerOf &
  Readonly<{
    /** From 0 to 1; 0 where nobody could decide it. */
    quality: number;
    /** Of the reference's answer to the same call; undefined where nobody compared the two. */
    ofReference: number | undefined;
    by: LabelSource;
    /** When it was said; undefined where that is not known. */
    atMs?: number | undefined;
  }>;

const VERSION = 3;
/** Of this one labels are good; what was expected of the prompts was of a model that is fitted anew since. */
const GOOD_LABELS_OF = 2;
/** Half a label, of a judge that contradicted itself, is no answer that stood. */
const OK_ABOVE = 0.5;

type State = {
  version: number;
  models: readonly string[];
  looks: JudgedLook[];
  /** Of a model's answers to a task, where few of those are among the newest. */
  older: JudgedLook[];
  /** Labels since all was fitted last. */
  labels: number;
  /** Those that were tested then; none before the first fit. */
  promises: readonly number[];
  snapshot: CascadeSnapshot;
  refusedJudges: readonly string[];
  corrections?: JudgeCorrections;
};

/** Learns which answers of a pool's cheaper models are good enough, by what checks found in those that were judged. */
export class CascadeLearner {
  readonly #settings: RouteSettings;
  readonly #state: State;

  constructor(settings: RouteSettings, state?: State) {
    this.#settings = settings;
    this.#state = state ?? {
      version: VERSION,
      models: settings.models,
      looks: [],
      older: [],
      labels: 0,
      promises: [],
      snapshot: new Map(),
      refusedJudges: [],
    };
  }

  /** Whether so many labels have come that everything should be fitted anew. */
  get isDue(): boolean {
    return this.#state.labels >= this.#settings.refitEvery;
  }

  get snapshot(): CascadeSnapshot {
    return this.#state.snapshot;
  }

  /** As `RouteLearner.refuse`. */
  refuse(judges: readonly string[], corrections: JudgeCorrections = new Map()): void {
    Object.assign(this.#state, { refusedJudges: judges, corrections });
  }

  learn(look: JudgedLook): void {
    const { looks, older } = this.#state;
    const crowded = crowdedOut(looks, look.by);
    if (crowded !== undefined) looks.splice(crowded, 1);
    looks.push(look);
    const leaving = keepNewest(looks, this.#settings.memory);
    if (leaving.length > 0) {
      const { room } = this.#settings;
      this.#state.older = keepOlder([...older, ...leaving], looks, {
        room,
        taskOf: ofModelAndTask,
      });
    }
    this.#state.labels += 1;
  }

  /** Fits P(ok) anew in each scope, and certifies a threshold of it for each promise. */
  refit(): void {
    const { quality, notches } = this.#settings;
    this.#state.labels = 0;
    this.#state.promises = [...new Set([quality, ...notches])];
    const scopes = new Map<string, JudgedLook[]>();
    const note = (look: JudgedLook, scope: CascadeScope): void => {
      const key = cascadeKey(look, scope);
      if (key === undefined) return;
      const known = scopes.get(key);
      if (known === undefined) scopes.set(key, [look]);
      else known.push(look);
    };
    for (const look of this.#state.older) note(look, "fingerprint");
    // What several tasks share is told by the newest alone: of those each task has the share that it has of the calls.
    for (const look of this.#state.looks) {
      for (const scope of cascadeScopes) note(look, scope);
    }
    this.#state.snapshot = new Map(
      [...scopes].map(([key, looks]) => [key, this.#evidenceOf(looks)]),
    );
  }

  #evidenceOf(looks: readonly JudgedLook[]): CascadeEvidence {
    const { leastLabels, confidence, models } = this.#settings;
    const decided = looks.filter((look) => !isUndecided(look));
    const judged = decided.length;
    const none: CascadeEvidence = { judged, model: undefined, certified: new Map() };
    const fitted = fitPOk(
      decided.map((look) => ({ ...look, isOk: look.quality > OK_ABOVE })),
      leastLabels,
    );
    if (fitted === undefined) return none;
    const unseen = new Map(decided.map((look, index) => [look, fitted.unseen[index]]));
    const refused = new Set(this.#state.refusedJudges);
    const recent = withoutOutlived(looks, (look) => look);
    const certifying = certifyingPlaces(recent, refused);
    const pairs = certifying.flatMap(({ place, isDecided }): JudgedPair[] => {
      const look = recent[place] as JudgedLook;
      const { findings, quality, ofReference } = look;
      if (ofReference === undefined) return [];
      // On what is undecided nothing was fitted.
      const expected = unseen.get(look) ?? pOk(fitted.model, look);
      const stands = failedChecks(findings).length === 0;
      const corrected = quality - correctionOf(look, this.#state.corrections);
      return [{ pOk: stands ? expected : 0, quality: isDecided ? corrected : 0, ofReference }];
    });
    // One of the cheaper models will be taken for what its certificate says: each has to hold beside the others.
    const others = Math.max(1, models.length - 1);
    const promise = { leastLabels, confidence: 1 - (1 - confidence) / others };
    const certified = this.#state.promises.flatMap((promised) => {
      const found = certifyCascade(pairs, { ...promise, quality: promised });
      return found === undefined ? [] : [[promised, found] as const];
    });
    const newestAtMs = newestOf(certifying.map(({ place }) => recent[place] as JudgedLook));
    return { judged, model: fitted.model, certified: new Map(certified), newestAtMs };
  }

  /** All that was learned, as text. No text of a prompt or an answer is in it. */
  save(): string {
    return writePlainData(this.#state);
  }

  /** The same for another pool with this reference, or another promise: what is known of each model's answers stays. */
  inPool(settings: RouteSettings): CascadeLearner {
    const { models, promises } = this.#state;
    const isSamePool = models.join("\n") === settings.models.join("\n");
    if (isSamePool && promises.includes(settings.quality)) {
      return settings.quality === this.#settings.quality
        ? this
        : new CascadeLearner(settings, this.#state);
    }
    if (models[0] !== settings.models[0]) {
      throw new SyntaxError(
        `what was learned of answers is held against ${models[0]}, not against ${settings.models[0]}`,
      );
    }
    const learner = new CascadeLearner(settings, { ...this.#state, models: settings.models });
    // Of more models each has a smaller share of the doubt, and another promise was not tested.
    learner.refit();
    return learner;
  }

  /**
   * Goes on from what was saved, of this pool or of another with the same reference. Of the version before, labels are taken and
   * everything is fitted anew. Throws where it is of another version or reference.
   * @param savedAtMs when it was: labels that do not tell their own time are no newer
   */
  static load(text: string, settings: RouteSettings, savedAtMs?: number): CascadeLearner {
    const saved = readPlainData(text) as Saved;
    const isOfBefore = saved.version === GOOD_LABELS_OF;
    if (saved.version !== VERSION && !isOfBefore) {
      throw new SyntaxError(`what was learned of answers is of version ${saved.version}`);
    }
    const known = withTimes(saved, savedAtMs);
    const state: State = isOfBefore
      ? {
          ...{ ...known, version: VERSION, snapshot: new Map() },
          looks: known.looks.map((look) => ({ ...look, expected: undefined })),
        }
      : known;
    const learner = new CascadeLearner({ ...settings, models: state.models }, state);
    if (isOfBefore) learner.refit();
    return learner.inPool(settings);
  }
}

/** Those that were saved before older looks were kept have none. */
type Saved = Omit<State, "older"> & Partial<Pick<State, "older">>;

/** Labels and certificates of before told no time: they are no newer than what they were saved in. */
const withTimes = (saved: Saved, savedAtMs: number | undefined): State => ({
  ...saved,
  looks: timedLabels(saved.looks, savedAtMs),
  older: timedLabels(saved.older ?? [], savedAtMs),
  snapshot: new Map([...saved.snapshot].map(([key, of]) => [key, timedOf(of, savedAtMs)])),
});

const ofModelAndTask = ({ model, fingerprint }: JudgedLook): string => `${model} ${fingerprint}`;
