import {
  addTrials,
  defaultRouteSettings,
  noTrial,
  type RouteSnapshot,
  type TrialCount,
  type TrialStanding,
  trialStanding,
} from "@headgate/levers";
import { type Picodollars, sum, ZERO } from "@headgate/money";

/** From so many judged calls on a model takes part in what is certified, and is new no more. */
const CERTIFIED_FROM = defaultRouteSettings.leastLabels;
const MOST = 20_000;

/** A model that is new in a pool that knows others, under one fingerprint. */
export type NewModel = Readonly<{
  /** Its place in the pool. */
  place: number;
  count: TrialCount;
  standing: TrialStanding;
}>;

const notAsked: Spent = { asked: 0, cost: ZERO, unpriced: 0 };

type Terms = Readonly<{
  /** The share of the reference's quality that is promised. */
  promise: number;
  needed: number;
}>;

/** How often a model was asked for its trial, and what that was expected to cost. */
export type Spent = Readonly<{ asked: number; cost: Picodollars; unpriced: number }>;

/**
 * How the models stand that are new in pools: which are still tried, what that has cost, and when it ends. Labels count as
 * they come; what was learned, and survives the process, counts them from its next fit on.
 */
export class TrialDesk {
  /** Since a snapshot was made. */
  readonly #since = new WeakMap<RouteSnapshot, Map<string, TrialCount>>();
  readonly #standings = new Map<string, Readonly<{ of: string; standing: TrialStanding }>>();
  readonly #spent = new Map<string, Spent>();

  /**
   * The models that are new under a fingerprint: others were judged often enough there, and these were not. In a pool that
   * knows nobody nobody is new: the shadow share learns of all alike.
   */
  newModels(
    snapshot: RouteSnapshot,
    { pool, fingerprint }: Readonly<{ pool: string; fingerprint: string }>,
    terms: Terms,
  ): readonly NewModel[] {
    const counts = this.#countsOf(snapshot, fingerprint);
    const most = Math.max(0, ...counts.slice(1).map(({ tried }) => tried));
    if (most < terms.needed) return [];
    return counts.flatMap((count, place) => {
      const wanted = most >= CERTIFIED_FROM ? CERTIFIED_FROM : terms.needed;
      if (place === 0 || count.tried >= wanted) return [];
      const key = keyOf(pool, fingerprint, snapshot.models[place] ?? "");
      return [{ place, count, standing: this.#standingOf(key, count, terms) }];
    });
  }

  /** Takes note of what models were worth on a call, in the snapshot's order; NaN where one was not tried. */
  judged(snapshot: RouteSnapshot, fingerprint: string, qualities: Float64Array): void {
    const [reference = Number.NaN] = qualities;
    if (Number.isNaN(reference)) return;
    this.#note(snapshot, fingerprint, qualities, (quality) => {
      return { ...noTrial, tried: 1, qualities: quality, referenceQualities: reference };
    });
  }

  /** Takes note that nobody could say what models were worth on a call: without it a trial would never end. */
  undecided(snapshot: RouteSnapshot, fingerprint: string, qualities: Float64Array): void {
    this.#note(snapshot, fingerprint, qualities, () => ({ ...noTrial, undecided: 1 }));
  }

  #note(
    snapshot: RouteSnapshot,
    fingerprint: string,
    qualities: Float64Array,
    countOf: (quality: number) => TrialCount,
  ): void {
    const since = this.#since.get(snapshot) ?? new Map<string, TrialCount>();
    this.#since.set(snapshot, since);
    for (const [place, quality] of qualities.entries()) {
      if (Number.isNaN(quality)) continue;
      const key = `${place} ${fingerprint}`;
      since.set(key, addTrials(since.get(key) ?? noTrial, countOf(quality)));
    }
  }

  /** A new model is asked for its trial. `cost` is what that is expected to cost; the ledger has what it did. */
  asked(
    { pool, fingerprint, model }: Readonly<{ pool: string; fingerprint: string; model: string }>,
    cost: Picodollars | undefined,
  ): void {
    const key = keyOf(pool, fingerprint, model);
    if (!this.#spent.has(key) && this.#spent.size >= MOST) return;
    const { asked, cost: before, unpriced } = this.#spent.get(key) ?? notAsked;
    this.#spent.set(key, {
      asked: asked + 1,
      cost: cost === undefined ? before : sum([before, cost]),
      unpriced: cost === undefined ? unpriced + 1 : unpriced,
    });
  }

  /** Since the process started. */
  spentOn(pool: string, fingerprint: string, model: string): Spent {
    return this.#spent.get(keyOf(pool, fingerprint, model)) ?? notAsked;
  }

  #countsOf(snapshot: RouteSnapshot, fingerprint: string): readonly TrialCount[] {
    const evidence = snapshot.evidence.get(fingerprint);
    const since = this.#since.get(snapshot);
    return snapshot.models.map((_, place) => {
      const learned = evidence?.models[place]?.trial ?? noTrial;
      return addTrials(learned, since?.get(`${place} ${fingerprint}`) ?? noTrial);
    });
  }

  /** Worked out again only where a count has changed: its bounds take a while. */
  #standingOf(key: string, count: TrialCount, { promise, needed }: Terms): TrialStanding {
    const of = JSON.stringify([count, promise, needed]);
    const known = this.#standings.get(key);
    if (known?.of === of) return known.standing;
    const standing = trialStanding({ ...count, promise, needed });
    if (known === undefined && this.#standings.size >= MOST) this.#standings.clear();
    this.#standings.set(key, { of, standing });
    return standing;
  }
}

const keyOf = (pool: string, fingerprint: string, model: string): string =>
  JSON.stringify([pool, fingerprint, model]);
