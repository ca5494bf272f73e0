import type { CertifiedCascade } from "./judge-answer.ts";
import type { POk } from "./p-ok.ts";

/**
 * Whose labels P(ok) was fitted on and its threshold certified by: the task's own (`fingerprint`), those of its kind of
 * task, or all of the pool.
 */
export const cascadeScopes = ["fingerprint", "task", "pool"] as const;
export type CascadeScope = (typeof cascadeScopes)[number];

/** What is known of one model's answers in one scope. */
export type CascadeEvidence = Readonly<{
  /** Answers that were looked at and judged. */
  judged: number;
  /** Undefined where there are too few, or all of them were alike. */
  model: POk | undefined;
  /** By the promised quality; what is not certified is absent. */
  certified: ReadonlyMap<number, CertifiedCascade>;
  /** When the newest of the labels came that a certificate rests on; undefined where that is not known. */
  newestAtMs?: number | undefined;
}>;

/** What is known of the answers of a pool's models: plain data. By `cascadeKey`. */
export type CascadeSnapshot = ReadonlyMap<string, CascadeEvidence>;

/** Whose answer it is, by its name, and what it answers. */
export type AnswerOf = Readonly<{
  model: string;
  fingerprint: string;
  /** The kind of task; undefined where that is not plain. */
  task: string | undefined;
}>;

/** Undefined where the answer is of no such scope. */
export function cascadeKey(
  { model, fingerprint, task }: AnswerOf,
  scope: CascadeScope,
): string | undefined {
  switch (scope) {
    case "fingerprint":
      return JSON.stringify([model, scope, fingerprint]);
    case "task":
      return task === undefined ? undefined : JSON.stringify([model, scope, task]);
    case "pool":
      return JSON.stringify([model, scope]);
    default:
      return scope satisfies never;
  }
}

/** What an answer is held to beside the checks. */
export type AnswerStandard = Readonly<{
  scope: CascadeScope;
  model: POk;
  certified: CertifiedCascade;
}>;

/**
 * What a model's answer is held to at a promised quality, by the nearest scope that is certified; undefined where none is,
 * and the checks alone decide. Of a wider scope it may only set aside what would have been given without it: by it alone no
 * cheaper model is asked, since a certificate of all traffic need not hold for one task.
 */
export function answerStandard(
  snapshot: CascadeSnapshot,
  answer: AnswerOf,
  quality: number,
): AnswerStandard | undefined {
  for (const scope of cascadeScopes) {
    const key = cascadeKey(answer, scope);
    const known = key === undefined ? undefined : snapshot.get(key);
    const certified = known?.certified.get(quality);
    if (known?.model !== undefined && certified !== undefined) {
      return { scope, model: known.model, certified };
    }
  }
  return undefined;
}

/**
 * The model that is asked first because a task's own labels certify its answers once they are looked at, and what share of the
 * reference's cost that is expected to save; undefined where none saves anything.
 * @param models the pool, the reference first
 * @param costs of this call at each of them; infinite where a model may not be asked
 */
export function cascadedModel(
  snapshot: CascadeSnapshot,
  task: Omit<AnswerOf, "model">,
  {
    models,
    costs,
    quality,
  }: Readonly<{ models: readonly string[]; costs: Float64Array; quality: number }>,
): Readonly<{ place: number; saved: number }> | undefined {
  const reference = costs[0] as number;
  let best: Readonly<{ place: number; saved: number }> | undefined;
  for (const [place, model] of models.entries()) {
    const cost = costs[place] as number;
    if (place === 0 || !(cost < reference)) continue;
    const standard = answerStandard(snapshot, { ...task, model }, quality);
    if (standard?.scope !== "fingerprint") continue;
    // Each answer is paid for, and the reference again where it is set aside.
    const saved = standard.certified.accepted - cost / reference;
    if (saved > 0 && (best === undefined || saved > best.saved)) best = { place, saved };
  }
  return best;
}
