import { type Candidate, type PriceBook, type Refusal, sameSubject } from "@headgate/pricing";

/** Candidates under the names that the price book has for their models, and those that cannot be landed. */
export type Landing = Readonly<{
  landing: readonly Candidate[];
  refused: readonly Refusal[];
}>;

/**
 * Gives candidates the book's own names of their models: a catalogue lists a model under each of its names.
 * What is then said twice is taken once; what is said at two prices is refused, and so is a name that the
 * book has for a model on other days only: it cannot be a second model's.
 */
export function landOnModels(
  candidates: readonly Candidate[],
  book: PriceBook,
  day: string,
): Landing {
  const refused: Refusal[] = [];
  const bySubject = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const named = underOwnName(candidate, book, day);
    if (typeof named === "string") refused.push(refusal(candidate, named));
    else {
      const key = sameSubject(named);
      bySubject.set(key, [...(bySubject.get(key) ?? []), named]);
    }
  }
  const landing: Candidate[] = [];
  for (const said of bySubject.values()) {
    const [first] = said;
    if (first === undefined) continue;
    if (said.every(({ price, per }) => price === first.price && per === first.per)) {
      landing.push(first);
      continue;
    }
    for (const candidate of said) {
      refused.push(refusal(candidate, "the catalogue has another price under another name"));
    }
  }
  return { landing, refused };
}

const refusal = (candidate: Candidate, reason: string): Refusal => ({
  catalogue: candidate.catalogue,
  at: candidate.at,
  code: "duplicate",
  reason,
  candidate,
});

/** The candidate under the book's name of its model, or why it cannot have one. */
function underOwnName(candidate: Candidate, book: PriceBook, day: string): Candidate | string {
  const { provider, model } = candidate;
  const prices = book.find({ provider, model, atMs: Date.parse(day) });
  if (prices !== undefined && prices.snapshotOf === undefined) {
    return { ...candidate, model: prices.model };
  }
  const other = book.everNamed({ provider, name: model }).find((known) => known !== model);
  return other === undefined
    ? candidate
    : `the price book has this name for ${other}, though without a price on ${day}`;
}
