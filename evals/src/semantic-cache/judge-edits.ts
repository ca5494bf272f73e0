import { comparable, cosineOf, vetoOf } from "@headgate/levers";
import { type EditKind, editedPairs, editKinds } from "./edits.ts";
import type { EmbeddedTexts } from "./embed-all.ts";

export type EditRow = Readonly<{
  kind: EditKind;
  pairs: number;
  median_cosine: number;
  /** Of all pairs, those that would be served by the cosine alone, and by the cosine and the vetoes. */
  accepted_by_cosine: number;
  accepted: number;
}>;

/** How many edited questions would be answered with the original's answer at a threshold. */
export function judgeEdits(vectors: EmbeddedTexts, threshold: number): readonly EditRow[] {
  const judged = editedPairs().map(({ kind, a, b }) => ({
    kind,
    cosine: cosineOf(vectors.of(a).vector, vectors.of(b).vector),
    vetoed: vetoOf(comparable(a), comparable(b)) !== undefined,
  }));
  return editKinds.map((kind) => {
    const ofKind = judged.filter((one) => one.kind === kind);
    const cosines = ofKind.map(({ cosine }) => cosine).sort((a, b) => a - b);
    const near = ofKind.filter(({ cosine }) => cosine >= threshold);
    return {
      kind,
      pairs: ofKind.length,
      median_cosine: cosines[Math.floor(cosines.length / 2)] ?? 0,
      accepted_by_cosine: near.length / ofKind.length,
      accepted: near.filter(({ vetoed }) => !vetoed).length / ofKind.length,
    };
  });
}
