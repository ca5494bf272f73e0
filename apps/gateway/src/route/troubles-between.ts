import {
  type CascadeSnapshot,
  type CertifiedDial,
  cascadeKey,
  type RouteSnapshot,
} from "@headgate/levers";
import type { Trouble } from "./route-troubles.ts";

/** What is known of a pool. */
export type Learned = Readonly<{ snapshot: RouteSnapshot; answers: CascadeSnapshot }>;

/** A certificate that saves less than so much of what it did is told. */
const MUCH_LESS = 0.5;

/**
 * What newer labels took away at a promise: certificates of tasks, those of a model's answers, and most of what a
 * certificate saved.
 */
export function troublesBetween(
  before: Learned,
  after: Learned,
  quality: number,
): readonly Trouble[] {
  const dials = [...(before.snapshot.certified.get(quality) ?? [])].flatMap(
    ([fingerprint, dial]): Trouble[] => {
      const now = after.snapshot.certified.get(quality)?.get(fingerprint);
      if (now === undefined) return [{ kind: "certificate_lost", fingerprint }];
      if (now.saved >= MUCH_LESS * dial.saved) return [];
      const note = `saved ${sayingOf(dial)}, now ${sayingOf(now)}`;
      return [{ kind: "bound_dropped", fingerprint, note }];
    },
  );
  const answers = [...before.snapshot.evidence.keys()].flatMap((fingerprint) =>
    before.snapshot.models.flatMap((model): Trouble[] => {
      const key = cascadeKey({ model, fingerprint, task: undefined }, "fingerprint") ?? "";
      const had = before.answers.get(key)?.certified.has(quality) === true;
      const has = after.answers.get(key)?.certified.has(quality) === true;
      const note = "of its answers once they are looked at";
      return had && !has ? [{ kind: "certificate_lost", fingerprint, model, note }] : [];
    }),
  );
  return [...dials, ...answers];
}

const sayingOf = ({ saved, lowerBound }: CertifiedDial): string =>
  `${percent(saved)} at a quality of at least ${percent(lowerBound)}`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
