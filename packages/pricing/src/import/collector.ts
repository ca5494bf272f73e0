import type { PriceRecord, PriceScope, PriceTier, UsageComponent } from "@headgate/contract";
import type { Candidate, CatalogueKind, Refusal, RefusalCode, Snapshot } from "./catalogue.ts";
import { shiftDecimal } from "./decimal.ts";

/** What a row is about: one model of one provider somewhere. */
export type Row = Readonly<{
  provider: string;
  model: string;
  scope: PriceScope;
  place?: string;
  validFrom?: string;
  validTo?: string;
  releasedOn?: string;
}>;

/** One price field of a row, in the catalogue's own unit. */
export type Field = Readonly<{
  at: string;
  value: unknown;
  component: UsageComponent;
  tier?: PriceTier;
  threshold?: NonNullable<PriceRecord["threshold"]>;
  /** Dollars for `per` units are the value times ten to this. */
  shift: number;
  per: number;
}>;

/** Gathers what a reader finds: every field becomes a candidate or a refusal with its place. */
export class Collector {
  readonly candidates: Candidate[] = [];
  readonly refused: Refusal[] = [];
  readonly #seen = new Set<string>();
  readonly #kind: CatalogueKind;
  readonly #snapshot: Snapshot;

  constructor(kind: CatalogueKind, snapshot: Snapshot) {
    this.#kind = kind;
    this.#snapshot = snapshot;
  }

  refuse(at: string, code: RefusalCode, reason: string, candidate?: Candidate): void {
    const refusal = { catalogue: this.#kind, at, code, reason };
    this.refused.push(candidate === undefined ? refusal : { ...refusal, candidate });
  }

  add(row: Row, field: Field): void {
    const { at, value, component, tier = "standard", threshold, shift, per } = field;
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
      this.refuse(at, "not-a-price", `${JSON.stringify(value)} is not a price`);
      return;
    }
    if (value === 0) {
      this.refuse(at, "zero", "0 says as often that the price is not known as that it is free");
      return;
    }
    const price = shiftDecimal(value, shift);
    if (price === undefined) {
      this.refuse(at, "precision", `${value} has more than six places per ${per}`);
      return;
    }
    const candidate: Candidate = {
      catalogue: this.#kind,
      at,
      ...row,
      component,
      tier,
      price,
      per,
      ...(threshold === undefined ? {} : { threshold }),
      source: { url: this.#snapshot.url, read_at: this.#snapshot.day },
    };
    const key = candidateKey(candidate);
    if (this.#seen.has(key)) {
      this.refuse(at, "duplicate", "the catalogue has this price under another name", candidate);
      return;
    }
    this.#seen.add(key);
    this.candidates.push(candidate);
  }
}

/** What a candidate prices; two with one key are about the same thing. */
export const candidateKey = (candidate: Candidate): string => {
  const { provider, model, tier, scope, place, component, threshold, validFrom } = candidate;
  return [
    provider,
    model,
    tier,
    place === undefined ? scope : `${scope}:${place}`,
    threshold === undefined ? component : `${component}>${threshold.above_input_tokens}`,
    validFrom ?? "",
  ].join("|");
};

/** Claude's cache writes have a time to live of their own; elsewhere a write is a write. */
export const cacheWriteOf = (model: string): UsageComponent =>
  /claude|anthropic/i.test(model) ? "cache_write_5m" : "cache_write";

export const MILLION = 1_000_000;
export const THOUSAND = 1000;
