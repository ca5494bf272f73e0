import type { Disagreements, PriceDisagreement } from "@headgate/contract";
import type { PriceBook } from "../price-book.ts";
import type { CatalogueReading } from "./catalogue.ts";
import { diffCatalogues, type PriceDifference } from "./diff-catalogues.ts";

/** The wire form of {@link diffCatalogues}: where book and catalogues disagree, with every source. */
export function disagreementsOf(
  book: PriceBook,
  readings: readonly CatalogueReading[],
  only: Readonly<{ provider?: string; model?: string; day?: string }> = {},
): Disagreements {
  const { provider, model, day } = only;
  const asked = readings.map((reading) => ({
    ...reading,
    candidates: reading.candidates.filter(
      (candidate) =>
        (provider === undefined || candidate.provider === provider) &&
        (model === undefined || candidate.model === model),
    ),
  }));
  const { differences, agreed } = diffCatalogues(book, asked, day === undefined ? {} : { day });
  return {
    catalogues: readings.map(({ kind, snapshot }) => ({ catalogue: kind, ...snapshot })),
    agreed,
    disagreements: differences.map(disagreementOf).sort(bySubject),
  };
}

const disagreementOf = ({ book, catalogues, ...about }: PriceDifference): PriceDisagreement => ({
  ...about,
  book: book ?? null,
  catalogues: catalogues.map(({ catalogue, at, price, per, source }) => ({
    catalogue,
    at,
    price,
    per,
    source,
  })),
});

/** Disagreements first, then by what they are about. */
const bySubject = (left: PriceDisagreement, right: PriceDisagreement): number =>
  textOf(left) < textOf(right) ? -1 : 1;
const textOf = ({ kind, provider, model, tier, component }: PriceDisagreement): string =>
  [kind, provider, model, tier, component].join(" ");
