import { MOST_TRANSLATION_NOTES, type Translation, type TranslationNote } from "@headgate/contract";
import type { Note, RequestTranslation, TranslationNotes } from "@headgate/providers";

/** What the row of a translated attempt says of its translation: bounded, the rest counted. */
export function translationOf(
  { from, to, notes: request }: RequestTranslation,
  answer: TranslationNotes | undefined,
): Translation {
  const all = [
    ...named("request", "lost", request.lost),
    ...named("answer", "lost", answer?.lost),
    ...named("request", "approximated", request.approximated),
    ...named("answer", "approximated", answer?.approximated),
  ];
  const notes = all.slice(0, MOST_TRANSLATION_NOTES);
  const beyond =
    all.length - notes.length + beyondOf(request) + (answer === undefined ? 0 : beyondOf(answer));
  return { from, to, notes, ...(beyond > 0 && { notes_beyond: beyond }) };
}

/** How many losses a translation had, named or not. */
export const lossesOf = (notes: TranslationNotes | undefined): number =>
  notes === undefined ? 0 : notes.lost.length + notes.lostBeyond;

const beyondOf = (notes: TranslationNotes): number => notes.lostBeyond + notes.approximatedBeyond;

const named = (
  where: TranslationNote["in"],
  kind: TranslationNote["kind"],
  notes: readonly Note[] | undefined,
): readonly TranslationNote[] =>
  (notes ?? []).map(({ field, reason }) => ({ in: where, kind, field, what: reason }));
