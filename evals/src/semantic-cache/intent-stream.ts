import { defaultGuardSettings, SemanticNamespace, type SemanticPolicy } from "@headgate/levers";
import { createRandom, type Random } from "@headgate/simulator";
import type { EmbeddedTexts } from "./embed-all.ts";
import type { IntentQuestion } from "./read-questions.ts";

/** A served answer is compared with a fresh one so often. */
const AUDIT_SHARE = 0.05;

export type StreamRow = Readonly<{
  policy: string;
  seed: number;
  questions: number;
  hit_rate: number;
  wrong_of_hits: number;
  /** What the namespace itself says of its hits at the end; null for a fixed threshold. */
  certified_bound: number | null;
  entries: number;
}>;

/**
 * Questions in random order through one namespace, as a gateway would ask: a hit is served, all else is answered anew
 * and kept. A candidate that was not served is judged by the fresh answer; of those served, one in twenty.
 *
 * @param answersRepeat false where each answer is taken as one of a kind, as free text is
 */
export function runIntentStream(
  questions: readonly IntentQuestion[],
  vectors: EmbeddedTexts,
  run: Readonly<{ name: string; policy: SemanticPolicy; seed: number; answersRepeat: boolean }>,
): StreamRow {
  const random = createRandom(run.seed);
  const namespace = new SemanticNamespace(run.policy);
  const intentOf = new Map<string, string>();
  let hits = 0;
  let wrong = 0;
  for (const [index, { text, intent }] of shuffled(questions, random).entries()) {
    const { vector } = vectors.of(text);
    const finding = namespace.find(text, vector);
    const correct = intentOf.get(finding.candidate?.entry.id ?? "") === intent;
    const isAudited = finding.mayServe && random() < AUDIT_SHARE;
    if (finding.mayServe) {
      hits += 1;
      if (!correct) wrong += 1;
    }
    const isServedUnseen = finding.mayServe && !isAudited;
    namespace.learn(finding, isServedUnseen ? undefined : correct);
    if (isServedUnseen) continue;
    const id = String(index);
    intentOf.set(id, intent);
    const answerKey = run.answersRepeat ? intent : id;
    namespace.add(id, { asked: finding.asked, vector, answerKey, isJudgeable: true });
  }
  return {
    policy: run.name,
    seed: run.seed,
    questions: questions.length,
    hit_rate: hits / questions.length,
    wrong_of_hits: hits === 0 ? 0 : wrong / hits,
    certified_bound: namespace.certified?.upperBound ?? null,
    entries: namespace.size,
  };
}

/** A calibrated policy with a target for the wrong share of hits. */
export const calibratedAt = (target: number): SemanticPolicy => ({
  kind: "calibrated",
  guard: { ...defaultGuardSettings, target },
});

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  const order = [...list];
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] as T, order[index] as T];
  }
  return order;
}
