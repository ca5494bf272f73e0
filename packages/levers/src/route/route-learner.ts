import { carriedOver } from "./carry-over.ts";
import { membersToldOf, tellsOfAll } from "./certified-members.ts";
import { certifyDial, frontierOf, type JudgedCall } from "./certify-dial.ts";
import type { Candidate } from "./choose-model.ts";
import type { ReadPrompt } from "./example.ts";
import { mix, uniformAt } from "./hashing.ts";
import { correctionOf, type JudgeCorrections } from "./judge-corrections.ts";
import type { JudgedExample } from "./judged-example.ts";
import { crowdedOut } from "./key-share.ts";
import { certifyingPlaces, isUndecided, keepNewest, taskOf } from "./label-source.ts";
import { newestOf, timedLabels, timedOf, withoutOutlived } from "./label-times.ts";
import { keepOlder } from "./older-labels.ts";
import type { Parts } from "./parts.ts";
import { readPlainData, writePlainData } from "./plain-data.ts";
import { type Expectation, expectationOf, fitQuality, type QualityModel } from "./quality-model.ts";
import { emptyTable, noteQualities, type QualityTable } from "./quality-table.ts";
import type { RouteSettings } from "./route-settings.ts";
import {
  candidatesOf,
  decideRoute,
  type Evidence,
  NO_FINGERPRINT,
  type PoolCertificate,
  type RouteDecision,
  type RouteSnapshot,
} from "./route-snapshot.ts";
import { noteTrial, type TrialTable, trialOf, undecidedTrials } from "./trial-table.ts";

const VERSION = 6;
const DAY_MS = 86_400_000;
/** Of this one labels are good: only what was fitted of them, and certified, is not what version 6 serves by. */
const GOOD_LABELS_OF = 5;

type State = {
  version: number;
  models: readonly string[];
  /** The newest labels, and older ones of tasks that have few of those. */
  examples: JudgedExample[];
  older: JudgedExample[];
  prompts: ReadPrompt[];
  promptsSeen: number;
  /** Labels since everything was fitted last, and when the first of them came. */
  labels: number;
  firstAtMs?: number | undefined;
  /** What was seen of each fingerprint. Choices are made by the model's own table, which is of its last fit. */
  fingerprints: QualityTable;
  trials: TrialTable;
  model: QualityModel | undefined;
  certified: RouteSnapshot["certified"];
  evidence: RouteSnapshot["evidence"];
  /** Judges whose labels certify nothing. */
  refusedJudges: readonly string[];
  /** How much too good judges are known to take cheaper models' answers for, from 0 to 1. */
  corrections?: JudgeCorrections;
};

