import type { PriceRecord } from "@headgate/contract";
import { magnitudeOf } from "../check/price-point.ts";
import type { PriceBook } from "../price-book.ts";
import { bookRecordOf } from "./book-record.ts";
import type { Candidate, CatalogueReading } from "./catalogue.ts";
import { candidateKey } from "./collector.ts";

/** What the book and the catalogues say of one price, where they do not all say the same. */
export type PriceDifference = Readonly<{
  provider: string;
  model: string;
  component: Candidate["component"];
  tier: Candidate["tier"];
  scope: Candidate["scope"];
  place?: string;
  threshold?: NonNullable<PriceRecord["threshold"]>;
  /** The book's record; absent when the book has no price for it. */
  book?: PriceRecord;
  /** Each catalogue that has the price, with its source. */
  catalogues: readonly Candidate[];
  /** `differs`: somebody says something else; `missing`: the book has no price and the catalogues agree. */
  kind: "differs" | "missing";
}>;

export type CatalogueDiff = Readonly<{
  differences: readonly PriceDifference[];
  /** Prices that book and catalogues state alike. */
  agreed: number;
}>;

/**
 * Lists where the book and the catalogues disagree, per model and component, with the sources. Nobody is
 * outvoted: catalogues copy each other's mistakes, so a majority proves nothing.
 *
 * @param options.day the day whose prices are compared; each catalogue's snapshot day unless said
 */
export function diffCatalogues(
  book: PriceBook,
  readings: readonly CatalogueReading[],
  options: Readonly<{ day?: string }> = {},
): CatalogueDiff {
  const groups = new Map<string, { day: string; catalogues: Candidate[] }>();
  for (const { candidates, snapshot } of readings) {
    const day = options.day ?? snapshot.day;
    for (const candidate of candidates) {
      const { validFrom, validTo, ...undated } = candidate;
      if (validFrom !== undefined && validFrom > day) continue;
      if (validTo !== undefined && validTo <= day) continue;
      const key = candidateKey(undated);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { day, catalogues: [candidate] });
      else {
        group.catalogues.push(candidate);
        if (day > group.day) group.day = day;
      }
    }
  }
  const differences: PriceDifference[] = [];
  let agreed = 0;
  for (const { day, catalogues } of groups.values()) {
    const [first] = catalogues;
    if (first === undefined) continue;
    const record = bookRecordOf(book, first, day);
    const said = new Set(catalogues.map(magnitudeOf));
    if (record !== undefined) said.add(magnitudeOf(record));
    if (record !== undefined && said.size === 1) {
      agreed += 1;
      continue;
    }
    const { provider, model, component, tier, scope, place, threshold } = first;
    differences.push({
      provider,
      model,
      component,
      tier,
      scope,
      ...(place === undefined ? {} : { place }),
      ...(threshold === undefined ? {} : { threshold }),
      ...(record === undefined ? {} : { book: record }),
      catalogues,
      kind: said.size === 1 ? "missing" : "differs",
    });
  }
  return { differences, agreed };
}
