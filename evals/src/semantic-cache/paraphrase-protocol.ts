import { SemanticNamespace } from "@headgate/levers";
import type { EmbeddedTexts } from "./embed-all.ts";
import type { ParaphrasePair } from "./read-questions.ts";

type Answered = Readonly<{
  similarity: number;
  cosine: number;
  sameId: boolean;
  sameText: boolean;
}>;

export type ProtocolRow = Readonly<{
  what: string;
  lowest_similarity: number;
  hit_rate: number;
  precision: number;
  /** A hit on another pair with the same stored text counts as right. */
  precision_by_text: number;
}>;

/**
 * GPTCache's own protocol: every stored question is put in, every paraphrase is asked, and a hit is right when it is
 * the pair's own. Given for the
 * most similar answers up to a hit rate, and for fixed thresholds. What a veto refuses is no hit.
 *
 * https://github.com/zilliztech/GPTCache, examples/benchmark/benchmark_sqlite_faiss_onnx.py, read 2026-11-28.
 */
export function runParaphraseProtocol(
  pairs: readonly ParaphrasePair[],
  vectors: EmbeddedTexts,
  hitRate: number,
): Readonly<{ atHitRate: ProtocolRow; rows: readonly ProtocolRow[] }> {
  const namespace = new SemanticNamespace();
  for (const [id, { origin }] of pairs.entries()) {
    const { vector } = vectors.of(origin);
    const { asked } = namespace.find(origin, vector);
    namespace.add(String(id), { asked, vector, answerKey: String(id), isJudgeable: true });
  }
  const answered: Answered[] = pairs.flatMap(({ origin, similar }, id) => {
    const { candidate, vetoed } = namespace.find(similar, vectors.of(similar).vector);
    if (candidate === undefined || vetoed !== undefined) return [];
    const found = candidate.entry.id;
    return [
      {
        similarity: candidate.entry.similarity,
        cosine: candidate.entry.cosine,
        sameId: found === String(id),
        sameText: pairs[Number(found)]?.origin === origin,
      },
    ];
  });
  answered.sort((a, b) => b.similarity - a.similarity);
  const needed = Math.ceil(hitRate * pairs.length);
  const row = (what: string, hits: readonly Answered[]): ProtocolRow => ({
    what,
    lowest_similarity: Math.min(...hits.map(({ similarity }) => similarity)),
    hit_rate: hits.length / pairs.length,
    precision: shareOf(hits, ({ sameId }) => sameId),
    precision_by_text: shareOf(hits, ({ sameText }) => sameText),
  });
  return {
    atHitRate: row(`hit rate ${hitRate}`, answered.slice(0, needed)),
    rows: [0.98, 0.95, 0.9, 0.85, 0.8].map((cosine) =>
      row(
        `cosine ${cosine}`,
        answered.filter((one) => one.cosine >= cosine),
      ),
    ),
  };
}

const shareOf = <T>(all: readonly T[], isOne: (one: T) => boolean): number =>
  all.length === 0 ? 1 : all.filter(isOne).length / all.length;
