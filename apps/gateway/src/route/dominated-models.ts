import {
  boundsOfPool,
  type Dominated,
  type Evidence,
  type MeanBounds,
  pruneModels,
} from "@headgate/levers";
import { type Picodollars, sum } from "@headgate/money";

/** A model that another one beat on calls of a fingerprint, for no more money on each of them. */
export type DominatedModel = {
  readonly by: string;
  readonly bounds: MeanBounds;
  readonly byBounds: MeanBounds;
  calls: number;
  /** What those calls were expected to cost at either. */
  cost: Picodollars;
  byCost: Picodollars;
};

/** By pool, fingerprint and model; what clients name beyond is not counted. */
const MOST = 20_000;

type Priced = Readonly<{
  /** The pool's models, the reference first. */
  models: readonly string[];
  evidence: Evidence | undefined;
  /** Of this call; undefined where a model may not be asked, or its price is not known. */
  prices: readonly (Picodollars | undefined)[];
}>;

/**
 * The models of pools that are not worth asking, call by call: another one that may be asked this costs no more for it, and
 * is better by bounds that do not overlap. The reference is never one of them, and is told of.
 */
export class DominatedModels {
  /** Evidence is exchanged whole when it changes. */
  readonly #bounds = new WeakMap<Evidence, readonly MeanBounds[]>();
  readonly #told = new Map<string, DominatedModel>();

  /** Places in the pool of those that are struck out for a call. */
  strike(
    key: Readonly<{ pool: string; fingerprint: string }>,
    priced: Priced,
  ): ReadonlySet<number> {
    const { models, evidence, prices } = priced;
    const [reference] = models;
    if (evidence === undefined || reference === undefined) return new Set();
    const bounds = this.#boundsOf(evidence);
    const records = models.flatMap((model, place) => {
      const of = bounds[place];
      return of === undefined ? [] : [{ model, bounds: of, cost: prices[place] }];
    });
    const struck = new Set<number>();
    for (const dominated of pruneModels(records, reference).dominated) {
      this.#tell(key, dominated);
      const place = models.indexOf(dominated.one.model);
      if (place > 0) struck.add(place);
    }
    return struck;
  }

  /** What was struck out, or in the reference's case told, under a fingerprint since the process started. */
  of(pool: string, fingerprint: string, models: readonly string[]) {
    return models.flatMap((model) => {
      const told = this.#told.get(keyOf(pool, fingerprint, model));
      return told === undefined ? [] : [{ model, ...told }];
    });
  }

  #boundsOf(evidence: Evidence): readonly MeanBounds[] {
    const known = this.#bounds.get(evidence);
    if (known !== undefined) return known;
    const counts = evidence.models.map(({ labels, mean }) => ({
      labels: mean === undefined ? 0 : labels,
      qualities: mean === undefined ? 0 : labels * mean,
    }));
    const made = boundsOfPool(counts);
    this.#bounds.set(evidence, made);
    return made;
  }

  #tell(
    { pool, fingerprint }: Readonly<{ pool: string; fingerprint: string }>,
    of: Dominated,
  ): void {
    const { one, by } = of;
    if (one.cost === undefined || by.cost === undefined) return;
    const key = keyOf(pool, fingerprint, one.model);
    const known = this.#told.get(key);
    if (known === undefined && this.#told.size >= MOST) return;
    const goesOn = known?.by === by.model && known.bounds === one.bounds;
    this.#told.set(key, {
      by: by.model,
      bounds: one.bounds,
      byBounds: by.bounds,
      calls: goesOn ? known.calls + 1 : 1,
      cost: goesOn ? sum([known.cost, one.cost]) : one.cost,
      byCost: goesOn ? sum([known.byCost, by.cost]) : by.cost,
    });
  }
}

const keyOf = (pool: string, fingerprint: string, model: string): string =>
  JSON.stringify([pool, fingerprint, model]);
