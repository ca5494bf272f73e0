import { cascadeKey } from "@headgate/levers";
import type { Learned } from "./troubles-between.ts";

/**
 * For so long a certificate holds after the newest of its labels. Providers change what stands behind a model's name, and clients
 * what they ask: what was true a month ago is no promise any more.
 */
const HOLDS_MS = 30 * 86_400_000;

/** A certificate that ended by its age: of a task, or (`model`) of a model's answers to it. */
export type AgedCertificate = Readonly<{
  fingerprint: string;
  model: string | undefined;
  newestAtMs: number;
}>;

type Timed = Readonly<{ newestAtMs?: number | undefined }>;

/**
 * What was learned without the certificates that no label has upheld for so long, and until when that stays as it is. One of
 * which it is not known how old it is holds.
 */
export function withoutAged(
  { snapshot, answers }: Learned,
  nowMs: number,
): Readonly<{ learned: Learned; ended: readonly AgedCertificate[]; untilMs: number }> {
  const ended = new Map<string, AgedCertificate>();
  let untilMs = Number.POSITIVE_INFINITY;
  const isAged = ({ newestAtMs }: Timed, fingerprint: string, model?: string): boolean => {
    if (newestAtMs === undefined) return false;
    const endsAtMs = newestAtMs + HOLDS_MS;
    if (nowMs < endsAtMs) {
      untilMs = Math.min(untilMs, endsAtMs);
      return false;
    }
    ended.set(keyOfAged({ fingerprint, model }), { fingerprint, model, newestAtMs });
    return true;
  };
  const certified = [...snapshot.certified].map(([quality, of]) => {
    const holding = [...of].filter(([fingerprint, one]) => !isAged(one, fingerprint));
    return [quality, new Map(holding)] as const;
  });
  const ofAnswers = new Map(answers);
  // What several tasks share sends no call to a cheaper model: it holds answers to more than the checks do, and stays.
  for (const fingerprint of snapshot.evidence.keys()) {
    for (const model of snapshot.models) {
      const key = cascadeKey({ model, fingerprint, task: undefined }, "fingerprint") ?? "";
      const known = answers.get(key);
      if (known === undefined || known.certified.size === 0) continue;
      if (isAged(known, fingerprint, model)) ofAnswers.set(key, { ...known, certified: new Map() });
    }
  }
  if (ended.size === 0) return { learned: { snapshot, answers }, ended: [], untilMs };
  const learned = {
    snapshot: { ...snapshot, certified: new Map(certified) },
    answers: ofAnswers,
  };
  return { learned, ended: [...ended.values()], untilMs };
}

/** Which certificate it is, of one pool. */
export const keyOfAged = ({
  fingerprint,
  model,
}: Pick<AgedCertificate, "fingerprint" | "model">): string => JSON.stringify([fingerprint, model]);