type Seen = Readonly<{ example: JudgedExample; expected: Expectation }>;
type Judged = Readonly<{
  members: readonly number[];
  calls: readonly JudgedCall[];
  /** Those of the calls that somebody decided, and those that nobody could. */
  judged: number;
  undecided: number;
  newestAtMs: number | undefined;
}>;
const untold: Judged = { members: [], calls: [], judged: 0, undecided: 0, newestAtMs: undefined };

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
      older: [],
      prompts: [],
      promptsSeen: 0,
      labels: 0,
      fingerprints: emptyTable(settings.models.length),
      trials: new Map(),
      model: undefined,
      certified: new Map(),
      evidence: new Map(),
      refusedJudges: [],
    };
  }

  /**
   * Whether so many labels have come that everything should be fitted anew, or the first of them waits for a day: where few come a
   * certificate would else be of labels that are older than the newest by far.
   */
  get isDue(): boolean {
    const { labels, examples, firstAtMs } = this.#state;
    if (labels >= this.#settings.refitEvery) return true;
    const lastAtMs = examples.at(-1)?.atMs;
    if (labels === 0 || firstAtMs === undefined || lastAtMs === undefined) return false;
    return lastAtMs - firstAtMs >= DAY_MS;
  }

  /** What is certified of the promised quality, by fingerprint ("" for calls without one). */
  get certified(): ReadonlyMap<string, PoolCertificate> {
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
   * @param corrections of those that do certify: see {@link correctionOf}
   * @returns whether that changes anything
   */
  refuse(judges: readonly string[], corrections: JudgeCorrections = new Map()): boolean {
    const { refusedJudges, corrections: before = new Map() } = this.#state;
    const textOf = (of: readonly string[], and: JudgeCorrections) => JSON.stringify([of, [...and]]);
    const isSame = textOf(judges, corrections) === textOf(refusedJudges, before);
    if (!isSame) Object.assign(this.#state, { refusedJudges: judges, corrections });
    return !isSame;
  }

  /**
   * Takes note of a call's qualities (NaN: not tried). No choice changes by it before `refit`: a certificate holds for the
   * expectations that it was tested on, and for no others. Of a key whose people have said as much as one voice may, the newest
   * takes the place of the oldest.
   */
  learn(example: JudgedExample): void {
    const { examples, older, fingerprints, trials } = this.#state;
    const crowded = crowdedOut(examples, example.by);
    if (crowded !== undefined) examples.splice(crowded, 1);
    examples.push(example);
    const leaving = keepNewest(examples, this.#settings.memory);
    if (leaving.length > 0) {
      const { room } = this.#settings;
      this.#state.older = keepOlder([...older, ...leaving], examples, { room, taskOf });
    }
    if (this.#state.labels === 0) this.#state.firstAtMs = example.atMs;
    this.#state.labels += 1;
    if (isUndecided(example)) return;
    // What was noted of means cannot be taken back: beyond its share a key adds nothing to them.
    if (example.fingerprint !== undefined && crowded === undefined) {
      const { qualities } = example;
      noteQualities(fingerprints, example.fingerprint, { qualities, kept: this.#settings.kept });
    }
    noteTrial(trials, example.fingerprint ?? NO_FINGERPRINT, example.qualities);
  }

  /** Fits everything anew on the newest labels and certifies each fingerprint's dial by them, and by its older ones. */
  refit(): void {
    const { examples, older, prompts } = this.#state;
    this.#state.labels = 0;
    const decided = examples.filter((example) => !isUndecided(example));
    if (decided.length < 2) {
      this.#certify(undecidedBy([...older, ...examples]));
      return;
    }
    const { kept } = this.#settings;
    const decidedOlder = older.filter((example) => !isUndecided(example));
    const fitted = fitQuality(decided, {
      ...{ prompts: prompts.length === 0 ? decided : prompts, kept },
      older: decidedOlder,
    });
    const { model } = fitted;
    const unseen = new Map([
      ...decidedOlder.map((example, index) => [example, fitted.unseenOlder[index]] as const),
      ...decided.map((example, index) => [example, fitted.unseen[index]] as const),
    ]);
    const byFingerprint = new Map<string, Seen[]>();
    for (const example of [...older, ...examples]) {
      const fingerprint = example.fingerprint ?? NO_FINGERPRINT;
      const seen = byFingerprint.get(fingerprint) ?? [];
      byFingerprint.set(fingerprint, seen);
      // What is undecided nothing was fitted on.
      seen.push({ example, expected: unseen.get(example) ?? expectationOf(model, example) });
    }
    this.#certify(new Map([...byFingerprint].map(([key, seen]) => [key, this.#judged(seen)])));
    const { parts } = model;
    this.#state.model = { ...model, parts: { ...parts, fingerprints: this.#remembered(parts) } };
  }

  /**
   * The means of fingerprints that choices are made by. Where something is certified they are those that it was tested on; of all
   * others what has left the window is known too, which is much where tasks are many and labels of each few. Copies: labels go
   * on coming.
   */
  #remembered({ fingerprints }: Parts): QualityTable {
    const certified = [...this.#state.certified.values()];
    const others = [...this.#state.fingerprints.cells]
      .filter(([fingerprint]) => !certified.some((of) => of.has(fingerprint)))
      .map(([fingerprint, cells]) => [fingerprint, cells.slice()] as const);
    return { ...fingerprints, cells: new Map([...fingerprints.cells, ...others]) };
  }

  /** The calls of a fingerprint that a certificate can rest on, and the models that it can be about. */
  #judged(all: readonly Seen[]): Judged {
    const seen = withoutOutlived(all, ({ example }) => example);
    const { models, leastLabels } = this.#settings;
    const refused = new Set(this.#state.refusedJudges);
    const telling = certifyingPlaces(
      seen.map(({ example }) => example),
      refused,
    ).map(({ place, isDecided }) => ({ ...(seen[place] as Seen), isDecided }));
    const members = membersToldOf(
      telling.map(({ example }) => example),
      { models: models.length, leastLabels },
    );
    const told = telling.filter(({ example }) => tellsOfAll(example, members));
    const { corrections } = this.#state;
    const calls = told.map(({ example, expected, isDecided }) => {
      const tooGood = correctionOf(example, corrections);
      const candidates = candidatesOf(models, expected.qualities, example.costs);
      // As it would be served: beside the reference there is nothing to choose for an unlike prompt.
      const choices = expected.isUnlike ? members.slice(0, 1) : members;
      return {
        expected: choices.map((model) => candidates[model] as Candidate),
        qualities: members.map((model) => {
          const quality = example.qualities[model] as number;
          if (model === 0) return quality;
          return isDecided ? quality - tooGood : 0;
        }),
      };
    });
    const decided = told.filter(({ isDecided }) => isDecided).length;
    const newestAtMs = newestOf(told.map(({ example }) => example));
    return { members, calls, newestAtMs, judged: decided, undecided: told.length - decided };
  }

  #certify(judged: ReadonlyMap<string, Judged>): void {
    const { notches, confidence } = this.#settings;
    const { fingerprints } = this.#state;
    const trials = trialsIn(this.#state);
    this.#state.certified = new Map(
      [...new Set([this.#settings.quality, ...notches])].map((quality) => [
        quality,
        new Map(
          [...judged].flatMap(([fingerprint, { members, calls, newestAtMs }]) => {
            const certified = certifyDial(calls, { ...this.#settings, quality });
            if (certified === undefined) return [];
            return [[fingerprint, { ...certified, members, newestAtMs }]];
          }),
        ),
      ]),
    );
    this.#state.evidence = new Map(
      [...new Set([...judged.keys(), ...fingerprints.cells.keys()])].map((fingerprint) => {
        const told = judged.get(fingerprint) ?? untold;
        const means = meansOf(fingerprints, fingerprint).map((mean, model) => ({
          ...mean,
          trial: trialOf(trials, fingerprint, model),
        }));
        const frontier = frontierOf(told.calls, { confidence });
        const { undecided } = told;
        return [fingerprint, { judged: told.judged, undecided, frontier, models: means }];
      }),
    );
  }

  /** What choices are made by. It is not changed by what is learned later. */
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

  /**
   * The same for another pool with this reference, or another promise: everything is fitted anew on what is known of each
   * model, where the models are others or the promise was not tested before.
   */
  inPool(settings: RouteSettings): RouteLearner {
    const { models, certified } = this.#state;
    if (models.join("\n") === settings.models.join("\n")) {
      if (settings.quality === this.#settings.quality && certified.has(settings.quality)) {
        return this;
      }
      const learner = new RouteLearner(settings, this.#state);
      // Before the first fit no promise was tested.
      if (certified.size > 0 && !certified.has(settings.quality)) learner.refit();
      return learner;
    }
    if (models[0] !== settings.models[0]) {
      throw new SyntaxError(
        `learned routing is held against ${models[0]}, not against ${settings.models[0]}`,
      );
    }
    const learner = new RouteLearner(settings, {
      ...this.#state,
      ...carriedOver(this.#state, { from: models, to: settings.models }),
      models: settings.models,
      model: undefined,
      certified: new Map(),
      evidence: new Map(),
    });
    learner.refit();
    return learner;
  }

  /**
   * Goes on from what was saved, of this pool or of another with the same reference. Of the version before, labels are taken and
   * everything is fitted anew. Throws where it is of another version or reference.
   * @param savedAtMs when it was: labels that do not tell their own time are no newer
   */
  static load(text: string, settings: RouteSettings, savedAtMs?: number): RouteLearner {
    const saved = readPlainData(text) as Saved;
    const isOfBefore = saved.version === GOOD_LABELS_OF;
    if (saved.version !== VERSION && !isOfBefore) {
      throw new SyntaxError(`learned routing is of version ${saved.version}, not ${VERSION}`);
    }
    const known = withTimes(saved, savedAtMs);
    const state: State = isOfBefore
      ? { ...known, version: VERSION, model: undefined, certified: new Map(), evidence: new Map() }
      : known;
    const { models, evidence } = state;
    const trials = trialsIn(state);
    // Trials are counted at once, evidence is told at each refit.
    state.evidence = new Map(
      [...evidence].map(([key, known]) => [
        key,
        { ...known, models: withTrials(known, key, trials) },
      ]),
    );
    const learner = new RouteLearner({ ...settings, models }, state);
    if (isOfBefore) learner.refit();
    return learner.inPool(settings);
  }
}

/** Those that were saved before labels of rare tasks were kept have none. */
type Saved = Omit<State, "older"> & Partial<Pick<State, "older">>;

/** Labels and certificates of before told no time: they are no newer than what they were saved in. */
const withTimes = (saved: Saved, savedAtMs: number | undefined): State => ({
  ...saved,
  examples: timedLabels(saved.examples, savedAtMs),
  older: timedLabels(saved.older ?? [], savedAtMs),
  certified: new Map(
    [...saved.certified].map(([quality, of]) => [
      quality,
      new Map([...of].map(([key, certificate]) => [key, timedOf(certificate, savedAtMs)])),
    ]),
  ),
});

/** While too little is decided to expect anything: how many calls nobody could decide, by fingerprint. */
function undecidedBy(examples: readonly JudgedExample[]): ReadonlyMap<string, Judged> {
  const by = new Map<string, Judged>();
  for (const { fingerprint = NO_FINGERPRINT } of examples.filter(isUndecided)) {
    const { undecided } = by.get(fingerprint) ?? untold;
    by.set(fingerprint, { ...untold, undecided: undecided + 1 });
  }
  return by;
}

/** Trials that were judged, and those of which nobody could say it. */
const trialsIn = ({ trials, examples, older }: Pick<State, "trials" | "examples" | "older">) => ({
  table: trials,
  undecided: undecidedTrials(
    [...older, ...examples]
      .filter(isUndecided)
      .map(({ fingerprint = NO_FINGERPRINT, qualities }) => ({ fingerprint, qualities })),
  ),
});

const withTrials = (
  { models }: Evidence,
  fingerprint: string,
  trials: ReturnType<typeof trialsIn>,
) => models.map((known, model) => ({ ...known, trial: trialOf(trials, fingerprint, model) }));

const meansOf = ({ models, cells }: QualityTable, fingerprint: string) =>
  Array.from({ length: models }, (_, model) => {
    const labels = cells.get(fingerprint)?.[2 * model] ?? 0;
    const sum = cells.get(fingerprint)?.[2 * model + 1] ?? 0;
    return { labels, mean: labels === 0 ? undefined : sum / labels };
  });
